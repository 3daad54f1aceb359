using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private const string FieldName = "the name of a field";

    private DefinitionSyntax Create()
    {
        _at++;
        if (IsAnyWord("COLLECTION", "TABLE"))
            return CreateCollection();
        var isUnique = AcceptWord("UNIQUE");
        if (IsWord("INDEX"))
            return CreateIndex(isUnique);
        throw RefusedDefinition() ?? Unexpected(isUnique ? "INDEX" : "COLLECTION, INDEX or UNIQUE INDEX", "COLLECTION", "TABLE", "INDEX",
            "UNIQUE");
    }

    private Nedb.Query.Diagnostics.NqlException? RefusedDefinition() => Keyword() switch
    {
        "VIEW" or "TRIGGER" or "SEQUENCE" or "PROCEDURE" or "FUNCTION" or "SCHEMA" or "DATABASE" or "USER" or "ROLE" or "TYPE"
            or "MATERIALIZED" or "TEMP"
            or "TEMPORARY" => Refused(Here, $"{Keyword()} is not something that NQL can define; it has collections and indexes"),
        _ => null,
    };

    private bool IfNotExists()
    {
        if (!IsWord("IF", "NOT"))
            return false;
        _at += 2;
        ExpectWord("EXISTS");
        return true;
    }

    private bool IfExists() => AcceptWords("IF", "EXISTS");

    private CreateCollectionSyntax CreateCollection()
    {
        _at++;
        var isIfNotExists = IfNotExists();
        var name = Identifier(CollectionName);
        if (Kind != TokenKind.OpenParen)
        {
            if (IsWord("AS"))
                throw Refused(Here, "CREATE … AS query is not in NQL; create the collection, then INSERT INTO it the query");
            return new CreateCollectionSyntax(name, isIfNotExists, null, [], null, Comment());
        }

        _at++;
        var fields = new List<FieldSyntax>();
        var constraints = new List<ConstraintSyntax>();
        PeriodSyntax? period = null;
        if (Kind != TokenKind.CloseParen)
            do
                period = CollectionItem(fields, constraints, period);
            while (Accept(TokenKind.Comma));
        Expect(TokenKind.CloseParen, "',' or ')'");
        RefuseTwice([.. fields.Select(field => field.Name)]);
        if (constraints.OfType<PrimaryKeySyntax>().Skip(1).FirstOrDefault() is { } second)
            throw Error(second.Span, "a collection has one primary key; write a key of several fields as PRIMARY KEY (a, b)");
        return new CreateCollectionSyntax(name, isIfNotExists, [.. fields], [.. constraints], period, Comment());
    }

    private PeriodSyntax? CollectionItem(List<FieldSyntax> fields, List<ConstraintSyntax> constraints, PeriodSyntax? period)
    {
        if (IsConstraint())
        {
            constraints.Add(Constraint());
        }
        else if (IsWord("PERIOD") && KindAt(_at + 1) == TokenKind.OpenParen)
        {
            if (period is not null)
                throw Error(Here, "a collection has one period");
            period = Period();
        }
        else
        {
            fields.Add(Field(constraints));
        }

        return period;
    }

    private PeriodSyntax Period()
    {
        var first = _at++;
        Expect(TokenKind.OpenParen, "'('");
        var from = Identifier("the field that holds the start of the period");
        Expect(TokenKind.Comma, "','");
        var to = Identifier("the field that holds the end of the period");
        Expect(TokenKind.CloseParen, "')'");
        return new PeriodSyntax(from, to) { Span = Since(first) };
    }

    private string? Comment() => AcceptWord("COMMENT") ? Text("the text of the comment") : null;

    private string Text(string expected)
    {
        if (Kind != TokenKind.Text)
            throw Unexpected($"{expected} in quotes");
        return TextEscapes.Unescape(_source, _tokens[_at++].Span);
    }

    private CreateIndexSyntax CreateIndex(bool isUnique)
    {
        _at++;
        var isIfNotExists = IfNotExists();
        var name = Identifier("the name of the index");
        ExpectWord("ON");
        var collection = Identifier(CollectionName);
        var fields = IndexFields();
        var method = IndexMethod.Ordered;
        var start = Here;
        if (AcceptWord("USING"))
        {
            start = Here;
            method = Keyword() switch
            {
                "EQ" => IndexMethod.Equality,
                "ORDERED" => IndexMethod.Ordered,
                "SEARCH" => IndexMethod.Search,
                _ => throw Unexpected("eq, ordered or search", "eq", "ordered", "search"),
            };
            _at++;
        }

        if (isUnique && method == IndexMethod.Search)
            throw Error(start, "an index USING search cannot be UNIQUE");
        if (IsWord("INCLUDE"))
            throw Refused(Here, "INCLUDE is not in NQL; name the fields in the index");
        var filter = AcceptWord("WHERE") ? Expression() : null;
        return new CreateIndexSyntax(name, collection, fields, method, isUnique, isIfNotExists, filter);
    }

    private SyntaxList<IndexFieldSyntax> IndexFields()
    {
        Expect(TokenKind.OpenParen, "'(' before the fields");
        var fields = new List<IndexFieldSyntax>();
        do
        {
            var first = _at;
            var name = Identifier(FieldName);
            if (Kind is TokenKind.OpenParen or TokenKind.Dot or TokenKind.OpenBracket)
                throw Refused(Here, "an index is over fields, not over expressions; index a COMPUTED field instead");
            var isDescending = AcceptWord("DESC");
            if (!isDescending)
                AcceptWord("ASC");
            fields.Add(new IndexFieldSyntax(name, isDescending) { Span = Since(first) });
        }
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.CloseParen, "',' or ')'");
        RefuseTwice([.. fields.Select(field => field.Name)]);
        return [.. fields];
    }

    private DefinitionSyntax Drop()
    {
        _at++;
        if (IsAnyWord("COLLECTION", "TABLE"))
        {
            _at++;
            var isIfExists = IfExists();
            return new DropCollectionSyntax(Identifier(CollectionName), isIfExists);
        }

        if (AcceptWord("INDEX"))
        {
            var isIfExists = IfExists();
            var name = Identifier("the name of the index");
            ExpectWord("ON");
            return new DropIndexSyntax(name, Identifier(CollectionName), isIfExists);
        }

        throw RefusedDefinition() ?? Unexpected("COLLECTION or INDEX", "COLLECTION", "TABLE", "INDEX");
    }
}
