using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax;

internal sealed partial class SyntaxPrinter
{
    private void Query(QuerySyntax query)
    {
        With(query.With);
        switch (query)
        {
            case SelectSyntax select:
                Block(select);
                // The time of the whole comes last: after a source it would be the time of that source.
                Clause(" AS OF ", select.AsOf, Additive);
                Clause(" VALID AS OF ", select.ValidAsOf, Additive);
                break;
            case ValuesSyntax values:
                Values(values);
                Tail(query);
                break;
            case SetOperationSyntax operation:
                Operand(operation.Left);
                Write(operation.Operator switch
                {
                    SetOperator.Union => " UNION ",
                    SetOperator.Except => " EXCEPT ",
                    _ => " INTERSECT ",
                });
                Write(operation.IsAll ? "ALL " : "");
                Operand(operation.Right);
                Tail(query);
                break;
            default:
                throw new InvalidOperationException($"no text for {query.GetType().Name}");
        }
    }

    private void Operand(QuerySyntax query)
    {
        Write("(");
        Query(query);
        Write(")");
    }

    private void With(SyntaxList<CommonTableSyntax> tables)
    {
        if (tables.Count == 0)
            return;
        Write("WITH ");
        Each(tables, table =>
        {
            Name(table.Name);
            if (table.Columns.Count > 0)
                Names(table.Columns);
            Write(" AS ");
            Operand(table.Query);
        });
        Write(" ");
    }

    private void Block(SelectSyntax select)
    {
        if (select.From is null)
            Items(select);
        else
            From(select.From, select.Joins);
        Filters(select);
        if (select.GroupBy is { } keys)
        {
            Write(" GROUP BY ");
            Each(keys, Expression);
        }

        foreach (var aggregate in select.ShortAggregates)
        {
            Write($" {aggregate.Function.Text}");
            Clause(" ", aggregate.Field, Postfix);
        }

        Clause(" HAVING ", select.Having, Lowest);
        if (select is { From: not null, Items: not null })
        {
            Write(" ");
            Items(select);
        }

        Tail(select);
    }

    private void Filters(SelectSyntax select)
    {
        Clause(" WHERE ", select.Where, Lowest);
        Clause(" SEARCH ", select.Search, Additive);
        if (select.Trace is { } trace)
        {
            Write(trace.IsReverse ? " TRACE caused_by REVERSE" : " TRACE caused_by");
            Clause(" DEPTH ", trace.Depth, Additive);
        }

        if (select.Traverse is { } relation)
        {
            Write(" TRAVERSE ");
            Name(relation);
        }
    }

    private void Items(SelectSyntax select)
    {
        Write(select.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        Each(select.Items ?? [], Item);
    }

    private void Item(SelectItemSyntax item)
    {
        Expression(item.Expression);
        if (item.Alias is null)
            return;
        Write(" AS ");
        Name(item.Alias);
    }

    private void Tail(QuerySyntax query)
    {
        if (query.OrderBy.Count > 0)
        {
            Write(" ORDER BY ");
            Each(query.OrderBy, Ordering);
        }

        Clause(" OFFSET ", query.Offset, Additive);
        Clause(" LIMIT ", query.Limit, Additive);
    }

    private void Ordering(OrderingSyntax ordering)
    {
        Expression(ordering.Expression);
        Write(ordering.IsDescending ? " DESC" : "");
    }

    private void Values(ValuesSyntax values)
    {
        Write("VALUES ");
        Each(values.Rows, row => Parenthesized(row.Items, Expression));
    }

    private void From(SourceSyntax source, SyntaxList<JoinSyntax> joins)
    {
        Write("FROM ");
        Source(source);
        foreach (var join in joins)
        {
            Write(join.Kind switch
            {
                JoinKind.Left => " LEFT JOIN ",
                JoinKind.Right => " RIGHT JOIN ",
                JoinKind.Full => " FULL JOIN ",
                JoinKind.Cross => " CROSS JOIN ",
                _ => " JOIN ",
            });
            Write(join.IsLateral ? "LATERAL " : "");
            Source(join.Source);
            Clause(" ON ", join.On, Lowest);
        }
    }

    private void Source(SourceSyntax source)
    {
        switch (source)
        {
            case CollectionSourceSyntax collection:
                Name(collection.Name);
                break;
            case QuerySourceSyntax query:
                Operand(query.Query);
                break;
            case FunctionSourceSyntax function:
                FunctionName(function.Function);
                Parenthesized(function.Arguments, Expression);
                Write(function.HasOrdinality ? " WITH ORDINALITY" : "");
                break;
            default:
                throw new InvalidOperationException($"no text for {source.GetType().Name}");
        }

        Clause(" AS OF ", source.AsOf, Additive);
        Clause(" VALID AS OF ", source.ValidAsOf, Additive);
        if (source.Alias is null)
            return;
        Write(" AS ");
        Name(source.Alias);
        if (source.Columns.Count > 0)
            Names(source.Columns);
    }
}
