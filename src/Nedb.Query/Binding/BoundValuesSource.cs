namespace Nedb.Query.Binding;

/// <summary>Rows written out.</summary>
internal sealed class BoundValuesSource(int slot, List<List<BoundExpression>> rows) : BoundSource
{
    public int Slot => slot;

    public List<List<BoundExpression>> Rows => rows;

    public override void MapExpressions(Func<BoundExpression, BoundExpression> map)
    {
        foreach (var row in rows)
            for (var i = 0; i < row.Count; i++)
                row[i] = map(row[i]);
    }

    public override void AddSlots(HashSet<int> slots) => slots.Add(slot);
}
