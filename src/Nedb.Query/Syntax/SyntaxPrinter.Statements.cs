using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;
using Nedb.Query.Syntax.Nodes.Writes;

namespace Nedb.Query.Syntax;

internal sealed partial class SyntaxPrinter
{
    private void Statement(StatementSyntax statement)
    {
        switch (statement)
        {
            case QueryStatementSyntax query:
                Query(query.Query);
                break;
            case ExplainSyntax explain:
                Write(explain.IsAnalyze ? "EXPLAIN ANALYZE " : "EXPLAIN ");
                Statement(explain.Statement);
                break;
            case IfSyntax conditional:
                If(conditional);
                break;
            case WriteSyntax write:
                With(write.With);
                WriteBody(write);
                Details(write);
                break;
            case DefinitionSyntax definition:
                Definition(definition);
                break;
            default:
                throw new InvalidOperationException($"no text for {statement.GetType().Name}");
        }
    }

    private void If(IfSyntax conditional)
    {
        Write("IF ");
        Expression(conditional.Condition);
        Write(" THEN");
        Branch(conditional.Then);
        if (conditional.Else.Count > 0)
            Write(" ELSE");
        Branch(conditional.Else);
        Write(" END IF");
    }

    private void Branch(SyntaxList<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            Write(" ");
            Statement(statement);
            Write(";");
        }
    }

    private void WriteBody(WriteSyntax write)
    {
        switch (write)
        {
            case PutSyntax put:
                Write("PUT ");
                Name(put.Collection);
                Write(" ");
                Each(put.Documents, Expression);
                break;
            case InsertSyntax insert:
                Insert(insert);
                break;
            case UpdateSyntax update:
                Query(update.Rows);
                Portion(update.Portion);
                Write(" UPDATE");
                Target(update.Target);
                Write(" SET ");
                Each(update.Assignments, Assignment);
                break;
            case DeleteSyntax delete:
                Query(delete.Rows);
                Portion(delete.Portion);
                Write(" DELETE");
                Target(delete.Target);
                break;
            case LinkSyntax link:
                Write(link.IsUnlink ? "UNLINK " : "LINK ");
                LinkEnd(link.From);
                Write(" -");
                Name(link.Relation);
                Write("-> ");
                LinkEnd(link.To);
                break;
            default:
                throw new InvalidOperationException($"no text for {write.GetType().Name}");
        }
    }

    private void Insert(InsertSyntax insert)
    {
        Write("INSERT INTO ");
        Name(insert.Collection);
        Write(" ");
        if (insert.Fields is { } fields)
        {
            Names(fields);
            Write(" ");
        }

        if (insert.Rows is null)
            Write("DEFAULT VALUES");
        else
            Query(insert.Rows);
    }

    private void Portion(PortionSyntax? portion)
    {
        if (portion is null)
            return;
        Write(" FOR PORTION OF VALID");
        Clause(" FROM ", portion.From, Additive);
        Clause(" TO ", portion.To, Additive);
    }

    private void Target(IdentifierSyntax? target)
    {
        if (target is null)
            return;
        Write(" ");
        Name(target);
    }

    private void Assignment(AssignmentSyntax assignment)
    {
        // A path is written without the parentheses that an expression would need.
        Expression(assignment.Target, Postfix);
        Write(" = ");
        Expression(assignment.Value);
    }

    private void LinkEnd(LinkEndSyntax end)
    {
        Name(end.Collection);
        Write(":");
        Parenthesized(end.Key, Expression);
    }

    private void Details(WriteSyntax write)
    {
        if (write.Returning is { } returning)
        {
            Write(" RETURNING ");
            Each(returning, Item);
        }

        var details = write.Details;
        Clause(" CAUSED BY ", details.CausedBy, Additive);
        Clause(" EVIDENCE ", details.Evidence, Additive);
        Clause(" CONFIDENCE ", details.Confidence, Additive);
        if (details.ValidFrom is not null || details.ValidTo is not null)
            Write(" VALID");
        Clause(" FROM ", details.ValidFrom, Additive);
        Clause(" TO ", details.ValidTo, Additive);
        Clause(" EXPIRES AT ", details.ExpiresAt, Additive);
        Clause(" IDEMPOTENCY KEY ", details.IdempotencyKey, Additive);
    }
}
