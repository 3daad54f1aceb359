using Nedb.Query.Diagnostics;
using Nedb.Query.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Functions;

public sealed class ScalarFunctionTests
{
    [Theory]
    [InlineData("upper(5)", NqlErrorCode.TypeMismatch, "argument 1 of upper must be text; found an integer: 5")]
    [InlineData("abs('x')", NqlErrorCode.TypeMismatch, "must be a number or a duration")]
    [InlineData("substring('abc', -1)", NqlErrorCode.ValueInvalid, "starts at 0 or later")]
    [InlineData("repeat('abc', 999999999)", NqlErrorCode.ValueInvalid, "repeat makes text")]
    [InlineData("pad_left('a', 5, 'xy')", NqlErrorCode.ValueInvalid, "padded with one character")]
    [InlineData("regexp_like('a', '(')", NqlErrorCode.ValueInvalid, "has no result")]
    [InlineData("regexp_like('a', '(?=a)')", NqlErrorCode.ValueInvalid, "has no result")]
    [InlineData("regexp_like('a', 'a', 'q')", NqlErrorCode.ValueInvalid, "known are i, m, s, x and n")]
    [InlineData("make_date(2024, 2, 30)", NqlErrorCode.ValueInvalid, "make_date(2024, 2, 30) has no result")]
    [InlineData("add_days(date '9999-12-31', 1)", NqlErrorCode.ValueInvalid, "has no result")]
    [InlineData("add_days(date '2024-01-01', 1.5)", NqlErrorCode.TypeMismatch, "counted in integers")]
    [InlineData("date_part('yeer', date '2024-01-01')", NqlErrorCode.ValueInvalid, "did you mean 'year'?")]
    [InlineData("date_part('hour', date '2024-01-01')", NqlErrorCode.TypeMismatch, "has no hour")]
    [InlineData("mod(1, 0)", NqlErrorCode.ValueInvalid, "Division by zero")]
    [InlineData("unhex('xyz')", NqlErrorCode.ValueInvalid, "has no result")]
    [InlineData("utf8_decode(bytes 'ff')", NqlErrorCode.ValueInvalid, "has no result")]
    [InlineData("from_json('{')", NqlErrorCode.ValueInvalid, "is not JSON")]
    [InlineData("json_set([1], [5], 2)", NqlErrorCode.ValueInvalid, "the next new item is 1")]
    [InlineData("json_get({}, '$.a..b')", NqlErrorCode.ValueInvalid, "is not a path")]
    public void A_call_without_a_result_is_a_typed_error(string call, NqlErrorCode code, string part)
    {
        var failure = Assert.Throws<NqlException>(() => Calculator.Compute(call));
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        Assert.Equal(code, failure.Code);
    }

    [Fact]
    public void Null_gives_null_unless_the_function_says_otherwise()
    {
        foreach (var function in FunctionRegistry.AllScalars.Where(function => !function.TakesNull && function.LeastArguments > 0))
            Assert.True(function.Evaluate(new NedbValue[function.LeastArguments], new FunctionContext(TimeProvider.System)).IsNull,
                function.Name);
    }

    [Fact]
    public void Any_values_give_a_value_or_a_typed_error()
    {
        NedbValue[] values =
        [
            NedbValue.Null, NedbValue.True, NedbValue.FromInt64(0), NedbValue.FromInt64(-1), NedbValue.FromInt64(long.MinValue),
                NedbValue.FromInt64(7),
            NedbValue.FromUInt64(ulong.MaxValue), NedbValue.FromDouble(1e300), NedbValue.FromDouble(-0.5), NedbValue.FromDouble(double.NaN),
            NedbValue.FromDecimal(decimal.MaxValue), NedbValue.FromDecimal(2.5m), NedbValue.FromString(""), NedbValue.FromString("day"),
            NedbValue.FromString("\ud83d"), NedbValue.FromString("$.a[0]"), NedbValue.FromBytes([]), NedbValue.FromBytes([1, 255]),
            NedbValue.FromGuid(Guid.Empty), NedbValue.FromDate(DateOnly.MaxValue), NedbValue.FromTime(TimeOnly.MaxValue),
            NedbValue.FromTimestamp(DateTime.MaxValue), NedbValue.FromTimestamp(DateTime.MinValue),
            NedbValue.FromTimestampOffset(new DateTimeOffset(DateTime.MinValue, TimeSpan.Zero)), NedbValue.FromDuration(TimeSpan.MinValue),
            NedbValue.FromDuration(TimeSpan.FromHours(3)), NedbValue.FromArray(NedbArray.Empty),
                NedbValue.FromArray(new([NedbValue.FromInt64(1), default])),
            NedbValue.FromObject(NedbObject.Empty),
        ];
        var random = new Random(99);
        var context = new FunctionContext(TimeProvider.System);
        foreach (var function in FunctionRegistry.AllScalars)
            for (var i = 0; i < 400; i++)
            {
                var count = random.Next(function.LeastArguments, Math.Min(function.MostArguments, function.LeastArguments + 3) + 1);
                var arguments = Enumerable.Range(0, count).Select(_ => values[random.Next(values.Length)]).ToArray();
                try
                {
                    function.Evaluate(arguments, context);
                }
                catch (NqlException)
                {
                }
                catch (Exception failure)
                {
                    Assert.Fail($"{function.Name}({string.Join(", ", arguments.Select(Calculator.Show))}) failed with {failure}");
                }
            }
    }

    [Fact]
    public void Now_stands_still_within_a_statement()
    {
        var context = new FunctionContext(TimeProvider.System);
        var first = FunctionRegistry.FindScalar("now")!.Evaluate([], context);
        Thread.Sleep(20);
        Assert.Equal(first.AsTimestampOffset(), FunctionRegistry.FindScalar("now")!.Evaluate([], context).AsTimestampOffset());
        Assert.NotEqual(first.AsTimestampOffset(),
            FunctionRegistry.FindScalar("now")!.Evaluate([], new FunctionContext(TimeProvider.System)).AsTimestampOffset());
    }
}
