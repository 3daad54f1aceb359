using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Types;

internal static partial class Casts
{
    private static NedbValue ToTyped(in NedbValue value, FieldKind kind)
    {
        if (value.Kind == ValueKind.String)
            return TypedText.TryParse(kind, value.AsString(), out var parsed) ? parsed : throw NotWrittenAs(in value, kind);
        return (kind, value.Kind) switch
        {
            (FieldKind.Guid, ValueKind.Guid) => value,
            (FieldKind.Guid, ValueKind.Bytes) when value.AsBytes().Length == 16 => NedbValue.FromGuid(new Guid(value.AsBytes())),
            (FieldKind.Date, ValueKind.Date) => value,
            (FieldKind.Date, ValueKind.Timestamp) => NedbValue.FromDate(DateOnly.FromDateTime(value.AsTimestamp())),
            (FieldKind.Date, ValueKind.TimestampOffset) => NedbValue.FromDate(DateOnly.FromDateTime(value.AsTimestampOffset().DateTime)),
            (FieldKind.Time, ValueKind.Time) => value,
            (FieldKind.Time, ValueKind.Timestamp) => NedbValue.FromTime(TimeOnly.FromDateTime(value.AsTimestamp())),
            (FieldKind.Time, ValueKind.TimestampOffset) => NedbValue.FromTime(TimeOnly.FromDateTime(value.AsTimestampOffset().DateTime)),
            (FieldKind.Time, ValueKind.Duration) => ToTime(in value),
            (FieldKind.Timestamp, ValueKind.Timestamp) => value,
            (FieldKind.Timestamp, ValueKind.Date) => NedbValue.FromTimestamp(value.AsDate().ToDateTime(TimeOnly.MinValue)),
            (FieldKind.Timestamp, ValueKind.TimestampOffset) => NedbValue.FromTimestamp(value.AsTimestampOffset().DateTime),
            (FieldKind.TimestampOffset, ValueKind.TimestampOffset) => value,
            // Without an offset of its own a timestamp is taken as UTC: the time zone of the machine must not change an answer.
            (FieldKind.TimestampOffset, ValueKind.Timestamp) =>
                NedbValue.FromTimestampOffset(new DateTimeOffset(value.AsRawTicks(), TimeSpan.Zero)),
            (FieldKind.TimestampOffset, ValueKind.Date) =>
                NedbValue.FromTimestampOffset(new DateTimeOffset(value.AsDate().ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)),
            (FieldKind.Duration, ValueKind.Duration) => value,
            (FieldKind.Duration, ValueKind.Time) => NedbValue.FromDuration(value.AsTime().ToTimeSpan()),
            _ => throw CannotCast(in value, kind),
        };
    }

    private static NedbValue ToTime(in NedbValue value)
    {
        var ticks = value.AsRawTicks();
        return ticks is >= 0 and < TimeSpan.TicksPerDay
            ? NedbValue.FromTime(new TimeOnly(ticks))
            : throw ValueErrors.Invalid($"{ValueErrors.Show(in value)} is not less than a day, so that it is no time of day");
    }
}
