using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Tests.Syntax;

internal sealed partial class RandomSyntax
{
    public QuerySyntax Query(int depth)
    {
        QuerySyntax query = Next(8) switch
        {
            0 when depth > 0 => new SetOperationSyntax((SetOperator)Next(3), Chance(40), Query(depth - 1), Query(depth - 1)),
            1 => new ValuesSyntax(Rows(depth)),
            _ => Select(depth),
        };
        query = query with
        {
            With = Chance(15) ? List(1, 2, () => new CommonTableSyntax(Name(), List(0, 2, Name), Query(depth - 1))) : [],
            OrderBy = Chance(30) ? List(1, 3, () => new OrderingSyntax(Expression(depth - 1), Chance(50))) : [],
            Offset = Maybe(depth - 1, 15),
            Limit = Maybe(depth - 1, 15),
        };
        // After FROM alone a time would be the time of the source.
        return query is SelectSyntax { Where: not null } select
            ? select with { AsOf = Maybe(depth - 1, 20), ValidAsOf = Maybe(depth - 1, 20) }
            : query;
    }

    private SyntaxList<RowSyntax> Rows(int depth)
    {
        var width = 1 + Next(3);
        return List(1, 3, () => new RowSyntax(List(width, width, () => Expression(depth - 1))));
    }

    private SelectSyntax Select(int depth)
    {
        var hasFrom = Chance(85);
        var hasItems = !hasFrom || Chance(60);
        return new SelectSyntax
        {
            From = hasFrom ? Source(depth - 1) : null,
            Joins = hasFrom && Chance(40) ? List(1, 3, () => Join(depth - 1)) : [],
            Where = Maybe(depth - 1),
            Search = Maybe(depth - 1, 10),
            Trace = Chance(10) ? new TraceSyntax(Chance(50), Maybe(depth - 1)) : null,
            Traverse = MaybeName(10),
            GroupBy = Chance(20) ? List(1, 3, () => Expression(depth - 1)) : null,
            ShortAggregates = hasItems || Chance(80) ? [] : Aggregates(),
            Having = Maybe(depth - 1, 10),
            Items = hasItems ? List(1, 4, () => Item(depth - 1)) : null,
            IsDistinct = hasItems && Chance(20),
        };
    }

    private SyntaxList<ShortAggregateSyntax> Aggregates() =>
        Chance(50)
            ? [new ShortAggregateSyntax(new IdentifierSyntax("COUNT"), null)]
            : [new ShortAggregateSyntax(new IdentifierSyntax("sum"), Path(0)),
                new ShortAggregateSyntax(new IdentifierSyntax("MAX"), Path(1))];

    private SelectItemSyntax Item(int depth) => Next(10) switch
    {
        0 => new SelectItemSyntax(new StarSyntax((IdentifierSyntax?)null), null),
        1 => new SelectItemSyntax(new StarSyntax(Name()), null),
        _ => new SelectItemSyntax(Expression(depth), MaybeName()),
    };

    private ExpressionSyntax Path(int depth)
    {
        ExpressionSyntax path = new NameSyntax(List(1, 3, Name));
        if (Chance(40))
            path = new IndexSyntax(path, Expression(depth - 1));
        return path is IndexSyntax && Chance(40) ? new MemberSyntax(path, Name()) : path;
    }

    private JoinSyntax Join(int depth)
    {
        var kind = (JoinKind)Next(5);
        var isLateral = Chance(30);
        return new JoinSyntax(kind, isLateral, Source(depth), kind == JoinKind.Cross || (isLateral && Chance(50)) ? null
            : Expression(depth));
    }

    private SourceSyntax Source(int depth)
    {
        SourceSyntax source = Next(6) switch
        {
            0 or 1 when depth > 0 => new QuerySourceSyntax(Query(depth)),
            2 => new FunctionSourceSyntax(Name(), List(0, 3, () => Expression(depth)), Chance(30)),
            _ => new CollectionSourceSyntax(Name()),
        };
        source = source with { AsOf = Maybe(depth, 15), ValidAsOf = Maybe(depth, 15), Alias = MaybeName() };
        return source.Alias is null ? source : source with { Columns = Chance(20) ? List(1, 3, Name) : [] };
    }
}
