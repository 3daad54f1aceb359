using System.Globalization;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>Points of transaction time and of valid time, from the kinds of values that may name them.</summary>
internal static class Moments
{
    /// <summary>An instant: a date is its midnight and a timestamp without offset is taken as UTC, unless it says that it is
    /// local.</summary>
    public static DateTimeOffset ToInstant(in NedbValue value) => FindInstant(in value)
        ?? throw new NqlException(
            NqlErrorCode.ValueInvalid,
            $"AS OF needs a seq or a timestamp; found {value}. Write for example AS OF 12 or AS OF \"2024-02-15T12:00:00Z\".");

    /// <summary>As <see cref="ToInstant"/>; null where the value is no instant.</summary>
    public static DateTimeOffset? FindInstant(in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.TimestampOffset:
                return value.AsTimestampOffset();
            case ValueKind.Timestamp:
                var time = value.AsTimestamp();
                return time.Kind == DateTimeKind.Local ? new(time) : new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
            case ValueKind.Date:
                return new(value.AsDate().ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
            case ValueKind.String when TryParse(value.AsString(), out var parsed):
                return FindInstant(in parsed);
            default:
                return null;
        }
    }

    /// <summary>A tick of valid time, as <see cref="Period"/> counts them.</summary>
    public static long ToPeriodTick(in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Date:
                return value.AsDate().DayNumber * TimeSpan.TicksPerDay;
            case ValueKind.Timestamp or ValueKind.TimestampOffset:
                return value.AsRawTicks();
            case ValueKind.String when TryParse(value.AsString(), out var parsed):
                return ToPeriodTick(in parsed);
            default:
                throw new NqlException(
                    NqlErrorCode.ValueInvalid,
                        $"Valid time is a date, a timestamp or a timestamptz; found {value}. Write for example date \"2024-02-15\".");
        }
    }

    /// <summary>A bound of a period as a value: a timestamp, or null where there is no bound.</summary>
    public static NedbValue FromPeriodTick(long tick) => tick is long.MinValue or long.MaxValue
        ? default
        : NedbValue.FromTimestamp(new DateTime(tick, DateTimeKind.Unspecified));

    private static bool TryParse(string text, out NedbValue value)
    {
        const DateTimeStyles Styles = DateTimeStyles.RoundtripKind;
        var culture = CultureInfo.InvariantCulture;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date))
            value = NedbValue.FromDate(date);
        else if (HasOffset(text) && DateTimeOffset.TryParse(text, culture, DateTimeStyles.None, out var instant))
            value = NedbValue.FromTimestampOffset(instant);
        else if (text.Length >= 10 && DateTime.TryParse(text, culture, Styles, out var time))
            value = NedbValue.FromTimestamp(time);
        else
            value = default;
        return !value.IsNull;
    }

    /// <summary>A date has two dashes; an offset is a <c>Z</c> at the end, a plus, or a third dash.</summary>
    private static bool HasOffset(string text) => text.EndsWith('Z') || text.Contains('+') || text.AsSpan().Count('-') > 2;
}
