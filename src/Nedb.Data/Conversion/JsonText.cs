using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>Values as JSON text, and back.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(NedbValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static NedbValue ToValue(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True:
            case JsonValueKind.False:
                return NedbValue.FromBoolean(json.GetBoolean());
            case JsonValueKind.Number:
                return ToNumber(json);
            case JsonValueKind.String:
                return NedbValue.FromString(json.GetString());
            case JsonValueKind.Array:
                var items = new List<NedbValue>(json.GetArrayLength());
                foreach (var item in json.EnumerateArray())
                    items.Add(ToValue(item));
                return NedbValue.FromArray(new([.. items]));
            case JsonValueKind.Object:
                var members = new List<KeyValuePair<string, NedbValue>>();
                foreach (var member in json.EnumerateObject())
                    members.Add(new(member.Name, ToValue(member.Value)));
                return NedbValue.FromObject(new(members));
            default:
                return NedbValue.Null;
        }
    }

    // Integers stay exact to 64 bits; every other JSON number is a double, as JSON itself has it.
    private static NedbValue ToNumber(JsonElement json)
    {
        if (json.TryGetInt64(out var integer))
            return NedbValue.FromInt64(integer);
        if (json.TryGetUInt64(out var unsigned))
            return NedbValue.FromUInt64(unsigned);
        return NedbValue.FromDouble(json.GetDouble());
    }

    private static void Write(Utf8JsonWriter writer, NedbValue value)
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
            case ValueKind.Double when double.IsFinite(value.AsDouble()):
                writer.WriteNumberValue(value.AsDouble());
                break;
            case ValueKind.Decimal:
                writer.WriteNumberValue(value.AsDecimal());
                break;
            case ValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.AsArray().Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case ValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, member) in value.AsObject().Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(ToText(value));
                break;
        }
    }

    private static string ToText(NedbValue value) => value.Kind switch
    {
        ValueKind.String => value.AsString(),
        ValueKind.Bytes => Convert.ToBase64String(value.AsBytes()),
        ValueKind.Guid => value.AsGuid().ToString(),
        ValueKind.Date => value.AsDate().ToString("O", CultureInfo.InvariantCulture),
        ValueKind.Time => value.AsTime().ToString("O", CultureInfo.InvariantCulture),
        ValueKind.Timestamp => value.AsTimestamp().ToString("O", CultureInfo.InvariantCulture),
        ValueKind.TimestampOffset => value.AsTimestampOffset().ToString("O", CultureInfo.InvariantCulture),
        ValueKind.Duration => value.AsDuration().ToString("c", CultureInfo.InvariantCulture),
        _ => value.AsDouble().ToString("R", CultureInfo.InvariantCulture),
    };
}
