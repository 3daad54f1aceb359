using Nedb.Query.Execution;
using Nedb.Query.Types;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// Functions that move dates and times. Years and months are counted in whole ones and end at the last day of a shorter month; a time of
/// day goes round at midnight.
/// </summary>
internal static class DateMathFunctions
{
    private static readonly string[] Parts =
        ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond", "tick"];

    public static IEnumerable<ScalarFunction> All =>
    [
        Calendar("add_years", "year"), Calendar("add_months", "month"),
        new("add_days", 2, 2, [Date | Moment, Number], Returns.First, static (a, _) => Add("day", in a[1], in a[0])),
        Clock("add_hours", "hour"), Clock("add_minutes", "minute"), Clock("add_seconds", "second"),
        Clock("add_milliseconds", "millisecond"),
        Clock("add_microseconds", "microsecond"), Clock("add_ticks", "tick"),
        new("add", 2, 2, [Time | Moment | Duration, Duration], Returns.First, static (a, _) => Shift(in a[0], a[1].AsDuration())),
        new("date_add", 3, 3, [Text, Number, Date | Time | Moment], Returns.Any, static (a, _) =>
            Add(a[0].AsString().ToLowerInvariant(), in a[1], in a[2])),
        new("date_diff", 3, 3, [Text, Date | Moment, Date | Moment], Returns.Int64, static (a, _) =>
            Difference(a[0].AsString(), in a[1], in a[2])),
        new("is_between", 3, 3, [Time], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(a[0].AsTime().IsBetween(a[1].AsTime(), a[2].AsTime()))),
    ];

    private static ScalarFunction Calendar(string name, string part) =>
        new(name, 2, 2, [Date | Moment, Integer], Returns.First, (a, _) => Add(part, in a[1], in a[0]));

    private static ScalarFunction Clock(string name, string part) =>
        new(name, 2, 2, [Time | Moment, Number], Returns.First, (a, _) => Add(part, in a[1], in a[0]));

    private static NedbValue Add(string part, in NedbValue amount, in NedbValue value)
    {
        switch (part)
        {
            case "year":
                return AddMonths(in value, checked(WholeOf(in amount) * 12));
            case "quarter":
                return AddMonths(in value, checked(WholeOf(in amount) * 3));
            case "month":
                return AddMonths(in value, WholeOf(in amount));
            case "week" or "day" when value.Kind == ValueKind.Date:
                return NedbValue.FromDate(value.AsDate().AddDays(checked(WholeOf(in amount) * (part == "week" ? 7 : 1))));
            case "week" or "day" when value.Kind == ValueKind.Time:
                throw ValueErrors.Mismatch($"a time of day has no days; found {ValueErrors.Show(in value)}");
        }

        if (value.Kind == ValueKind.Date)
            throw ValueErrors.Mismatch($"a date has no {part}; write timestamp(x) first");
        var unit = part switch
        {
            "week" => TimeSpan.TicksPerDay * 7,
            "day" => TimeSpan.TicksPerDay,
            "hour" => TimeSpan.TicksPerHour,
            "minute" => TimeSpan.TicksPerMinute,
            "second" => TimeSpan.TicksPerSecond,
            "millisecond" => TimeSpan.TicksPerMillisecond,
            "microsecond" => TimeSpan.TicksPerMicrosecond,
            "tick" => 1,
            _ => throw ValueErrors.Invalid($"'{part}' is not a part of a date or time{Syntax.NearestName.Hint(part, Parts)}"),
        };
        return Shift(in value, Span(in amount, unit));
    }

    /// <summary>
    /// A number of units as a duration. Integers and decimals are exact; a binary number is taken to the nearest tick below, as .NET does.
    /// </summary>
    internal static TimeSpan Span(in NedbValue amount, long ticks)
    {
        switch (amount.Kind)
        {
            case ValueKind.Double:
                var binary = amount.AsDouble();
                var product = binary * ticks;
                return Math.Abs(product) < long.MaxValue ? new TimeSpan((long)product)
                    : throw new OverflowException("the length of time is too great");
            case ValueKind.Decimal:
                return new TimeSpan((long)(amount.AsDecimal() * ticks));
            default:
                return new TimeSpan(checked((long)(Arithmetic.ToInt128(in amount) * ticks)));
        }
    }

    private static NedbValue Shift(in NedbValue value, TimeSpan by) => value.Kind switch
    {
        ValueKind.Time => NedbValue.FromTime(value.AsTime().Add(by)),
        ValueKind.Timestamp => NedbValue.FromTimestamp(value.AsTimestamp().Add(by)),
        ValueKind.Duration => NedbValue.FromDuration(value.AsDuration().Add(by)),
        _ => NedbValue.FromTimestampOffset(value.AsTimestampOffset().Add(by)),
    };

    private static NedbValue AddMonths(in NedbValue value, int months) => value.Kind switch
    {
        ValueKind.Date => NedbValue.FromDate(value.AsDate().AddMonths(months)),
        ValueKind.Timestamp => NedbValue.FromTimestamp(value.AsTimestamp().AddMonths(months)),
        ValueKind.TimestampOffset => NedbValue.FromTimestampOffset(value.AsTimestampOffset().AddMonths(months)),
        _ => throw ValueErrors.Mismatch($"a time of day has no months; found {ValueErrors.Show(in value)}"),
    };

    private static int WholeOf(in NedbValue amount) => amount.Kind is ValueKind.Int64
        ? checked((int)amount.AsInt64())
        : throw ValueErrors.Mismatch($"years, months and the days of a date are counted in integers; found {ValueErrors.Show(in amount)}");

    // How many borders of the part lie between the two, as SQL's DATEDIFF counts.
    private static NedbValue Difference(string part, in NedbValue from, in NedbValue to)
    {
        long start = TicksOf(in from), end = TicksOf(in to);
        DateTime first = new(start), last = new(end);
        var months = ((last.Year - first.Year) * 12L) + last.Month - first.Month;
        return NedbValue.FromInt64(part.ToLowerInvariant() switch
        {
            "year" => last.Year - first.Year,
            "quarter" => ((last.Year - first.Year) * 4L) + ((last.Month - 1) / 3) - ((first.Month - 1) / 3),
            "month" => months,
            // 0001-01-01 was a Monday, with which a week begins.
            "week" => Borders(TimeSpan.TicksPerDay * 7),
            "day" => Borders(TimeSpan.TicksPerDay),
            "hour" => Borders(TimeSpan.TicksPerHour),
            "minute" => Borders(TimeSpan.TicksPerMinute),
            "second" => Borders(TimeSpan.TicksPerSecond),
            "millisecond" => Borders(TimeSpan.TicksPerMillisecond),
            "microsecond" => Borders(TimeSpan.TicksPerMicrosecond),
            "tick" => end - start,
            var other => throw ValueErrors.Invalid($"'{other}' is not a part of a date or time{Syntax.NearestName.Hint(other, Parts)}"),
        });

        long Borders(long unit) => (end / unit) - (start / unit);
    }

    private static long TicksOf(in NedbValue value) =>
        value.Kind == ValueKind.Date ? value.AsRawTicks() * TimeSpan.TicksPerDay : value.AsRawTicks();
}
