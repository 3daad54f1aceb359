using System.Text.Json;
using Nedb.Query;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>Values as JSON text, and back, as NQL itself has them.</summary>
internal static class JsonText
{
    public static string Write(NedbValue value)
    {
        try
        {
            return NqlJson.Write(value);
        }
        catch (NqlException e)
        {
            throw new InvalidCastException(e.Message, e);
        }
    }

    public static NedbValue ToValue(string text)
    {
        try
        {
            return NqlJson.Parse(text);
        }
        catch (NqlException e)
        {
            throw new InvalidCastException(e.Message, e);
        }
    }

    public static NedbValue ToValue(JsonElement json) =>
        json.ValueKind == JsonValueKind.Undefined ? NedbValue.Null : ToValue(json.GetRawText());
}
