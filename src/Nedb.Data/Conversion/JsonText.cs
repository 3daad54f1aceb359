using System.Text.Json;
using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>Conversions to and from JSON text.</summary>
internal static class JsonText
{
    public static string Write(NedbValue value)
    {
        try
        {
            return NedbJson.Write(value);
        }
        catch (FormatException e)
        {
            throw new InvalidCastException(e.Message, e);
        }
    }

    public static NedbValue ToValue(string text)
    {
        try
        {
            return NedbJson.Parse(text);
        }
        catch (FormatException e)
        {
            throw new InvalidCastException(e.Message, e);
        }
    }

    public static NedbValue ToValue(JsonElement json) =>
        json.ValueKind == JsonValueKind.Undefined ? NedbValue.Null : ToValue(json.GetRawText());
}
