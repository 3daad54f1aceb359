using System.Globalization;
using System.Text.Json;
using Nedb.Storage.Cbor;
using Nedb.Storage.Values;

namespace Nedb.Storage.Exports;

/// <summary>
/// Values as JSON that loses nothing. Null, booleans, text, arrays and objects are themselves; a number without point and exponent is an
/// integer, with either a binary number; everything else is an object with one member whose name begins with a dollar sign and says the
/// type.
/// </summary>
internal static class TypedJson
{
    private const string TicksFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff";
    private const string TimeFormat = "HH:mm:ss.fffffff";
    private const string InstantFormat = TicksFormat + "zzz";
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                writer.WriteNullValue();
                return;
            case ValueKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                return;
            case ValueKind.Int64:
                writer.WriteNumberValue(value.AsInt64());
                return;
            case ValueKind.UInt64:
                writer.WriteNumberValue(value.AsUInt64());
                return;
            case ValueKind.Double:
                WriteDouble(writer, value.AsDouble());
                return;
            case ValueKind.String:
                writer.WriteStringValue(value.AsString());
                return;
            case ValueKind.Array:
                writer.WriteStartArray();
                foreach (ref readonly var item in value.AsArray().Items)
                    Write(writer, item);
                writer.WriteEndArray();
                return;
            case ValueKind.Object:
                WriteObject(writer, value.AsObject());
                return;
            default:
                var (type, text) = Name(value);
                writer.WriteStartObject();
                writer.WriteString(type, text);
                writer.WriteEndObject();
                return;
        }
    }

    /// <summary>Reads a value.</summary>
    /// <param name="element">Its JSON.</param>
    /// <param name="depth">How many arrays and objects it is in.</param>
    /// <exception cref="FormatException">It is no value in this notation.</exception>
    public static NedbValue Read(JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return NedbValue.Null;
            case JsonValueKind.True or JsonValueKind.False:
                return NedbValue.FromBoolean(element.ValueKind == JsonValueKind.True);
            case JsonValueKind.Number:
                return ReadNumber(element);
            case JsonValueKind.String:
                return NedbValue.FromString(element.GetString());
            case JsonValueKind.Array:
                CheckDepth(depth);
                var items = new List<NedbValue>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                    items.Add(Read(item, depth + 1));
                return NedbValue.FromArray(new([.. items]));
            default:
                return ReadObject(element, depth);
        }
    }

    /// <summary>A moment of UTC ticks, or the bound of a period.</summary>
    public static string FormatTicks(long ticks) =>
        new DateTime(ticks, DateTimeKind.Utc).ToString(TicksFormat + "'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="FormatTicks"/> wrote.</summary>
    /// <exception cref="FormatException">It is no moment in UTC.</exception>
    public static long ParseTicks(string? text) => ParseTimestamp(text ?? "", DateTimeKind.Utc).Ticks;

    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (double.IsFinite(value))
        {
            writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0", skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("$double", text);
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, NedbObject value)
    {
        var isEscaped = false;
        foreach (ref readonly var member in value.Members)
            isEscaped |= member.Key.StartsWith('$');
        writer.WriteStartObject();
        if (isEscaped)
            writer.WriteStartObject("$object");
        foreach (ref readonly var member in value.Members)
        {
            writer.WritePropertyName(member.Key);
            Write(writer, member.Value);
        }

        writer.WriteEndObject();
        if (isEscaped)
            writer.WriteEndObject();
    }

    private static (string Type, string Text) Name(in NedbValue value) => value.Kind switch
    {
        ValueKind.Decimal => ("$decimal", value.AsDecimal().ToString(CultureInfo.InvariantCulture)),
        ValueKind.Bytes => ("$bytes", Convert.ToBase64String(value.AsBytes())),
        ValueKind.Guid => ("$guid", value.AsGuid().ToString()),
        ValueKind.Date => ("$date", value.AsDate().ToString(DateFormat, CultureInfo.InvariantCulture)),
        ValueKind.Time => ("$time", value.AsTime().ToString(TimeFormat, CultureInfo.InvariantCulture)),
        ValueKind.Timestamp when value.AsTimestamp().Kind == DateTimeKind.Utc => ("$timestamp", FormatTicks(value.AsTimestamp().Ticks)),
        ValueKind.Timestamp => (
            value.AsTimestamp().Kind == DateTimeKind.Local ? "$local_timestamp" : "$timestamp",
            value.AsTimestamp().ToString(TicksFormat, CultureInfo.InvariantCulture)),
        ValueKind.TimestampOffset => ("$instant", value.AsTimestampOffset().ToString(InstantFormat, CultureInfo.InvariantCulture)),
        ValueKind.Duration => ("$duration", value.AsDuration().ToString("c", CultureInfo.InvariantCulture)),
        _ => throw new InvalidOperationException($"A value of the kind {value.Kind} has no notation."),
    };

    private static NedbValue ReadNumber(JsonElement element)
    {
        var text = element.GetRawText();
        if (text.AsSpan().ContainsAny('.', 'e', 'E'))
            return element.TryGetDouble(out var number) && double.IsFinite(number)
                ? NedbValue.FromDouble(number)
                : throw new FormatException($"Expected a number that fits 64 bits of floating point; found {text}.");
        if (element.TryGetInt64(out var signed))
            return NedbValue.FromInt64(signed);
        return element.TryGetUInt64(out var unsigned)
            ? NedbValue.FromUInt64(unsigned)
            : throw new FormatException($"Expected an integer from {long.MinValue} to {ulong.MaxValue}; found {text}.");
    }

    private static NedbValue ReadObject(JsonElement element, int depth)
    {
        string? type = null;
        var count = 0;
        foreach (var member in element.EnumerateObject())
        {
            count++;
            type = member.Name.StartsWith('$') ? member.Name : type;
        }

        if (type is null)
            return ReadMembers(element, depth);
        if (count != 1)
            throw new FormatException(
                $"Expected an object with the one member '{type}', or with no name that begins with a dollar sign; found {count} members.");
        var content = element.GetProperty(type);
        if (type == "$object")
            return content.ValueKind == JsonValueKind.Object
                ? ReadMembers(content, depth)
                : throw new FormatException($"Expected an object behind '$object'; found {content.ValueKind}.");
        return content.ValueKind == JsonValueKind.String
            ? ReadTyped(type, content.GetString()!)
            : throw new FormatException($"Expected a text behind '{type}'; found {content.ValueKind}.");
    }

    private static NedbValue ReadMembers(JsonElement element, int depth)
    {
        CheckDepth(depth);
        var members = new List<KeyValuePair<string, NedbValue>>();
        foreach (var member in element.EnumerateObject())
            members.Add(new(member.Name, Read(member.Value, depth + 1)));
        return NedbValue.FromObject(new(members));
    }

    private static NedbValue ReadTyped(string type, string text)
    {
        try
        {
            return type switch
            {
                "$decimal" => NedbValue.FromDecimal(decimal.Parse(
                    text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)),
                "$double" => ReadInfinity(text),
                "$bytes" => NedbValue.FromBytes(Convert.FromBase64String(text)),
                "$guid" => NedbValue.FromGuid(Guid.ParseExact(text, "D")),
                "$date" => NedbValue.FromDate(DateOnly.ParseExact(text, DateFormat, CultureInfo.InvariantCulture)),
                "$time" => NedbValue.FromTime(TimeOnly.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture)),
                "$timestamp" => NedbValue.FromTimestamp(
                    ParseTimestamp(text, text.EndsWith('Z') ? DateTimeKind.Utc : DateTimeKind.Unspecified)),
                "$local_timestamp" => NedbValue.FromTimestamp(ParseTimestamp(text, DateTimeKind.Local)),
                "$instant" => NedbValue.FromTimestampOffset(
                    DateTimeOffset.ParseExact(text, InstantFormat, CultureInfo.InvariantCulture)),
                "$duration" => NedbValue.FromDuration(TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture)),
                _ => throw new FormatException("No such type is known."),
            };
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new FormatException($"'{text}' is no value of the type '{type}': {error.Message}", error);
        }
    }

    // Only what JSON has no number for.
    private static NedbValue ReadInfinity(string text) => text switch
    {
        "Infinity" => NedbValue.FromDouble(double.PositiveInfinity),
        "-Infinity" => NedbValue.FromDouble(double.NegativeInfinity),
        _ => throw new FormatException("Expected Infinity or -Infinity; other numbers are numbers of JSON."),
    };

    private static DateTime ParseTimestamp(string text, DateTimeKind kind)
    {
        var digits = kind == DateTimeKind.Utc && text.EndsWith('Z') ? text[..^1] : kind == DateTimeKind.Utc ? "" : text;
        return DateTime.TryParseExact(digits, TicksFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? DateTime.SpecifyKind(moment, kind)
            : throw new FormatException(
                $"Expected a moment as 2026-01-31T09:30:00.0000000{(kind == DateTimeKind.Utc ? "Z" : "")}; found '{text}'.");
    }

    private static void CheckDepth(int depth)
    {
        if (depth >= CborWriter.MaxDepth)
            throw new FormatException($"Arrays and objects are nested deeper than {CborWriter.MaxDepth} levels.");
    }
}
