using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Storage.Schema;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    // Whether COLLATE belongs to the field whose default is being read, and not to the default.
    private bool _isDefault;

    private FieldSyntax Field(List<ConstraintSyntax> constraints)
    {
        var first = _at;
        var name = Identifier(FieldName);
        var field = new FieldSyntax(name, Type());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (Kind == TokenKind.Word)
        {
            var option = Keyword();
            var start = Here;
            if (FieldOption(field, option, constraints) is not { } next)
                break;
            if (!seen.Add(option is "NOT" ? "NULL" : option))
                throw Error(start, $"{option} is said twice of the field '{name.Text}'");
            field = next;
        }

        if (field.Computed is not null && (field.Default is not null || field.IsIdentity))
            throw Error(name.Span, $"the field '{name.Text}' is computed, so that it can have neither a default nor an identity");
        return field with { Span = Since(first) };
    }

    private FieldSyntax? FieldOption(FieldSyntax field, string option, List<ConstraintSyntax> constraints)
    {
        switch (option)
        {
            case "NOT":
                _at++;
                ExpectWord("NULL");
                return field with { IsNullable = false };
            case "NULL":
                _at++;
                return field with { IsNullable = true };
            case "DEFAULT":
                _at++;
                return field with { Default = Default() };
            case "IDENTITY" or "AUTOINCREMENT":
                _at++;
                return field with { IsIdentity = true };
            case "COMPUTED" or "GENERATED":
                return field with { Computed = Computed() };
            case "COLLATE":
                _at++;
                return field with { Collation = Identifier("the name of a collation") };
            case "COMMENT":
                return field with { Comment = Comment() };
            case "PRIMARY" or "UNIQUE" or "REFERENCES" or "CHECK" or "CONSTRAINT":
                constraints.Add(FieldConstraint(field.Name));
                return field;
            default:
                return null;
        }
    }

    // A default ends where NOT NULL or COLLATE may follow: it is an operand with arithmetic, or anything in parentheses.
    private ExpressionSyntax Default()
    {
        _isDefault = true;
        var value = Bits(0);
        _isDefault = false;
        return value;
    }

    private ExpressionSyntax Computed()
    {
        if (AcceptWord("GENERATED"))
            ExpectWord("ALWAYS");
        else
            ExpectWord("COMPUTED");
        ExpectWord("AS");
        Expect(TokenKind.OpenParen, "'(' before the expression");
        var expression = Expression();
        Expect(TokenKind.CloseParen, "')'");
        if (!AcceptWord("STORED"))
            AcceptWord("VIRTUAL");
        return expression;
    }

    private ConstraintSyntax FieldConstraint(IdentifierSyntax field)
    {
        var first = _at;
        var name = AcceptWord("CONSTRAINT") ? Identifier("the name of the constraint") : null;
        SyntaxList<IdentifierSyntax> fields = [field];
        ConstraintSyntax constraint;
        if (AcceptWords("PRIMARY", "KEY"))
            constraint = new PrimaryKeySyntax(name, fields);
        else if (AcceptWord("UNIQUE"))
            constraint = new UniqueSyntax(name, fields);
        else if (IsWord("CHECK"))
            constraint = Check(name);
        else if (IsWord("REFERENCES"))
            constraint = References(name, fields, hasPeriod: false);
        else
            throw Unexpected("PRIMARY KEY, UNIQUE, CHECK or REFERENCES", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES");
        return constraint with { Span = Since(first) };
    }

    private bool IsConstraint() =>
        (IsWord("CONSTRAINT") && IsNameAt(_at + 1) &&
            (IsWordAt(_at + 2, "PRIMARY") || IsWordAt(_at + 2, "UNIQUE") || IsWordAt(_at + 2, "FOREIGN") || IsWordAt(_at + 2, "CHECK")))
        || IsWord("PRIMARY", "KEY") || IsWord("FOREIGN", "KEY")
        || (IsAnyWord("UNIQUE", "CHECK") && KindAt(_at + 1) == TokenKind.OpenParen);

    private ConstraintSyntax Constraint()
    {
        var first = _at;
        var name = AcceptWord("CONSTRAINT") ? Identifier("the name of the constraint") : null;
        ConstraintSyntax constraint;
        if (AcceptWords("PRIMARY", "KEY"))
        {
            constraint = new PrimaryKeySyntax(name, KeyFields(out var isWithoutOverlaps), isWithoutOverlaps);
        }
        else if (AcceptWord("UNIQUE"))
        {
            constraint = new UniqueSyntax(name, KeyFields(out var isWithoutOverlaps), isWithoutOverlaps);
        }
        else if (AcceptWords("FOREIGN", "KEY"))
        {
            constraint = References(name, ReferringFields(out var hasPeriod), hasPeriod);
        }
        else
        {
            if (!IsWord("CHECK"))
                throw Unexpected("PRIMARY KEY, UNIQUE, FOREIGN KEY or CHECK", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK");
            constraint = Check(name);
        }

        return constraint with { Span = Since(first) };
    }

    // (a, b, from WITHOUT OVERLAPS)
    private SyntaxList<IdentifierSyntax> KeyFields(out bool isWithoutOverlaps)
    {
        Expect(TokenKind.OpenParen, "'('");
        var fields = new List<IdentifierSyntax>();
        do
            fields.Add(Identifier(FieldName));
        while (Accept(TokenKind.Comma));
        var place = Here;
        isWithoutOverlaps = AcceptWords("WITHOUT", "OVERLAPS");
        if (isWithoutOverlaps && fields.Count == 1)
            throw Error(place, "a key WITHOUT OVERLAPS is of at least one field and then the start of the period");
        Expect(TokenKind.CloseParen, isWithoutOverlaps ? "')'" : "',', WITHOUT OVERLAPS or ')'");
        return [.. fields];
    }

    // (a, b, PERIOD from)
    private SyntaxList<IdentifierSyntax> ReferringFields(out bool hasPeriod)
    {
        Expect(TokenKind.OpenParen, "'('");
        var fields = new List<IdentifierSyntax>();
        do
        {
            hasPeriod = IsWord("PERIOD") && IsNameAt(_at + 1);
            if (hasPeriod && fields.Count == 0)
                throw Error(Here, "a reference with a PERIOD is by at least one field and then the start of the period");
            if (hasPeriod)
                _at++;
            fields.Add(Identifier(FieldName));
        }
        while (!hasPeriod && Accept(TokenKind.Comma));
        Expect(TokenKind.CloseParen, hasPeriod ? "')', since the period comes last" : "',' or ')'");
        return [.. fields];
    }

    private CheckSyntax Check(IdentifierSyntax? name)
    {
        _at++;
        Expect(TokenKind.OpenParen, "'(' before the predicate");
        var predicate = Expression();
        Expect(TokenKind.CloseParen, "')'");
        return new CheckSyntax(name, predicate);
    }

    private ForeignKeySyntax References(IdentifierSyntax? name, SyntaxList<IdentifierSyntax> fields, bool hasPeriod)
    {
        ExpectWord("REFERENCES");
        var principal = Identifier(CollectionName);
        var start = Here;
        var hasPrincipalPeriod = hasPeriod;
        SyntaxList<IdentifierSyntax> principalFields = Kind == TokenKind.OpenParen ? ReferringFields(out hasPrincipalPeriod) : [];
        if (hasPrincipalPeriod != hasPeriod)
            throw Error(start, "PERIOD stands before the last field on both sides of a reference, or on none");
        if (principalFields.Count > 0 && principalFields.Count != fields.Count)
            throw Error(start, $"expected {fields.Count} fields, as many as refer to them, found {principalFields.Count}");
        var onDelete = DeleteAction.Restrict;
        if (IsWord("ON", "UPDATE"))
            throw Refused(Here, "ON UPDATE is not in NQL; the key of a document does not change");
        if (AcceptWords("ON", "DELETE"))
            onDelete = OnDelete();
        return new ForeignKeySyntax(name, fields, principal, principalFields, onDelete, hasPeriod);
    }

    private DeleteAction OnDelete()
    {
        if (AcceptWord("CASCADE"))
            return DeleteAction.Cascade;
        if (AcceptWord("RESTRICT") || AcceptWords("NO", "ACTION"))
            return DeleteAction.Restrict;
        if (AcceptWords("SET", "NULL"))
            return DeleteAction.SetNull;
        if (AcceptWords("SET", "DEFAULT"))
            return DeleteAction.SetDefault;
        throw Unexpected("CASCADE, RESTRICT, NO ACTION, SET NULL or SET DEFAULT", "CASCADE", "RESTRICT", "NO", "SET");
    }
}
