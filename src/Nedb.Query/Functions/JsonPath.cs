using System.Globalization;
using Nedb.Query.Diagnostics;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>A way into a value.</summary>
internal sealed class JsonPath(JsonPathStep[] steps)
{
    /// <summary>The steps; none for the value itself.</summary>
    public JsonPathStep[] Steps { get; } = steps;

    /// <summary>Reads a path: an array of names and numbers, or text such as <c>$.a["b c"][0]</c>; the <c>$.</c> may be left out.</summary>
    public static JsonPath Parse(in NedbValue path)
    {
        if (path.Kind == ValueKind.String)
            return new JsonPath(ParseText(path.AsString()));
        var steps = new JsonPathStep[path.AsArray().Count];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = path.AsArray()[i] switch
            {
                { Kind: ValueKind.String } name => new JsonPathStep(name.AsString(), 0),
                { Kind: ValueKind.Int64 } index when index.AsInt64() is >= 0 and <= int.MaxValue =>
                    new JsonPathStep(null, (int)index.AsInt64()),
                var other => throw ValueErrors.Mismatch($"a path has names and numbers from 0; found {ValueErrors.Show(in other)}"),
            };
        return new JsonPath(steps);
    }

    private static JsonPathStep[] ParseText(string text)
    {
        var steps = new List<JsonPathStep>();
        var at = text.StartsWith('$') ? 1 : 0;
        var isFirst = at == 0;
        while (at < text.Length)
        {
            if (text[at] == '[')
            {
                steps.Add(ParseBracket(text, ref at));
            }
            else
            {
                if (text[at] == '.')
                    at++;
                else if (!isFirst)
                    throw Bad(text, at);
                var end = text.AsSpan(at).IndexOfAny('.', '[');
                end = end < 0 ? text.Length : at + end;
                steps.Add(end > at ? new JsonPathStep(text[at..end], 0) : throw Bad(text, at));
                at = end;
            }

            isFirst = false;
        }

        return [.. steps];
    }

    private static JsonPathStep ParseBracket(string text, ref int at)
    {
        var start = at;
        var isName = at + 1 < text.Length && text[at + 1] == '"';
        var end = text.IndexOf(isName ? "\"]" : "]", at + (isName ? 2 : 1), StringComparison.Ordinal);
        if (end < 0)
            throw Bad(text, start);
        at = end + (isName ? 2 : 1);
        if (isName)
            return new JsonPathStep(text[(start + 2)..end], 0);
        return int.TryParse(text.AsSpan(start + 1, end - start - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new JsonPathStep(null, index)
            : throw Bad(text, start);
    }

    private static NqlException Bad(string text, int at) =>
        ValueErrors.Invalid($"'{text}' is not a path: at character {at + 1} expected .name, [number] or [\"name\"]");
}
