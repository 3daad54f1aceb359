using System.Globalization;

namespace Nedb.Query.Types;

/// <summary>
/// How dates and times are written: ISO 8601 for dates, times and instants, and .NET's constant format for durations
/// (<c>[-][d.]hh:mm:ss[.fffffff]</c>).
/// </summary>
internal static class TemporalText
{
    private const DateTimeStyles NoLeniency = DateTimeStyles.None;

    private static readonly string[] TimeFormats = ["HH:mm:ss.FFFFFFF", "HH:mm"];

    private static readonly string[] TimestampFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd' 'HH:mm", "yyyy-MM-dd",
    ];

    private static readonly string[] OffsetFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd' 'HH:mmzzz",
    ];

    /// <summary>Reads <c>2024-01-31</c>.</summary>
    public static bool TryParseDate(ReadOnlySpan<char> text, out DateOnly value) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, NoLeniency, out value);

    /// <summary>Reads <c>23:59</c>, <c>23:59:58</c> or <c>23:59:58.1234567</c>.</summary>
    public static bool TryParseTime(ReadOnlySpan<char> text, out TimeOnly value) =>
        TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, NoLeniency, out value);

    /// <summary>Reads a date, or a date and a time with <c>T</c> or a space between them. A <c>Z</c> at the end makes it UTC.</summary>
    public static bool TryParseTimestamp(ReadOnlySpan<char> text, out DateTime value)
    {
        var isUtc = text.Length > 10 && text[^1] is 'Z' or 'z';
        if (!DateTime.TryParseExact(isUtc ? text[..^1] : text, TimestampFormats, CultureInfo.InvariantCulture, NoLeniency, out value))
            return false;
        value = DateTime.SpecifyKind(value, isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified);
        return true;
    }

    /// <summary>Reads a date and a time with an offset (<c>+02:00</c>) or <c>Z</c>.</summary>
    public static bool TryParseTimestampOffset(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        if (text.Length > 10 && text[^1] is 'Z' or 'z')
        {
            var isValid = DateTime.TryParseExact(text[..^1], TimestampFormats, CultureInfo.InvariantCulture, NoLeniency, out var utc);
            value = new DateTimeOffset(utc, TimeSpan.Zero);
            return isValid;
        }

        return DateTimeOffset.TryParseExact(text, OffsetFormats, CultureInfo.InvariantCulture, NoLeniency, out value);
    }

    /// <summary>Reads <c>01:30:00</c>, <c>1.00:00:00</c> or <c>-00:00:00.5</c>.</summary>
    public static bool TryParseDuration(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = default;
        return text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Writes a date.</summary>
    public static string Format(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Writes a time of day; a fraction only where there is one.</summary>
    public static string Format(TimeOnly value) => value.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>Writes a date and time; <c>Z</c> at the end where it is UTC.</summary>
    public static string Format(DateTime value) =>
        value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + (value.Kind == DateTimeKind.Utc ? "Z" : "");

    /// <summary>Writes an instant with its offset.</summary>
    public static string Format(DateTimeOffset value) => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    /// <summary>Writes a length of time.</summary>
    public static string Format(TimeSpan value) => value.ToString("c", CultureInfo.InvariantCulture);
}
