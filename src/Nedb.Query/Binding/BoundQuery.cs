namespace Nedb.Query.Binding;

/// <summary>A query whose names are resolved. It is changed only while it is bound and planned, by one thread.</summary>
internal abstract class BoundQuery
{
    /// <summary>What it gives: expressions over the slots that its plan sets.</summary>
    public List<BoundColumn> Columns { get; set; } = [];

    public List<BoundOrdering> OrderBy { get; set; } = [];

    public BoundExpression? Offset { get; set; }

    public BoundExpression? Limit { get; set; }

    /// <summary>The slot that the columns are computed into as a row of their own; -1 where they are read lazily.</summary>
    public int RowSlot { get; set; } = -1;

    /// <summary>The slot of a set operation that the rows are finally given in; -1 for none.</summary>
    public int SharedSlot { get; set; } = -1;

    /// <summary>The columns before they were computed into <see cref="RowSlot"/>.</summary>
    public List<BoundColumn> LazyColumns { get; set; } = [];

    /// <summary>Whether no document of a collection can be in more than one row.</summary>
    public virtual bool GivesDocumentsOnce => false;

    /// <summary>Maps every expression of the query in place, those of its sources and subqueries included.</summary>
    public virtual void MapExpressions(Func<BoundExpression, BoundExpression> map)
    {
        MapColumns(Columns, map);
        MapColumns(LazyColumns, map);
        for (var i = 0; i < OrderBy.Count; i++)
            OrderBy[i] = OrderBy[i] with { Expression = map(OrderBy[i].Expression) };
        Offset = Offset is null ? null : map(Offset);
        Limit = Limit is null ? null : map(Limit);
    }

    /// <summary>Adds the slots that the query itself sets, at any depth.</summary>
    public abstract void AddSlots(HashSet<int> slots);

    /// <summary>Makes the plan compute the columns into a row of their own.</summary>
    public void Materialize(int slot)
    {
        if (RowSlot >= 0)
            return;
        RowSlot = slot;
        LazyColumns = Columns;
        Columns = [.. LazyColumns.Select((column, i) =>
            new BoundColumn(column.Name, new BoundRowValue(slot, i, column.Expression.Type, column.Expression.IsNullable)))];
    }

    protected static void MapList(List<BoundExpression> expressions, Func<BoundExpression, BoundExpression> map)
    {
        for (var i = 0; i < expressions.Count; i++)
            expressions[i] = map(expressions[i]);
    }

    private static void MapColumns(List<BoundColumn> columns, Func<BoundExpression, BoundExpression> map)
    {
        for (var i = 0; i < columns.Count; i++)
            columns[i] = columns[i] with { Expression = map(columns[i].Expression) };
    }
}
