using System.Globalization;
using System.Text;

namespace Nedb.Storage.Values;

/// <summary>Writes values as NQL literals.</summary>
public static class ValueFormatter
{
    /// <summary>
    /// The value as an NQL literal, for example <c>"text"</c>, <c>1.5m</c> or <c>date "2024-01-01"</c>; bytes are hexadecimal.
    /// </summary>
    public static string ToLiteral(NedbValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, in NedbValue value)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (value.Kind)
        {
            case ValueKind.Null:
                text.Append("null");
                return;
            case ValueKind.Boolean:
                text.Append(value.AsBoolean() ? "true" : "false");
                return;
            case ValueKind.Int64:
                text.Append(culture, $"{value.AsInt64()}");
                return;
            case ValueKind.UInt64:
                text.Append(culture, $"{value.AsUInt64()}");
                return;
            case ValueKind.Double:
                AppendDouble(text, value.AsDouble());
                return;
            case ValueKind.Decimal:
                text.Append(culture, $"{value.AsDecimal()}m");
                return;
            case ValueKind.String:
                AppendText(text, value.AsString());
                return;
            case ValueKind.Bytes:
                AppendTyped(text, "bytes", Convert.ToHexStringLower(value.AsBytes()));
                return;
            case ValueKind.Guid:
                AppendTyped(text, "guid", value.AsGuid().ToString());
                return;
            case ValueKind.Date:
                AppendTyped(text, "date", value.AsDate().ToString("yyyy-MM-dd", culture));
                return;
            case ValueKind.Time:
                AppendTyped(text, "time", value.AsTime().ToString("HH:mm:ss.FFFFFFF", culture));
                return;
            case ValueKind.Timestamp:
                // A local kind is written without its offset, which is the machine's and no part of the value.
                var suffix = value.AsTimestamp().Kind == DateTimeKind.Utc ? "Z" : "";
                AppendTyped(text, "timestamp", value.AsTimestamp().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", culture) + suffix);
                return;
            case ValueKind.TimestampOffset:
                AppendTyped(text, "timestamptz", value.AsTimestampOffset().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", culture));
                return;
            case ValueKind.Duration:
                AppendTyped(text, "duration", value.AsDuration().ToString("c", culture));
                return;
            case ValueKind.Array:
                AppendArray(text, value.AsArray());
                return;
            default:
                AppendObject(text, value.AsObject());
                return;
        }
    }

    private static void AppendDouble(StringBuilder text, double value)
    {
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            AppendTyped(text, "double", digits);
        else
            // Without a point or an exponent it would be read as an integer.
            text.Append(digits).Append(digits.AsSpan().ContainsAny('.', 'E') ? "" : ".0");
    }

    private static void AppendTyped(StringBuilder text, string type, string content) =>
        text.Append(type).Append(" \"").Append(content).Append('"');

    private static void AppendArray(StringBuilder text, NedbArray array)
    {
        text.Append('[');
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            Append(text, array[i]);
        }

        text.Append(']');
    }

    private static void AppendObject(StringBuilder text, NedbObject value)
    {
        text.Append('{');
        var isFirst = true;
        foreach (ref readonly var member in value.Members)
        {
            if (!isFirst)
                text.Append(", ");
            isFirst = false;
            AppendText(text, member.Key);
            text.Append(": ");
            Append(text, member.Value);
        }

        text.Append('}');
    }

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in value)
        {
            switch (unit)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append(@"\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                default:
                    if (char.IsControl(unit) || char.IsSurrogate(unit))
                        text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
                    else
                        text.Append(unit);
                    break;
            }
        }

        text.Append('"');
    }
}
