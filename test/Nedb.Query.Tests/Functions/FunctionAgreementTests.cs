using System.Numerics;
using Nedb.Query.Diagnostics;
using Nedb.Query.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Functions;

/// <summary>Functions against .NET's own methods over random values.</summary>
public sealed class FunctionAgreementTests
{
    private static readonly FunctionContext Context = new(TimeProvider.System);

    private readonly Random _random = new(4711);

    [Fact]
    public void Parts_of_timestamps_are_those_of_DateTime()
    {
        for (var i = 0; i < 2_000; i++)
        {
            var moment = new DateTime(_random.NextInt64(DateTime.MaxValue.Ticks));
            var value = NedbValue.FromTimestamp(moment);
            Assert.Equal(moment.Year, Integer("year", value));
            Assert.Equal(moment.Month, Integer("month", value));
            Assert.Equal(moment.Day, Integer("day", value));
            Assert.Equal(moment.DayOfYear, Integer("day_of_year", value));
            Assert.Equal((int)moment.DayOfWeek, Integer("day_of_week", value));
            Assert.Equal(moment.Hour, Integer("hour", value));
            Assert.Equal(moment.Second, Integer("second", value));
            Assert.Equal(moment.Microsecond, Integer("microsecond", value));
            Assert.Equal(moment.Nanosecond, Integer("nanosecond", value));
            Assert.Equal(moment.Ticks, Integer("ticks", value));
        }
    }

    [Fact]
    public void Parts_and_totals_of_durations_are_those_of_TimeSpan()
    {
        for (var i = 0; i < 2_000; i++)
        {
            var span = new TimeSpan(_random.NextInt64(-TimeSpan.TicksPerDay * 999, TimeSpan.TicksPerDay * 999));
            var value = NedbValue.FromDuration(span);
            Assert.Equal(span.Days, Integer("days", value));
            Assert.Equal(span.Hours, Integer("hour", value));
            Assert.Equal(span.Milliseconds, Integer("millisecond", value));
            Assert.Equal(span.TotalHours, Evaluate("total_hours", value).AsDouble());
            Assert.Equal(span.Duration(), Evaluate("abs", value).AsDuration());
        }
    }

    [Fact]
    public void Adding_to_a_timestamp_is_what_DateTime_adds()
    {
        for (var i = 0; i < 2_000; i++)
        {
            var moment = new DateTime(_random.NextInt64(TimeSpan.TicksPerDay * 400_000, TimeSpan.TicksPerDay * 900_000));
            var value = NedbValue.FromTimestamp(moment);
            int months = _random.Next(-500, 500), seconds = _random.Next(-100_000, 100_000);
            Assert.Equal(moment.AddMonths(months), Evaluate("add_months", value, NedbValue.FromInt64(months)).AsTimestamp());
            Assert.Equal(moment.AddYears(months / 12), Evaluate("add_years", value, NedbValue.FromInt64(months / 12)).AsTimestamp());
            Assert.Equal(moment.AddSeconds(seconds), Evaluate("add_seconds", value, NedbValue.FromInt64(seconds)).AsTimestamp());
            Assert.Equal(moment.AddDays(seconds / 4d), Evaluate("add_days", value, NedbValue.FromDouble(seconds / 4d)).AsTimestamp());
        }
    }

    [Fact]
    public void Rounding_is_that_of_Math()
    {
        for (var i = 0; i < 2_000; i++)
        {
            var number = Math.Round((_random.NextDouble() - 0.5) * 1000, 3);
            var digits = _random.Next(4);
            Assert.Equal(Math.Round(number, digits), Evaluate("round", NedbValue.FromDouble(number), NedbValue.FromInt64(digits))
                .AsDouble());
            Assert.Equal(
                Math.Round((decimal)number, digits),
                Evaluate("round", NedbValue.FromDecimal((decimal)number), NedbValue.FromInt64(digits)).AsDecimal());
            Assert.Equal(Math.Floor(number), Evaluate("floor", NedbValue.FromDouble(number)).AsDouble());
            Assert.Equal(Math.Truncate((decimal)number), Evaluate("truncate", NedbValue.FromDecimal((decimal)number)).AsDecimal());
        }
    }

    [Fact]
    public void A_sum_of_integers_is_exact_or_an_error()
    {
        for (var i = 0; i < 500; i++)
        {
            var sum = FunctionRegistry.FindAggregate("sum")!.CreateAccumulator();
            BigInteger expected = 0;
            for (var count = _random.Next(1, 20); count > 0; count--)
            {
                var number = _random.NextInt64(long.MinValue, long.MaxValue);
                expected += number;
                sum.Add([NedbValue.FromInt64(number)]);
            }

            if (expected >= long.MinValue && expected <= ulong.MaxValue)
                Assert.Equal(expected, sum.GetResult() is { Kind: ValueKind.UInt64 } large ? large.AsUInt64() : sum.GetResult().AsInt64());
            else
                Assert.Equal(NqlErrorCode.ValueInvalid, Assert.Throws<NqlException>(() => sum.GetResult()).Code);
        }
    }

    private static long Integer(string name, NedbValue argument) => Evaluate(name, argument).AsInt64();

    private static NedbValue Evaluate(string name, params NedbValue[] arguments) =>
        FunctionRegistry.FindScalar(name)!.Evaluate(arguments, Context);
}
