using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Writes;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private static readonly string[] ClausesOfQueries =
        ["SELECT", "GROUP BY", "HAVING"];

    private WriteSyntax WithDetails(WriteSyntax write)
    {
        var clauses = new BlockClauses { IsStatement = true, IsDelete = true };
        while (DetailClause(clauses))
        {
        }

        return write with { Details = clauses.Details, Returning = clauses.Returning };
    }

    private bool WriteClause(BlockClauses clauses)
    {
        switch (Keyword())
        {
            case "UPDATE":
                Once(clauses, "UPDATE");
                if (!IsWord("SET") || IsWordAt(_at + 1, "SET"))
                    clauses.Target = Identifier("SET");
                ExpectWord("SET");
                clauses.Assignments = Assignments();
                return true;
            case "DELETE":
                Once(clauses, "DELETE");
                clauses.IsDelete = true;
                if (BareAlias() is { } target)
                    clauses.Target = target;
                return true;
            case "FOR" when IsWordAt(_at + 1, "PORTION"):
                Once(clauses, "FOR PORTION OF");
                _at++;
                ExpectWord("OF");
                ExpectWord("VALID");
                clauses.Portion = Portion();
                return true;
            default:
                return DetailClause(clauses);
        }
    }

    private bool DetailClause(BlockClauses clauses)
    {
        var details = clauses.Details;
        switch (Keyword())
        {
            case "RETURNING":
                Once(clauses, "RETURNING");
                clauses.Returning = SelectItems();
                return true;
            case "CAUSED":
                Once(clauses, "CAUSED BY");
                ExpectWord("BY");
                clauses.Details = details with { CausedBy = Causes() };
                return true;
            case "EVIDENCE":
                Once(clauses, "EVIDENCE");
                clauses.Details = details with { Evidence = Additive() };
                return true;
            case "CONFIDENCE":
                Once(clauses, "CONFIDENCE");
                clauses.Details = details with { Confidence = Additive() };
                return true;
            case "IDEMPOTENCY":
                Once(clauses, "IDEMPOTENCY KEY");
                ExpectWord("KEY");
                clauses.Details = details with { IdempotencyKey = Additive() };
                return true;
            case "EXPIRES":
                Once(clauses, "EXPIRES AT");
                ExpectWord("AT");
                clauses.Details = details with { ExpiresAt = Additive() };
                return true;
            case "VALID" when IsWordAt(_at + 1, "FROM") || IsWordAt(_at + 1, "TO"):
                Once(clauses, "VALID FROM … TO");
                clauses.Details = ValidPeriod(details);
                return true;
            default:
                return false;
        }
    }

    private WriteDetailsSyntax ValidPeriod(WriteDetailsSyntax details)
    {
        if (AcceptWord("FROM"))
            details = details with { ValidFrom = Additive() };
        if (AcceptWord("TO"))
            details = details with { ValidTo = Additive() };
        return details;
    }

    private PortionSyntax Portion()
    {
        var first = _at;
        var from = AcceptWord("FROM") ? Additive() : null;
        var to = AcceptWord("TO") ? Additive() : null;
        return from is null && to is null ? throw Unexpected("FROM or TO", "FROM", "TO") : new(from, to) { Span = Since(first) };
    }

    private ExpressionSyntax Causes()
    {
        var first = _at;
        var cause = Additive();
        if (cause is RowSyntax row)
            return new ArraySyntax(row.Items) { Span = row.Span };
        if (Kind != TokenKind.Comma)
            return cause;
        var causes = new List<ExpressionSyntax> { cause };
        while (Accept(TokenKind.Comma))
            causes.Add(Additive());
        return new ArraySyntax([.. causes]) { Span = Since(first) };
    }

    private WriteSyntax FinishWrite(BlockClauses clauses, int first)
    {
        if (clauses.Assignments is not null && clauses.IsDelete)
            throw Error(clauses.Seen["DELETE"], "a statement has UPDATE or DELETE, not both");
        foreach (var clause in ClausesOfQueries)
            if (clauses.Seen.TryGetValue(clause, out var place))
                throw Error(place, $"{clause} cannot stand in a statement that writes; put it into a subquery, or use RETURNING");
        if (clauses.Portion is not null && (clauses.Limit ?? clauses.Offset) is { } limit)
            throw Error(limit.Span, "LIMIT and OFFSET cannot stand with FOR PORTION OF; choose the documents in WHERE");
        if (clauses.Portion is not null && (clauses.Details.ValidFrom ?? clauses.Details.ValidTo) is { } period)
            throw Error(period.Span, "VALID FROM … TO cannot stand with FOR PORTION OF, which says the period of what is written");
        if (clauses.ShortAggregates.Count > 0)
            throw Error(clauses.ShortAggregates[0].Span, "an aggregate cannot stand in a statement that writes; put it into a subquery");
        clauses.Items = null;
        var rows = FinishBlock(clauses, first);
        WriteSyntax write = clauses.Assignments is { } assignments
            ? new UpdateSyntax(rows, clauses.Target, assignments, clauses.Portion)
            : new DeleteSyntax(rows, clauses.Target, clauses.Portion);
        return write with { Details = clauses.Details, Returning = clauses.Returning };
    }
}
