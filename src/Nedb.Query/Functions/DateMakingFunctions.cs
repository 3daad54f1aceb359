using Nedb.Query.Types;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>Functions that make dates and times of their parts, and of each other.</summary>
internal static class DateMakingFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        new("date", 1, 1, [Text | Date | Moment], Returns.Date, static (a, _) => Casts.Cast(in a[0], new FieldType(FieldKind.Date))),
        new("time", 1, 1, [Text | Time | Moment | Duration], Returns.Time, static (a, _) =>
            Casts.Cast(in a[0], new FieldType(FieldKind.Time))),
        new("timestamp", 1, 2, [Text | Date | Moment, Time], Returns.Timestamp, static (a, _) => Timestamp(a)),
        new("timestamptz", 1, 2, [Text | Date | Moment, Duration | Integer], Returns.Instant, static (a, _) => Instant(a)),
        new("make_date", 3, 3, [Integer], Returns.Date, static (a, _) =>
            NedbValue.FromDate(new DateOnly(Int(in a[0]), Int(in a[1]), Int(in a[2])))),
        new("make_time", 2, 5, [Integer], Returns.Time, static (a, _) =>
            NedbValue.FromTime(new TimeOnly(Int(in a[0]), Int(in a[1]), Int(a, 2), Int(a, 3), Int(a, 4)))),
        new("make_timestamp", 3, 8, [Integer], Returns.Timestamp, static (a, _) => NedbValue.FromTimestamp(new DateTime(
            Int(in a[0]), Int(in a[1]), Int(in a[2]), Int(a, 3), Int(a, 4), Int(a, 5), Int(a, 6), Int(a, 7)))),
        new("date_from_day_number", 1, 1, [Integer], Returns.Date, static (a, _) =>
            NedbValue.FromDate(DateOnly.FromDayNumber(Int(in a[0])))),
        new("to_unix_seconds", 1, 1, [Moment], Returns.Int64, static (a, _) => NedbValue.FromInt64(Utc(in a[0]).ToUnixTimeSeconds())),
        new("to_unix_milliseconds", 1, 1, [Moment], Returns.Int64, static (a, _) =>
            NedbValue.FromInt64(Utc(in a[0]).ToUnixTimeMilliseconds())),
        new("from_unix_seconds", 1, 1, [Integer], Returns.Instant, static (a, _) =>
            NedbValue.FromTimestampOffset(DateTimeOffset.FromUnixTimeSeconds(a[0].AsInt64()))),
        new("from_unix_milliseconds", 1, 1, [Integer], Returns.Instant, static (a, _) =>
            NedbValue.FromTimestampOffset(DateTimeOffset.FromUnixTimeMilliseconds(a[0].AsInt64()))),
        new("to_universal", 1, 1, [Moment], Returns.First, static (a, context) => ToUniversal(in a[0], context)),
        new("to_local", 1, 1, [Moment], Returns.First, static (a, context) =>
            ToLocal(in a[0], context)) { Stability = FunctionStability.Statement },
        new("to_offset", 2, 2, [ArgumentKinds.Instant, Duration | Integer], Returns.Instant, static (a, _) =>
            NedbValue.FromTimestampOffset(a[0].AsTimestampOffset().ToOffset(Offset(in a[1])))),
        new("offset_of", 1, 1, [ArgumentKinds.Instant], Returns.Duration, static (a, _) =>
            NedbValue.FromDuration(a[0].AsTimestampOffset().Offset)),
        new("utc_timestamp", 1, 1, [ArgumentKinds.Instant], Returns.Timestamp, static (a, _) =>
            NedbValue.FromTimestamp(a[0].AsTimestampOffset().UtcDateTime)),
        new("specify_kind", 2, 2, [ArgumentKinds.Timestamp, Text], Returns.Timestamp, static (a, _) =>
            NedbValue.FromTimestamp(DateTime.SpecifyKind(a[0].AsTimestamp(), KindOf(a[1].AsString())))),
    ];

    private static int Int(in NedbValue value) => checked((int)value.AsInt64());

    private static int Int(ReadOnlySpan<NedbValue> arguments, int index) => index < arguments.Length ? Int(in arguments[index]) : 0;

    private static NedbValue Timestamp(ReadOnlySpan<NedbValue> a)
    {
        if (a.Length == 1)
            return Casts.Cast(in a[0], new FieldType(FieldKind.Timestamp));
        return a[0].Kind == ValueKind.Date
            ? NedbValue.FromTimestamp(a[0].AsDate().ToDateTime(a[1].AsTime()))
            : throw ValueErrors.Mismatch($"timestamp(date, time) takes a date; found {ValueErrors.Show(in a[0])}");
    }

    private static NedbValue Instant(ReadOnlySpan<NedbValue> a)
    {
        if (a.Length == 1)
            return Casts.Cast(in a[0], new FieldType(FieldKind.TimestampOffset));
        var moment = Casts.Cast(in a[0], new FieldType(FieldKind.Timestamp)).AsTimestamp();
        return NedbValue.FromTimestampOffset(new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Unspecified), Offset(in a[1])));
    }

    // An offset is a duration, or a number of minutes.
    private static TimeSpan Offset(in NedbValue value) =>
        value.Kind == ValueKind.Duration ? value.AsDuration() : TimeSpan.FromMinutes(Int(in value));

    private static DateTimeOffset Utc(in NedbValue value) =>
        value.Kind == ValueKind.TimestampOffset ? value.AsTimestampOffset() : new DateTimeOffset(value.AsRawTicks(), TimeSpan.Zero);

    // Only a timestamp that says that it is local is moved by the time zone; one that says nothing is taken as UTC already.
    private static NedbValue ToUniversal(in NedbValue value, FunctionContext context)
    {
        if (value.Kind == ValueKind.TimestampOffset)
            return NedbValue.FromTimestampOffset(value.AsTimestampOffset().ToUniversalTime());
        var moment = value.AsTimestamp();
        return NedbValue.FromTimestamp(moment.Kind == DateTimeKind.Local
            ? TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(moment, DateTimeKind.Unspecified), context.TimeZone)
            : DateTime.SpecifyKind(moment, DateTimeKind.Utc));
    }

    private static NedbValue ToLocal(in NedbValue value, FunctionContext context)
    {
        if (value.Kind == ValueKind.TimestampOffset)
            return NedbValue.FromTimestampOffset(TimeZoneInfo.ConvertTime(value.AsTimestampOffset(), context.TimeZone));
        var moment = value.AsTimestamp();
        return moment.Kind == DateTimeKind.Local
            ? value
            : NedbValue.FromTimestamp(DateTime.SpecifyKind(
                TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(moment, DateTimeKind.Utc), context.TimeZone),
                DateTimeKind.Local));
    }

    private static DateTimeKind KindOf(string name) => name.ToLowerInvariant() switch
    {
        "utc" => DateTimeKind.Utc,
        "local" => DateTimeKind.Local,
        "unspecified" => DateTimeKind.Unspecified,
        _ => throw ValueErrors.Invalid($"'{name}' is not a kind of timestamp; known are utc, local and unspecified"),
    };
}
