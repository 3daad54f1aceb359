using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Types;

/// <summary>
/// JSON and values. Read: an integer that fits into 64 bits is one, any other number is a decimal if that holds it exactly, else a binary
/// number. Written as System.Text.Json writes .NET's types: dates and times as ISO 8601 text, durations as [d.]hh:mm:ss, guids with
/// hyphens, bytes as base64.
/// </summary>
internal static class JsonText
{
    private const int MaxDepth = 256;

    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static readonly JsonWriterOptions WriteOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth + 1 };

    /// <summary>Reads JSON.</summary>
    /// <exception cref="NqlException">The text is not JSON, nests deeper than 256 levels, names a member twice, or has half of a surrogate
    /// pair, as it is or escaped.</exception>
    public static NedbValue Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, ReadOptions);
            return Read(document.RootElement);
        }
        catch (Exception inner) when (inner is JsonException or ArgumentException or InvalidOperationException)
        {
            throw ValueErrors.Invalid($"the text is not JSON: {inner.Message}", inner);
        }
    }

    /// <summary>Writes a value as JSON, without blanks.</summary>
    /// <exception cref="NqlException">A number is not finite, text has half of a surrogate pair, or the value nests deeper than 256
    /// levels.</exception>
    public static string Write(in NedbValue value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(buffer, WriteOptions);
            Write(writer, in value);
        }
        catch (Exception inner) when (inner is ArgumentException or InvalidOperationException)
        {
            throw ValueErrors.Invalid($"the value cannot be written as JSON: {inner.Message}", inner);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The value as what reading its JSON would give: dates, guids, bytes and the like become text.</summary>
    public static NedbValue Simplify(in NedbValue value) => value.Kind switch
    {
        ValueKind.Null or ValueKind.Boolean or ValueKind.Int64 or ValueKind.UInt64 or ValueKind.Decimal or ValueKind.String => value,
        ValueKind.Double => double.IsFinite(value.AsDouble()) ? value : throw NotFinite(),
        ValueKind.Array => NedbValue.FromArray(SimplifyItems(value.AsArray())),
        ValueKind.Object => NedbValue.FromObject(new NedbObject(value.AsObject().Select(
            static member => KeyValuePair.Create(member.Key, Simplify(member.Value))))),
        ValueKind.Bytes => NedbValue.FromString(Convert.ToBase64String(value.AsBytes())),
        _ => NedbValue.FromString(Casts.ToText(in value)),
    };

    private static NedbArray SimplifyItems(NedbArray array)
    {
        var items = new NedbValue[array.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = Simplify(array[i]);
        return new NedbArray(items);
    }

    private static NedbValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => NedbValue.True,
        JsonValueKind.False => NedbValue.False,
        JsonValueKind.String => NedbValue.FromString(element.GetString()),
        JsonValueKind.Number => ReadNumber(element.GetRawText()),
        JsonValueKind.Array => NedbValue.FromArray(new NedbArray(element.EnumerateArray().Select(Read).ToArray())),
        JsonValueKind.Object => NedbValue.FromObject(new NedbObject(
            element.EnumerateObject().Select(static member => KeyValuePair.Create(member.Name, Read(member.Value))))),
        _ => NedbValue.Null,
    };

    /// <summary>The value of a number as JSON writes it.</summary>
    internal static NedbValue ReadNumber(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole != 0 || text[0] != '-' ? NedbValue.FromInt64(whole) : NedbValue.FromDouble(-0.0);
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var large))
            return NedbValue.FromUInt64(large);
        if (IsExactDecimal(text))
            return NedbValue.FromDecimal(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
        var binary = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(binary) ? NedbValue.FromDouble(binary)
            : throw ValueErrors.Invalid($"the number {text} is greater than any number");
    }

    // A decimal holds 28 significant digits, the last of them at most 28 places after the point, and the first at most 28 before it.
    private static bool IsExactDecimal(string text)
    {
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (exponentAt >= 0 && !int.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out exponent))
            return false;
        var mantissa = exponentAt >= 0 ? text.AsSpan(0, exponentAt) : text;
        int digits = 0, places = 0;
        var isFraction = false;
        foreach (var current in mantissa)
        {
            isFraction |= current == '.';
            if (!char.IsAsciiDigit(current))
                continue;
            if (digits > 0 || current != '0')
                digits++;
            if (isFraction)
                places++;
        }

        // Zeros at the end count too: a decimal keeps them, and where they do not fit a binary number is as exact. So does a negative zero.
        var scale = (long)places - exponent;
        return digits is > 0 and <= 28 && scale <= 28 && digits - scale <= 28;
    }

    private static void Write(Utf8JsonWriter writer, in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                writer.WriteNullValue();
                break;
            case ValueKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case ValueKind.Int64:
                writer.WriteNumberValue(value.AsInt64());
                break;
            case ValueKind.UInt64:
                writer.WriteNumberValue(value.AsUInt64());
                break;
            case ValueKind.Double:
                if (!double.IsFinite(value.AsDouble()))
                    throw NotFinite();
                writer.WriteNumberValue(value.AsDouble());
                break;
            case ValueKind.Decimal:
                writer.WriteNumberValue(value.AsDecimal());
                break;
            case ValueKind.Bytes:
                writer.WriteBase64StringValue(value.AsBytes());
                break;
            case ValueKind.Array:
                writer.WriteStartArray();
                foreach (ref readonly var item in value.AsArray().Items)
                    Write(writer, in item);
                writer.WriteEndArray();
                break;
            case ValueKind.Object:
                writer.WriteStartObject();
                foreach (ref readonly var member in value.AsObject().Members)
                {
                    writer.WritePropertyName(member.Key);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(Casts.ToText(in value));
                break;
        }
    }

    private static NqlException NotFinite() => ValueErrors.Invalid("JSON has no infinity and no NaN");
}
