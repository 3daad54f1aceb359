using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private AlterCollectionSyntax Alter()
    {
        _at++;
        if (!AcceptWord("COLLECTION") && !AcceptWord("TABLE"))
            throw RefusedDefinition() ?? Unexpected("COLLECTION", "COLLECTION", "TABLE");
        var name = Identifier(CollectionName);
        var actions = new List<AlterActionSyntax>();
        do
        {
            var first = _at;
            var action = Keyword() switch
            {
                "ADD" => Add(),
                "DROP" => DropPart(),
                "RENAME" => Rename(),
                "ALTER" => AlterField(),
                "SET" => SetComment(null),
                _ => throw Unexpected("ADD, DROP, RENAME, ALTER or SET COMMENT", "ADD", "DROP", "RENAME", "ALTER", "SET"),
            };
            actions.Add(action with { Span = Since(first) });
        }
        while (Accept(TokenKind.Comma));
        return new AlterCollectionSyntax(name, [.. actions]);
    }

    // FIELD or COLUMN may stand before the name of a field, and may be the name of one.
    private void AcceptField()
    {
        if (IsAnyWord("FIELD", "COLUMN") && IsNameAt(_at + 1) && !IsAlterationOf(_at))
            _at++;
    }

    private bool IsAlterationOf(int name) =>
        (IsWordAt(name + 1, "TO") && IsNameAt(name + 2) && !IsWordAt(name + 2, "TO")) ||
        (IsWordAt(name + 1, "TYPE") && KindAt(name + 2) == TokenKind.Word && !IsWordAt(name + 2, "TYPE")) ||
        (IsWordAt(name + 1, "SET") && KindAt(name + 2) == TokenKind.Word && !IsWordAt(name + 2, "SET") && !IsWordAt(name + 2, "DROP")) ||
        (IsWordAt(name + 1, "DROP") && KindAt(name + 2) == TokenKind.Word && !IsWordAt(name + 2, "SET") && !IsWordAt(name + 2, "DROP"));

    private AlterActionSyntax Add()
    {
        _at++;
        if (IsConstraint())
            return new AddConstraintSyntax(Constraint());
        if (IsWord("PERIOD") && KindAt(_at + 1) == TokenKind.OpenParen)
            return new AddPeriodSyntax(Period());
        if (IsAnyWord("FIELD", "COLUMN") && KindAt(_at + 2) is TokenKind.Word)
            _at++;
        var constraints = new List<ConstraintSyntax>();
        var field = Field(constraints);
        return new AddFieldSyntax(field, [.. constraints]);
    }

    private AlterActionSyntax DropPart()
    {
        _at++;
        if (IsWord("CONSTRAINT") && IsNameAt(_at + 1))
        {
            _at++;
            return new DropConstraintSyntax(Identifier("the name of the constraint"));
        }

        if (AcceptWords("PRIMARY", "KEY"))
            return new DropConstraintSyntax((IdentifierSyntax?)null);
        if (IsWord("PERIOD") && !IsNameAt(_at + 1))
        {
            _at++;
            return new DropPeriodSyntax();
        }

        if (IsWord("COMMENT") && !IsNameAt(_at + 1))
        {
            _at++;
            return new AlterCommentSyntax(null, null);
        }

        if (IsWord("INDEX") && IsNameAt(_at + 1))
            throw Error(Here, "an index is dropped with DROP INDEX name ON collection");
        if (IsAnyWord("FIELD", "COLUMN") && IsNameAt(_at + 1))
            _at++;
        return new DropFieldSyntax(Identifier("the name of a field, CONSTRAINT, PRIMARY KEY or PERIOD"));
    }

    private AlterActionSyntax Rename()
    {
        _at++;
        if (IsWord("TO") && !IsWordAt(_at + 1, "TO"))
        {
            _at++;
            return new RenameCollectionSyntax(Identifier(CollectionName));
        }

        if (IsWord("INDEX") && !IsAlterationOf(_at))
        {
            _at++;
            var index = Identifier("the name of the index");
            ExpectWord("TO");
            return new RenameIndexSyntax(index, Identifier("the new name of the index"));
        }

        AcceptField();
        var field = Identifier(FieldName);
        ExpectWord("TO");
        return new RenameFieldSyntax(field, Identifier("the new name of the field"));
    }

    private AlterActionSyntax AlterField()
    {
        _at++;
        AcceptField();
        var name = Identifier(FieldName);
        if (AcceptWord("TYPE"))
        {
            var type = Type();
            bool? isNullable = AcceptWord("NULL") ? true : AcceptWords("NOT", "NULL") ? false : null;
            return new AlterFieldTypeSyntax(name, type, isNullable);
        }

        return Keyword() switch
        {
            "NOT" or "NULL" => new AlterFieldTypeSyntax(name, null, Nullability()),
            "SET" => SetOption(name),
            "DROP" => DropOption(name),
            _ => throw Unexpected("TYPE, SET, DROP, NULL or NOT NULL", "TYPE", "SET", "DROP", "NOT", "NULL"),
        };
    }

    private bool Nullability()
    {
        var isNullable = !AcceptWord("NOT");
        ExpectWord("NULL");
        return isNullable;
    }

    private AlterActionSyntax SetOption(IdentifierSyntax name)
    {
        if (IsWordAt(_at + 1, "COMMENT"))
            return SetComment(name);
        _at++;
        switch (Keyword())
        {
            case "DEFAULT":
                _at++;
                return new AlterFieldDefaultSyntax(name, Expression());
            case "COMPUTED" or "GENERATED":
                return new AlterFieldComputedSyntax(name, Computed());
            case "IDENTITY":
                _at++;
                return new AlterFieldIdentitySyntax(name, true);
            case "COLLATE":
                _at++;
                return new AlterFieldCollationSyntax(name, Identifier("the name of a collation"));
            case "NOT" or "NULL":
                return new AlterFieldTypeSyntax(name, null, Nullability());
            default:
                throw Unexpected("DEFAULT, COMPUTED, IDENTITY, COLLATE, COMMENT or NOT NULL", "DEFAULT", "COMPUTED", "IDENTITY", "COLLATE",
                    "COMMENT", "NOT");
        }
    }

    private AlterCommentSyntax SetComment(IdentifierSyntax? field)
    {
        _at++;
        ExpectWord("COMMENT");
        return new AlterCommentSyntax(field, Text("the text of the comment"));
    }

    private AlterActionSyntax DropOption(IdentifierSyntax name)
    {
        _at++;
        if (AcceptWords("NOT", "NULL"))
            return new AlterFieldTypeSyntax(name, null, true);
        AlterActionSyntax action = Keyword() switch
        {
            "DEFAULT" => new AlterFieldDefaultSyntax(name, null),
            "COMPUTED" => new AlterFieldComputedSyntax(name, null),
            "IDENTITY" => new AlterFieldIdentitySyntax(name, false),
            "COLLATE" => new AlterFieldCollationSyntax(name, null),
            "COMMENT" => new AlterCommentSyntax(name, null),
            _ => throw Unexpected("DEFAULT, COMPUTED, IDENTITY, COLLATE, COMMENT or NOT NULL", "DEFAULT", "COMPUTED", "IDENTITY",
                "COLLATE", "COMMENT", "NOT"),
        };
        _at++;
        return action;
    }
}
