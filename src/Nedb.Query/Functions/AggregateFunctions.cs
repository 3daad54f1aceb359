namespace Nedb.Query.Functions;

/// <summary>The aggregate functions. All leave out null but array_agg, and give null for no values but count, which gives 0.</summary>
internal static class AggregateFunctions
{
    public static IEnumerable<AggregateFunction> All =>
    [
        new("count", 0, 1, Returns.Int64, static () => new CountAccumulator()) { IsExact = true, Aliases = ["long_count", "count_big"] },
        new("sum", 1, 1, Returns.Widened, static () => new SumAccumulator()) { IsExact = true },
        new("avg", 1, 1, Returns.Mean, static () => new AverageAccumulator()) { IsExact = true, Aliases = ["average"] },
        new("min", 1, 1, Returns.First, static () => new ExtremeAccumulator(-1)) { IsExact = true },
        new("max", 1, 1, Returns.First, static () => new ExtremeAccumulator(1)) { IsExact = true },
        new("string_agg", 1, 2, Returns.Text, static () =>
            new TextAccumulator()) { DependsOnOrder = true, Aliases = ["group_concat", "listagg"] },
        new("array_agg", 1, 1, Returns.Array, static () => new ArrayAccumulator()) { DependsOnOrder = true },
        new("bool_and", 1, 1, Returns.Boolean, static () => new BooleanAccumulator(isAnd: true)) { Aliases = ["every"] },
        new("bool_or", 1, 1, Returns.Boolean, static () => new BooleanAccumulator(isAnd: false)),
        new("stdev", 1, 1, Returns.Double, static () =>
            new VarianceAccumulator(isSample: true, isRoot: true)) { Aliases = ["stddev", "stddev_samp"] },
        new("stdev_pop", 1, 1, Returns.Double, static () =>
            new VarianceAccumulator(isSample: false, isRoot: true)) { Aliases = ["stdevp", "stddev_pop"] },
        new("variance", 1, 1, Returns.Double, static () =>
            new VarianceAccumulator(isSample: true, isRoot: false)) { Aliases = ["var", "var_samp"] },
        new("variance_pop", 1, 1, Returns.Double, static () =>
            new VarianceAccumulator(isSample: false, isRoot: false)) { Aliases = ["varp", "var_pop"] },
    ];
}
