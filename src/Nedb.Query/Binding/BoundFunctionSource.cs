using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>A function that gives rows.</summary>
internal sealed class BoundFunctionSource(int slot, TableFunction function) : BoundSource
{
    public int Slot => slot;

    public TableFunction Function => function;

    /// <summary>The arguments that are values.</summary>
    public List<BoundExpression> Arguments { get; init; } = [];

    /// <summary>The argument that is a collection.</summary>
    public CollectionDefinition? Collection { get; init; }

    /// <summary>The argument that is a query.</summary>
    public BoundQuery? Start { get; init; }

    public override void MapExpressions(Func<BoundExpression, BoundExpression> map)
    {
        for (var i = 0; i < Arguments.Count; i++)
            Arguments[i] = map(Arguments[i]);
        Start?.MapExpressions(map);
    }

    public override void AddSlots(HashSet<int> slots)
    {
        slots.Add(slot);
        Start?.AddSlots(slots);
    }
}
