using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>Dates and times as other kinds of them, only where nothing is lost or made up.</summary>
internal static class ValueMoment
{
    public static bool TryGetDate(NedbValue value, out DateOnly date)
    {
        date = default;
        switch (value.Kind)
        {
            case ValueKind.Date:
                date = value.AsDate();
                return true;
            case ValueKind.Timestamp when value.AsTimestamp().TimeOfDay == TimeSpan.Zero:
                date = DateOnly.FromDateTime(value.AsTimestamp());
                return true;
            default:
                return false;
        }
    }

    public static bool TryGetTime(NedbValue value, out TimeOnly time)
    {
        time = default;
        switch (value.Kind)
        {
            case ValueKind.Time:
                time = value.AsTime();
                return true;
            case ValueKind.Duration when value.AsDuration() >= TimeSpan.Zero && value.AsDuration() < TimeSpan.FromDays(1):
                time = TimeOnly.FromTimeSpan(value.AsDuration());
                return true;
            default:
                return false;
        }
    }

    public static bool TryGetDateTime(NedbValue value, out DateTime moment)
    {
        moment = default;
        switch (value.Kind)
        {
            case ValueKind.Timestamp:
                moment = value.AsTimestamp();
                return true;
            case ValueKind.Date:
                moment = value.AsDate().ToDateTime(TimeOnly.MinValue);
                return true;
            case ValueKind.TimestampOffset when value.AsTimestampOffset().Offset == TimeSpan.Zero:
                moment = value.AsTimestampOffset().UtcDateTime;
                return true;
            default:
                return false;
        }
    }

    public static bool TryGetDateTimeOffset(NedbValue value, out DateTimeOffset instant)
    {
        instant = default;
        switch (value.Kind)
        {
            case ValueKind.TimestampOffset:
                instant = value.AsTimestampOffset();
                return true;
            case ValueKind.Timestamp when value.AsTimestamp().Kind == DateTimeKind.Utc:
                instant = new(value.AsTimestamp());
                return true;
            default:
                return false;
        }
    }

    public static bool TryGetTimeSpan(NedbValue value, out TimeSpan length)
    {
        length = default;
        switch (value.Kind)
        {
            case ValueKind.Duration:
                length = value.AsDuration();
                return true;
            case ValueKind.Time:
                length = value.AsTime().ToTimeSpan();
                return true;
            default:
                return false;
        }
    }
}
