using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// Reads and writes nested values as JSON, which is how EF hands over documents within a document. Integers stay integers; another number
/// becomes
/// a decimal where that keeps every digit, and otherwise a double.
/// </summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value that a JSON text denotes.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static NedbValue Parse(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        reader.Read();
        return ReadValue(ref reader);
    }

    /// <summary>
    /// The JSON text of a value; values that JSON has no type for are written as EF writes them: dates as ISO 8601, bytes as base64.
    /// </summary>
    public static string Format(NedbValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            WriteValue(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static NedbValue ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
            case JsonTokenType.False:
                return NedbValue.FromBoolean(reader.TokenType == JsonTokenType.True);
            case JsonTokenType.String:
                return NedbValue.FromString(reader.GetString());
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.StartArray:
                var items = new List<NedbValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue(ref reader));
                return NedbValue.FromArray(new NedbArray(items.ToArray()));
            case JsonTokenType.StartObject:
                var members = new List<KeyValuePair<string, NedbValue>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    members.Add(new(name, ReadValue(ref reader)));
                }

                return NedbValue.FromObject(new NedbObject(members));
            default:
                return NedbValue.Null;
        }
    }

    private static NedbValue ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var integer))
            return NedbValue.FromInt64(integer);
        if (reader.TryGetUInt64(out var large))
            return NedbValue.FromUInt64(large);
        // A decimal that took all digits can be printed back; one that was rounded cannot.
        var text = Encoding.UTF8.GetString(reader.ValueSpan);
        return !text.AsSpan().ContainsAny('e', 'E')
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && exact.ToString(CultureInfo.InvariantCulture) == text
                ? NedbValue.FromDecimal(exact)
                : NedbValue.FromDouble(reader.GetDouble());
    }

    private static void WriteValue(Utf8JsonWriter writer, NedbValue value)
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
                writer.WriteNumberValue(value.AsDouble());
                break;
            case ValueKind.Decimal:
                writer.WriteNumberValue(value.AsDecimal());
                break;
            case ValueKind.String:
                writer.WriteStringValue(value.AsString());
                break;
            case ValueKind.Bytes:
                writer.WriteBase64StringValue(value.AsBytes());
                break;
            case ValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.AsArray().Items)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            case ValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.AsObject().Members)
                {
                    writer.WritePropertyName(member.Key);
                    WriteValue(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            default:
                WriteScalarText(writer, value);
                break;
        }
    }

    private static void WriteScalarText(Utf8JsonWriter writer, NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Guid:
                writer.WriteStringValue(value.AsGuid());
                break;
            case ValueKind.Timestamp:
                writer.WriteStringValue(value.AsTimestamp());
                break;
            case ValueKind.TimestampOffset:
                writer.WriteStringValue(value.AsTimestampOffset());
                break;
            case ValueKind.Date:
                writer.WriteStringValue(value.AsDate().ToString("o", CultureInfo.InvariantCulture));
                break;
            case ValueKind.Time:
                writer.WriteStringValue(value.AsTime().ToString("o", CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteStringValue(value.AsDuration().ToString("g", CultureInfo.InvariantCulture));
                break;
        }
    }
}
