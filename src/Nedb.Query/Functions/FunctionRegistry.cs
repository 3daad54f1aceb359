using System.Collections.Frozen;
using Nedb.Query.Syntax;

namespace Nedb.Query.Functions;

/// <summary>Every function, by its names; case makes no difference.</summary>
internal static class FunctionRegistry
{
    private static readonly FrozenDictionary<string, ScalarFunction> Scalars = LoadScalars();

    private static readonly FrozenDictionary<string, AggregateFunction> Aggregates = LoadAggregates();

    /// <summary>The scalar functions, each once, by name.</summary>
    public static IEnumerable<ScalarFunction> AllScalars =>
        Scalars.Values.Distinct().OrderBy(static function => function.Name, StringComparer.Ordinal);

    /// <summary>The aggregate functions, each once, by name.</summary>
    public static IEnumerable<AggregateFunction> AllAggregates =>
        Aggregates.Values.Distinct().OrderBy(static function => function.Name, StringComparer.Ordinal);

    /// <summary>The scalar function of that name or alias, or null.</summary>
    public static ScalarFunction? FindScalar(string name) => Scalars.GetValueOrDefault(name);

    /// <summary>The aggregate function of that name or alias, or null.</summary>
    public static AggregateFunction? FindAggregate(string name) => Aggregates.GetValueOrDefault(name);

    /// <summary>The end of a message about a function that is not known: <c>; did you mean 'upper'?</c>, or nothing.</summary>
    public static string Hint(string name) => NearestName.Hint(
        name.ToLowerInvariant(),
        Scalars.Keys.Concat(Aggregates.Keys).Order(StringComparer.Ordinal));

    private static FrozenDictionary<string, ScalarFunction> LoadScalars()
    {
        var byName = new Dictionary<string, ScalarFunction>(StringComparer.OrdinalIgnoreCase);
        IEnumerable<ScalarFunction>[] all =
        [
            TextFunctions.All, TextSearchFunctions.All, WordFunctions.All, PatternFunctions.All,
            NumberFunctions.All, TrigonometricFunctions.All,
            ClockFunctions.All,
            DatePartFunctions.All, DateMathFunctions.All, DateMakingFunctions.All, DurationFunctions.All, IdentityFunctions.All,
            BytesFunctions.All,
            ArrayFunctions.All, JsonFunctions.All, ChoiceFunctions.All,
        ];
        foreach (var function in all.SelectMany(static functions => functions))
        {
            byName.Add(function.Name, function);
            foreach (var alias in function.Aliases)
                byName.Add(alias, function);
        }

        return byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static FrozenDictionary<string, AggregateFunction> LoadAggregates()
    {
        var byName = new Dictionary<string, AggregateFunction>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in AggregateFunctions.All)
        {
            byName.Add(function.Name, function);
            foreach (var alias in function.Aliases)
                byName.Add(alias, function);
        }

        return byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
