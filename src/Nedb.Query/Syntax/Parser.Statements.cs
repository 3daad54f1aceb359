using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Query.Syntax.Nodes.Writes;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private StatementSyntax Statement()
    {
        var first = _at;
        Enter();
        var statement = StatementBody() with { Span = Since(first) };
        Leave();
        return statement;
    }

    private StatementSyntax StatementBody()
    {
        if (AcceptWord("EXPLAIN"))
        {
            var isAnalyze = AcceptWord("ANALYZE");
            return new ExplainSyntax(Statement(), isAnalyze);
        }

        var with = CommonTables();
        if (Kind == TokenKind.OpenParen || IsWord("VALUES"))
            return new QueryStatementSyntax(Query(with));
        if (IsAnyWord("FROM", "SELECT"))
            return QueryOrWrite(with);
        WriteSyntax? write = Keyword() switch
        {
            "INSERT" => Insert(),
            "UPDATE" => Update(),
            "DELETE" => Delete(),
            _ => null,
        };
        if (write is not null)
            return write with { With = with };
        if (with.Count > 0)
            throw Unexpected("FROM, SELECT, INSERT, UPDATE or DELETE after WITH", "FROM", "SELECT", "INSERT", "UPDATE", "DELETE");
        return Keyword() switch
        {
            "PUT" => Put(),
            "LINK" => Link(isUnlink: false),
            "UNLINK" => Link(isUnlink: true),
            "CREATE" => Create(),
            "ALTER" => Alter(),
            "DROP" => Drop(),
            "IF" => If(),
            _ => throw NotAStatement(),
        };
    }

    private IfSyntax If()
    {
        ExpectWord("IF");
        var condition = Expression();
        ExpectWord("THEN");
        var then = Branch("ELSE", "END");
        var otherwise = AcceptWord("ELSE") ? Branch("END") : [];
        ExpectWord("END");
        ExpectWord("IF");
        return new IfSyntax(condition, then, otherwise);
    }

    // ELSE and END would be read as aliases at the end of a query, so every statement of a branch ends with a semicolon.
    private SyntaxList<StatementSyntax> Branch(params ReadOnlySpan<string> ends)
    {
        var statements = new List<StatementSyntax>();
        while (true)
        {
            while (Accept(TokenKind.Semicolon))
            {
            }

            if (IsAnyWord(ends))
                return [.. statements];
            if (Kind == TokenKind.End)
                throw Unexpected("END IF after the statements of IF", "END");
            statements.Add(Statement());
            if (Kind != TokenKind.Semicolon)
                throw Kind == TokenKind.End || IsAnyWord("ELSE", "END")
                    ? Unexpected("';' after the statement: within IF each statement ends with one")
                    : UnexpectedAfterStatement();
        }
    }

    private StatementSyntax QueryOrWrite(SyntaxList<CommonTableSyntax> with)
    {
        var first = _at;
        var clauses = new BlockClauses { IsStatement = true };
        Block(clauses);
        if (clauses.Assignments is not null || clauses.IsDelete)
            return FinishWrite(clauses, first) with { With = with };
        if (clauses.Portion is { } portion)
            throw Error(portion.Span, "FOR PORTION OF stands in UPDATE and DELETE only; VALID AS OF reads what is valid at a moment");
        return new QueryStatementSyntax(Query(with, FinishBlock(clauses, first)));
    }

    private NqlException NotAStatement()
    {
        var word = Keyword();
        var advice = word switch
        {
            "BEGIN" or "START" or "COMMIT" or "ROLLBACK" or "SAVEPOINT" or "RELEASE" or "END" =>
                $"{word} is not a statement of NQL; transactions are begun and ended through the session or connection",
            "REPLACE" or "UPSERT" or "MERGE" => $"{word} is not a statement of NQL; write PUT collection {{…}}",
            "TRUNCATE" => "TRUNCATE is not a statement of NQL; write FROM collection DELETE",
            "SET" or "PRAGMA" or "USE" or "DECLARE" =>
                $"{word} is not a statement of NQL; options are set on the connection, values are given as parameters",
            "GRANT" or "REVOKE" or "DENY" => $"{word} is not a statement of NQL; an embedded database has no users",
            "EXEC" or "EXECUTE" or "CALL" => $"{word} is not a statement of NQL; there are no procedures",
            "SHOW" or "DESCRIBE" => $"{word} is not a statement of NQL; the catalog is read through the connection",
            "VACUUM" or "ANALYZE" or "REINDEX" => $"{word} is not a statement of NQL; the engine looks after its views itself",
            _ => null,
        };
        return advice is null
            ? Unexpected("a statement (FROM, SELECT, PUT, INSERT, UPDATE, DELETE, CREATE, …)", Words.Statements)
            : Refused(Here, advice);
    }
}
