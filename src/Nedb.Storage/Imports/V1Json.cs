using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Nedb.Storage.Imports;

/// <summary>
/// The canonical JSON that NEDB v1 hashes: names in the order of their code points, no blanks, numbers as they stand, and text escaped as
/// Python's json module does: everything but printable ASCII, or (as a second form) only what JSON demands.
/// </summary>
internal static class V1Json
{
    private static readonly string[] Body = ["seq", "client", "nonce", "op", "payload", "ts", "idem"];
    private static readonly string[] OptionalBody = ["caused_by", "evidence", "confidence", "valid_from", "valid_to"];

    /// <summary>The body of an operation.</summary>
    public static string WriteBody(JsonElement operation, bool isAscii)
    {
        var members = new List<(string Name, JsonElement? Value)>();
        foreach (var name in Body)
            members.Add((name, operation.TryGetProperty(name, out var value) ? value : null));
        foreach (var name in OptionalBody)
            if (operation.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
                members.Add((name, value));
        var text = new StringBuilder();
        Write(members, text, isAscii);
        return text.ToString();
    }

    private static void Write(List<(string Name, JsonElement? Value)> members, StringBuilder text, bool isAscii)
    {
        members.Sort(static (left, right) =>
            Encoding.UTF8.GetBytes(left.Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.Name)));
        text.Append('{');
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            WriteText(members[i].Name, text, isAscii);
            text.Append(':');
            if (members[i].Value is { } value)
                Write(value, text, isAscii);
            else
                text.Append("null");
        }

        text.Append('}');
    }

    private static void Write(JsonElement value, StringBuilder text, bool isAscii)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Write([.. value.EnumerateObject().Select(member => (member.Name, (JsonElement?)member.Value))], text, isAscii);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var isFirst = true;
                foreach (var item in value.EnumerateArray())
                {
                    if (!isFirst)
                        text.Append(',');
                    isFirst = false;
                    Write(item, text, isAscii);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteText(value.GetString()!, text, isAscii);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteText(string value, StringBuilder text, bool isAscii)
    {
        text.Append('"');
        foreach (var unit in value)
            switch (unit)
            {
                case '"' or '\\':
                    text.Append('\\').Append(unit);
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
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                default:
                    if (unit < ' ' || isAscii && unit > '~')
                        text.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
                    else
                        text.Append(unit);
                    break;
            }

        text.Append('"');
    }
}
