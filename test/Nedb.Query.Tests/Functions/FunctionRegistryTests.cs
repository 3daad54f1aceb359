using Nedb.Query.Functions;

namespace Nedb.Query.Tests.Functions;

public sealed class FunctionRegistryTests
{
    [Fact]
    public void Every_name_is_in_lower_snake_case_and_found_in_any_case()
    {
        foreach (var function in FunctionRegistry.AllScalars)
            foreach (var name in function.Aliases.Prepend(function.Name))
            {
                Assert.Matches("^[a-z][a-z0-9_]*$", name);
                Assert.Same(function, FunctionRegistry.FindScalar(name.ToUpperInvariant()));
            }

        foreach (var function in FunctionRegistry.AllAggregates)
            Assert.Same(function, FunctionRegistry.FindAggregate(function.Name.ToUpperInvariant()));
    }

    [Fact]
    public void No_name_is_a_scalar_and_an_aggregate_function()
    {
        foreach (var function in FunctionRegistry.AllAggregates)
            foreach (var name in function.Aliases.Prepend(function.Name))
                Assert.Null(FunctionRegistry.FindScalar(name));
    }

    [Theory]
    [InlineData("uper", "upper")]
    [InlineData("sumn", "sum")]
    [InlineData("add_day", "add_days")]
    public void A_mistyped_name_gets_a_hint(string typed, string meant) =>
        Assert.Equal($"; did you mean '{meant}'?", FunctionRegistry.Hint(typed));
}
