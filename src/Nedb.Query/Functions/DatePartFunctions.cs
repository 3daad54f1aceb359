using Nedb.Query.Types;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// The parts of dates, times and durations, as .NET's properties of the same names give them; parts of a timestamptz are those of its own
/// offset.
/// </summary>
internal static class DatePartFunctions
{
    private const ArgumentKinds Dated = Date | Moment;
    private const ArgumentKinds Timed = Time | Moment | Duration;

    private static readonly string[] Names =
    [
        "year", "quarter", "month", "day", "day_of_year", "day_of_week", "hour", "minute", "second", "millisecond", "microsecond",
        "nanosecond", "ticks",
    ];

    public static IEnumerable<ScalarFunction> All =>
    [
        Of("year", Dated), Of("quarter", Dated), Of("month", Dated), Of("day", Dated), Of("day_of_year", Dated), Of("day_of_week", Dated),
        Of("hour", Timed), Of("minute", Timed), Of("second", Timed), Of("millisecond", Timed), Of("microsecond", Timed),
        Of("nanosecond", Timed),
        new("ticks", 1, 1, [Timed], Returns.Int64, static (a, _) => NedbValue.FromInt64(Part("ticks", in a[0]))),
        new("day_number", 1, 1, [Date], Returns.Int32, static (a, _) => NedbValue.FromInt64(a[0].AsDate().DayNumber)),
        new("date_part", 2, 2, [Text, Dated | Timed], Returns.Int64, static (a, _) => DatePart(a[0].AsString(), in a[1])),
        new("date_trunc", 2, 2, [Text, Dated], Returns.Any, static (a, _) => Truncate(a[0].AsString(), in a[1])),
        new("start_of_day", 1, 1, [Dated], Returns.Timestamp, static (a, _) => NedbValue.FromTimestamp(a[0].Kind switch
        {
            ValueKind.Date => a[0].AsDate().ToDateTime(TimeOnly.MinValue),
            ValueKind.Timestamp => a[0].AsTimestamp().Date,
            _ => a[0].AsTimestampOffset().Date,
        })),
        new("time_of_day", 1, 1, [Moment | Time], Returns.Duration, static (a, _) =>
            NedbValue.FromDuration(a[0].Kind == ValueKind.Time ? a[0].AsTime().ToTimeSpan() : Clock(in a[0]))),
        new("days_in_month", 2, 2, [Integer], Returns.Int32, static (a, _) =>
            NedbValue.FromInt64(DateTime.DaysInMonth(checked((int)a[0].AsInt64()), checked((int)a[1].AsInt64())))),
    ];

    private static ScalarFunction Of(string name, ArgumentKinds kinds) =>
        new(name, 1, 1, [kinds], Returns.Int32, (a, _) => NedbValue.FromInt64(Part(name, in a[0])));

    private static NedbValue DatePart(string part, in NedbValue value)
    {
        var name = part.ToLowerInvariant();
        var isKnown = System.Array.IndexOf(Names, name) >= 0;
        if (!isKnown)
            throw ValueErrors.Invalid($"'{part}' is not a part of a date or time{Syntax.NearestName.Hint(name, Names)}");
        var isDated = System.Array.IndexOf(Names, name) < 6;
        var kinds = isDated ? Dated : Timed;
        if (((int)kinds & (1 << (int)value.Kind)) == 0)
            throw ValueErrors.Mismatch($"{ValueErrors.Name(value.Kind)} has no {name}; found {ValueErrors.Show(in value)}");
        return NedbValue.FromInt64(Part(name, in value));
    }

    private static long Part(string name, in NedbValue value)
    {
        switch (name)
        {
            case "year":
                return Calendar(in value).Year;
            case "quarter":
                return (Calendar(in value).Month + 2) / 3;
            case "month":
                return Calendar(in value).Month;
            case "day":
                return Calendar(in value).Day;
            case "day_of_year":
                return Calendar(in value).DayOfYear;
            case "day_of_week":
                return (long)Calendar(in value).DayOfWeek;
            case "ticks":
                return value.Kind == ValueKind.TimestampOffset ? value.AsTimestampOffset().Ticks : value.AsRawTicks();
        }

        var clock = Clock(in value);
        return name switch
        {
            "hour" => clock.Hours,
            "minute" => clock.Minutes,
            "second" => clock.Seconds,
            "millisecond" => clock.Milliseconds,
            "microsecond" => clock.Microseconds,
            _ => clock.Nanoseconds,
        };
    }

    private static DateTime Calendar(in NedbValue value) => value.Kind switch
    {
        ValueKind.Date => value.AsDate().ToDateTime(TimeOnly.MinValue),
        ValueKind.Timestamp => value.AsTimestamp(),
        _ => value.AsTimestampOffset().DateTime,
    };

    private static TimeSpan Clock(in NedbValue value) => value.Kind switch
    {
        ValueKind.Time => value.AsTime().ToTimeSpan(),
        ValueKind.Duration => value.AsDuration(),
        ValueKind.Timestamp => value.AsTimestamp().TimeOfDay,
        _ => value.AsTimestampOffset().TimeOfDay,
    };

    private static NedbValue Truncate(string part, in NedbValue value)
    {
        var moment = Calendar(in value);
        var start = part.ToLowerInvariant() switch
        {
            "year" => new DateTime(moment.Year, 1, 1, 0, 0, 0, moment.Kind),
            "quarter" => new DateTime(moment.Year, ((moment.Month - 1) / 3 * 3) + 1, 1, 0, 0, 0, moment.Kind),
            "month" => new DateTime(moment.Year, moment.Month, 1, 0, 0, 0, moment.Kind),
            // A week begins on Monday, as in ISO 8601.
            "week" => moment.Date.AddDays(-(((int)moment.DayOfWeek + 6) % 7)),
            "day" => moment.Date,
            "hour" => moment.Date.AddHours(moment.Hour),
            "minute" => moment.Date.AddTicks(moment.TimeOfDay.Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute),
            "second" => moment.Date.AddTicks(moment.TimeOfDay.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond),
            var other => throw ValueErrors.Invalid($"'{other}' is not one of year, quarter, month, week, day, hour, minute and second"),
        };
        return value.Kind switch
        {
            ValueKind.Date => NedbValue.FromDate(DateOnly.FromDateTime(start)),
            ValueKind.Timestamp => NedbValue.FromTimestamp(start),
            _ => NedbValue.FromTimestampOffset(new DateTimeOffset(start, value.AsTimestampOffset().Offset)),
        };
    }
}
