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

    /// <summary>The seq or time that a trace is followed at; null for that of its start.</summary>
    public BoundExpression? AsOf { get; set; }

    /// <summary>The place where the view of <see cref="AsOf"/> is kept while the statement runs.</summary>
    public int ViewState { get; init; } = -1;

    public override void MapExpressions(Func<BoundExpression, BoundExpression> map)
    {
        AsOf = AsOf is null ? null : map(AsOf);
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
