using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Query.Syntax.Nodes.Writes;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private const string CollectionName = "the name of a collection";

    private PutSyntax Put()
    {
        _at++;
        AcceptWord("INTO");
        var collection = Identifier(CollectionName);
        var documents = new List<ExpressionSyntax>();
        do
        {
            if (Kind is not (TokenKind.OpenBrace or TokenKind.Parameter))
                throw Unexpected("a document: {field: value, …} or a parameter");
            documents.Add(Kind == TokenKind.OpenBrace ? Object() : Parameter());
        }
        while (Accept(TokenKind.Comma));
        var put = new PutSyntax(collection, [.. documents]);
        return (PutSyntax)WithDetails(put);
    }

    private WriteSyntax Insert()
    {
        _at++;
        if (IsWord("OR"))
            throw Refused(Here, "INSERT OR … is not in NQL; write PUT collection {…} to write over a document");
        ExpectWord("INTO");
        var collection = Identifier(CollectionName);
        if (AcceptWord("AS"))
            Identifier("a name after AS");
        SyntaxList<IdentifierSyntax>? fields = null;
        if (Kind == TokenKind.OpenParen && !ParenthesesHoldQuery(_at))
            fields = NameList("the name of a field");
        if (fields is not null)
            RefuseTwice(fields);
        QuerySyntax? rows = null;
        if (!AcceptWords("DEFAULT", "VALUES"))
        {
            if (Kind != TokenKind.OpenParen && !IsAnyWord("VALUES", "FROM", "SELECT", "WITH"))
                throw Unexpected("VALUES, a query or DEFAULT VALUES", "VALUES", "FROM", "SELECT", "WITH", "DEFAULT");
            var start = Here;
            rows = Query();
            if (fields is not null && rows is ValuesSyntax values && values.Rows[0].Items.Count != fields.Count)
                throw Error(start, $"expected {fields.Count} values, one for each field, found {values.Rows[0].Items.Count}");
        }
        else if (fields is not null)
        {
            throw Error(fields[0].Span, "DEFAULT VALUES gives every field its default and takes no list of fields");
        }

        if (IsWord("ON"))
            throw Refused(Here, "ON CONFLICT is not in NQL; write PUT collection {…} to write over a document");
        return WithDetails(new InsertSyntax(collection, fields, rows));
    }

    private void RefuseTwice(SyntaxList<IdentifierSyntax> fields)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
            if (!seen.Add(field.Text))
                throw Error(field.Span, $"the field '{field.Text}' is named twice");
    }

    // SQL's order of words: UPDATE c AS a SET … [FROM …] [WHERE …].
    private WriteSyntax Update()
    {
        var first = _at++;
        var name = Identifier(CollectionName);
        var named = SourceDetails(new CollectionSourceSyntax(name)) with { Span = Since(first + 1) };
        var clauses = new BlockClauses { IsStatement = true };
        if (IsWord("FOR", "PORTION"))
        {
            WriteClause(clauses);
            // The alias may stand behind the portion, as PostgreSQL has it.
            if (named.Alias is null)
                named = SourceDetails(named) with { Span = named.Span };
        }

        ExpectWord("SET");
        clauses.Seen["UPDATE"] = _tokens[first].Span;
        clauses.Assignments = Assignments();
        Block(clauses);
        if (clauses.From is null)
        {
            clauses.From = named;
        }
        else if (named.Alias is null && FindSource(clauses, name) is not null)
        {
            clauses.Target = name;
        }
        else
        {
            clauses.Joins.Insert(0, new JoinSyntax(JoinKind.Cross, false, clauses.From, null) { Span = clauses.From.Span });
            clauses.From = named;
        }

        return FinishWrite(clauses, first);
    }

    // The source that a name means by its alias.
    private static SourceSyntax? FindSource(BlockClauses clauses, IdentifierSyntax name)
    {
        if (clauses.From?.Alias is { } alias && alias == name)
            return clauses.From;
        foreach (var join in clauses.Joins)
            if (join.Source.Alias == name)
                return join.Source;
        return null;
    }

    // SQL's order of words: DELETE [alias] FROM c [AS a] [JOIN …] [WHERE …].
    private WriteSyntax Delete()
    {
        var first = _at++;
        var clauses = new BlockClauses { IsStatement = true, IsDelete = true };
        clauses.Seen["DELETE"] = _tokens[first].Span;
        if (!IsWord("FROM") || IsWordAt(_at + 1, "FROM"))
            clauses.Target = Identifier("FROM");
        if (!IsWord("FROM"))
            throw Unexpected("FROM", "FROM");
        Block(clauses);
        return FinishWrite(clauses, first);
    }

    private SyntaxList<AssignmentSyntax> Assignments()
    {
        var assignments = new List<AssignmentSyntax>();
        do
        {
            var first = _at;
            if (Kind == TokenKind.OpenParen)
                throw Refused(Here, "SET (a, b) = … is not in NQL; write each assignment by itself");
            var target = Path("the name of a field");
            Expect(TokenKind.Equal, "'=' after the field");
            if (assignments.Exists(other => other.Target == target))
                throw Error(target.Span, $"the field {_source.Slice(target.Span)} is assigned twice");
            assignments.Add(new AssignmentSyntax(target, ValueToWrite()) { Span = Since(first) });
        }
        while (Accept(TokenKind.Comma));
        return [.. assignments];
    }

    private LinkSyntax Link(bool isUnlink)
    {
        _at++;
        var from = LinkEnd();
        Expect(TokenKind.Minus, "'-relation->' after the first document");
        var relation = Identifier("the name of a relation");
        Expect(TokenKind.Arrow, "'->' after the relation");
        var link = new LinkSyntax(from, relation, LinkEnd(), isUnlink);
        return (LinkSyntax)WithDetails(link);
    }

    private LinkEndSyntax LinkEnd()
    {
        var first = _at;
        var collection = Identifier(CollectionName);
        Expect(TokenKind.Colon, "':' and the key of the document, as in users:\"alice\"");
        if (!Accept(TokenKind.OpenParen))
            return new LinkEndSyntax(collection, [KeyValue()]) { Span = Since(first) };
        var key = ExpressionList();
        Expect(TokenKind.CloseParen, "',' or ')'");
        return new LinkEndSyntax(collection, key) { Span = Since(first) };
    }

    // One value: an expression in full would take the '-' of '-relation->' for a minus.
    private ExpressionSyntax KeyValue()
    {
        if (Kind == TokenKind.Minus && KindAt(_at + 1) == TokenKind.Number)
            return Unary();
        if (Kind is TokenKind.Number or TokenKind.Text or TokenKind.Parameter
            || (Kind == TokenKind.Word && KindAt(_at + 1) == TokenKind.Text))
            return Primary();
        throw Unexpected("the key: a value, a parameter, or values in parentheses");
    }
}
