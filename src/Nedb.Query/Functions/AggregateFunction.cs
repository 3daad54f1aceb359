using Nedb.Storage.Schema;

namespace Nedb.Query.Functions;

/// <summary>A function of the values of a group.</summary>
/// <param name="name">The name, in lower case.</param>
/// <param name="least">The least number of arguments; 0 lets <c>*</c> stand for them.</param>
/// <param name="most">The greatest number of arguments.</param>
/// <param name="result">The type of the result.</param>
/// <param name="create">Makes the state for a group.</param>
internal sealed class AggregateFunction(string name, int least, int most, ResultType result, Func<Accumulator> create)
{
    /// <summary>Its name, in lower case.</summary>
    public string Name { get; } = name;

    /// <summary>Other names for it.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>The least number of arguments.</summary>
    public int LeastArguments { get; } = least;

    /// <summary>The greatest number of arguments.</summary>
    public int MostArguments { get; } = most;

    /// <summary>Whether the order of its rows can change the result.</summary>
    public bool DependsOnOrder { get; init; }

    /// <summary>Whether the result depends on nothing but the values: not on their order, nor on how they were shared out.</summary>
    public bool IsExact { get; init; }

    /// <summary>The type of the result.</summary>
    public FieldType TypeOf(params ReadOnlySpan<FieldType> arguments) => result(arguments);

    /// <summary>The state for a new group.</summary>
    public Accumulator CreateAccumulator() => create();
}
