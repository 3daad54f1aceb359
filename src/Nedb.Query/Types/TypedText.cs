using System.Globalization;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Types;

/// <summary>Values written as a type and text, as in <c>date "2024-01-31"</c>; CAST of text uses the same forms.</summary>
internal static class TypedText
{
    /// <summary>Whether values of that kind can be written so.</summary>
    public static bool IsLiteralKind(FieldKind kind) => kind is
        FieldKind.Date or FieldKind.Time or FieldKind.Timestamp or FieldKind.TimestampOffset or FieldKind.Duration or FieldKind.Guid
            or FieldKind.Bytes or
        FieldKind.Double or FieldKind.Decimal;

    /// <summary>What text is expected of a kind, for messages.</summary>
    public static string Describe(FieldKind kind) => kind switch
    {
        FieldKind.Date => "yyyy-mm-dd",
        FieldKind.Time => "hh:mm[:ss[.fffffff]]",
        FieldKind.Timestamp => "yyyy-mm-dd[Thh:mm[:ss[.fffffff]]][Z]",
        FieldKind.TimestampOffset => "yyyy-mm-ddThh:mm[:ss[.fffffff]] and an offset like +02:00 or Z",
        FieldKind.Duration => "[-][d.]hh:mm:ss[.fffffff]",
        FieldKind.Guid => "32 hexadecimal digits in groups of 8-4-4-4-12",
        FieldKind.Bytes => "an even number of hexadecimal digits",
        _ => "a number",
    };

    /// <summary>Reads the text of a kind.</summary>
    /// <returns>Whether the text has the form of that kind and lies in its range.</returns>
    public static bool TryParse(FieldKind kind, string text, out NedbValue value)
    {
        value = default;
        switch (kind)
        {
            case FieldKind.Date when TemporalText.TryParseDate(text, out var date):
                value = NedbValue.FromDate(date);
                return true;
            case FieldKind.Time when TemporalText.TryParseTime(text, out var time):
                value = NedbValue.FromTime(time);
                return true;
            case FieldKind.Timestamp when TemporalText.TryParseTimestamp(text, out var timestamp):
                value = NedbValue.FromTimestamp(timestamp);
                return true;
            case FieldKind.TimestampOffset when TemporalText.TryParseTimestampOffset(text, out var instant):
                value = NedbValue.FromTimestampOffset(instant);
                return true;
            case FieldKind.Duration when TemporalText.TryParseDuration(text, out var duration):
                value = NedbValue.FromDuration(duration);
                return true;
            case FieldKind.Guid when Guid.TryParse(text, out var guid):
                value = NedbValue.FromGuid(guid);
                return true;
            case FieldKind.Double when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var binary):
                value = NedbValue.FromDouble(binary);
                return true;
            case FieldKind.Decimal when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact):
                value = NedbValue.FromDecimal(exact);
                return true;
            case FieldKind.Bytes:
                return TryParseHex(text, out value);
            default:
                return false;
        }
    }

    private static bool TryParseHex(string text, out NedbValue value)
    {
        value = default;
        var bytes = new byte[text.Length / 2];
        if (text.Length % 2 != 0 || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        value = NedbValue.FromBytes(bytes);
        return true;
    }
}
