using System.Globalization;
using System.Text.Json;
using Nedb.Storage.Values;

namespace Nedb.Storage.Imports;

/// <summary>Values of JSON as values of the database. What was a binary number there is one here.</summary>
internal static class V1Values
{
    /// <param name="json">The value.</param>
    /// <param name="noteLarge">Is told of an integer that no number here can hold; it becomes text.</param>
    public static NedbValue Read(JsonElement json, Action<string> noteLarge)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return NedbValue.FromBoolean(json.GetBoolean());
            case JsonValueKind.String:
                return NedbValue.FromString(json.GetString());
            case JsonValueKind.Number:
                return ReadNumber(json, noteLarge);
            case JsonValueKind.Array:
                return NedbValue.FromArray(new([.. json.EnumerateArray().Select(item => Read(item, noteLarge))]));
            case JsonValueKind.Object:
                return NedbValue.FromObject(new(json.EnumerateObject().Select(
                    member => KeyValuePair.Create(member.Name, Read(member.Value, noteLarge)))));
            default:
                return NedbValue.Null;
        }
    }

    /// <summary>The tick of a valid time: a date, or a date and time; null where it is none.</summary>
    public static long? ReadTick(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String)
            return null;
        var text = json.GetString();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date.DayNumber * TimeSpan.TicksPerDay;
        var styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
        return DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, styles, out var time) ? time.Ticks : null;
    }

    private static NedbValue ReadNumber(JsonElement json, Action<string> noteLarge)
    {
        if (json.TryGetInt64(out var integer))
            return NedbValue.FromInt64(integer);
        if (json.TryGetUInt64(out var large))
            return NedbValue.FromUInt64(large);
        var text = json.GetRawText();
        if (text.AsSpan().ContainsAny('.', 'e', 'E') && json.TryGetDouble(out var real) && double.IsFinite(real))
            return NedbValue.FromDouble(real);
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exact))
            return NedbValue.FromDecimal(exact);
        noteLarge(text);
        return NedbValue.FromString(text);
    }
}
