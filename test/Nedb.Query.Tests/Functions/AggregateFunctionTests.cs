using Nedb.Query.Diagnostics;
using Nedb.Query.Functions;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Functions;

public sealed class AggregateFunctionTests
{
    [Theory]
    [InlineData("count", "[1, null, 'x']", "2")]
    [InlineData("count", "[]", "0")]
    [InlineData("sum", "[1, null, 2]", "3")]
    [InlineData("sum", "[]", "null")]
    [InlineData("sum", "[9223372036854775807, 9223372036854775807, -9223372036854775807]", "9223372036854775807")]
    [InlineData("sum", "[1, 2.5m]", "3.5m")]
    [InlineData("sum", "[1, 2.5]", "3.5")]
    [InlineData("sum", "[0.1, 0.2, 0.3, -0.3, -0.2, -0.1]", "0.0")]
    [InlineData("sum", "[duration '01:00:00', duration '00:30:00']", "duration '01:30:00'")]
    [InlineData("avg", "[1, 2]", "1.5")]
    [InlineData("avg", "[1.0m, 2.5m]", "1.75m")]
    [InlineData("avg", "[null]", "null")]
    [InlineData("avg", "[duration '01:00:00', duration '00:30:00']", "duration '00:45:00'")]
    [InlineData("min", "[3, null, 1.5m]", "1.5m")]
    [InlineData("max", "['b', 'a']", "'b'")]
    [InlineData("max", "[date '2024-01-01', date '2025-01-01']", "date '2025-01-01'")]
    [InlineData("string_agg", "['a', null, 'b']", "'a,b'")]
    [InlineData("array_agg", "[1, null]", "[1, null]")]
    [InlineData("array_agg", "[]", "null")]
    [InlineData("bool_and", "[true, null, false]", "false")]
    [InlineData("bool_or", "[false, true]", "true")]
    [InlineData("bool_or", "[]", "null")]
    [InlineData("variance", "[2, 4, 4, 4, 5, 5, 7, 9]", "4.571428571428571")]
    [InlineData("stdev_pop", "[2, 4, 4, 4, 5, 5, 7, 9]", "2.0")]
    [InlineData("stdev", "[5]", "null")]
    public void An_aggregate_of_values_is(string name, string values, string expected)
    {
        var accumulator = FunctionRegistry.FindAggregate(name)!.CreateAccumulator();
        foreach (var value in Calculator.Compute(values).AsArray())
            accumulator.Add([value]);
        Assert.Equal(Calculator.Show(Calculator.Compute(expected)), Calculator.Show(accumulator.GetResult()));
    }

    [Theory]
    [InlineData("sum", "['x']", NqlErrorCode.TypeMismatch)]
    [InlineData("sum", "[1, duration '01:00:00']", NqlErrorCode.TypeMismatch)]
    [InlineData("sum", "[18446744073709551615, 1]", NqlErrorCode.ValueInvalid)]
    [InlineData("sum", "[79228162514264337593543950335m, 1m]", NqlErrorCode.ValueInvalid)]
    [InlineData("bool_and", "[1]", NqlErrorCode.TypeMismatch)]
    [InlineData("stdev", "['x']", NqlErrorCode.TypeMismatch)]
    public void An_aggregate_without_a_result_is_a_typed_error(string name, string values, NqlErrorCode code)
    {
        var accumulator = FunctionRegistry.FindAggregate(name)!.CreateAccumulator();
        var failure = Assert.Throws<NqlException>(() =>
        {
            foreach (var item in ((ArraySyntax)Parser.ParseExpression(values)).Items)
                accumulator.Add([Calculator.Compute(SyntaxPrinter.Print(item))]);
            accumulator.GetResult();
        });
        Assert.Equal(code, failure.Code);
    }

    [Fact]
    public void Count_of_rows_counts_rows_without_values()
    {
        var accumulator = FunctionRegistry.FindAggregate("COUNT")!.CreateAccumulator();
        accumulator.Add([]);
        accumulator.Add([]);
        Assert.Equal(2, accumulator.GetResult().AsInt64());
    }

    [Fact]
    public void A_separator_stands_between_texts()
    {
        var accumulator = FunctionRegistry.FindAggregate("string_agg")!.CreateAccumulator();
        foreach (var text in (string[])["a", "b", "c"])
            accumulator.Add([NedbValue.FromString(text), NedbValue.FromString(" - ")]);
        Assert.Equal("a - b - c", accumulator.GetResult().AsString());
    }
}
