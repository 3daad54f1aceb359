using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Nedb.Storage.Exports;

/// <summary>The members of an object of JSON, each taken once: what nobody took is unknown, and refused.</summary>
internal sealed class JsonMembers
{
    private readonly Dictionary<string, JsonElement> _rest = new(StringComparer.Ordinal);
    private readonly string _what;

    /// <summary>Begins with all of them.</summary>
    /// <param name="element">The object.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <exception cref="FormatException">It is no object.</exception>
    public JsonMembers(JsonElement element, string what)
    {
        _what = what;
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException($"Expected a {what} as an object; found {element.ValueKind}.");
        foreach (var member in element.EnumerateObject())
            _rest.Add(member.Name, member.Value);
    }

    /// <summary>Takes a member; null where there is none.</summary>
    public JsonElement? Take(string name) => _rest.Remove(name, out var value) ? value : null;

    /// <summary>Takes a member that must be there.</summary>
    public JsonElement Need(string name) => Take(name) ?? throw new FormatException($"Expected the member '{name}' of a {_what}.");

    public string Text(string name) => ToText(Need(name), name);

    public string? TextOrNull(string name) => Take(name) is { } value ? ToText(value, name) : null;

    public int Int32(string name) => ToInt32(Need(name), name);

    public int Int32OrZero(string name) => Take(name) is { } value ? ToInt32(value, name) : 0;

    public long Int64(string name) => ToInt64(Need(name), name);

    public long? Int64OrNull(string name) => Take(name) is { } value ? ToInt64(value, name) : null;

    public bool Flag(string name) => Take(name) is { } value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new FormatException($"Expected true or false as '{name}'; found {value.GetRawText()}."),
    };

    public T Choice<T>(string name)
        where T : struct, Enum
    {
        var text = Text(name);
        return Enum.TryParse<T>(text, out var value) && value.ToString() == text
            ? value
            : throw new FormatException($"Expected one of {string.Join(", ", Enum.GetNames<T>())} as '{name}'; found '{text}'.");
    }

    /// <summary>Takes an array; where there is none, it is empty.</summary>
    public ImmutableArray<T> Items<T>(string name, Func<JsonElement, T> read)
    {
        if (Take(name) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            throw new FormatException($"Expected an array as '{name}'; found {value.ValueKind}.");
        return [.. value.EnumerateArray().Select(read)];
    }

    public byte[] Hex(string name, int length)
    {
        var text = Text(name);
        return text.Length == 2 * length && text.AsSpan().IndexOfAnyExcept("0123456789abcdef") < 0
            ? Convert.FromHexString(text)
            : throw new FormatException($"Expected {length} bytes in lowercase hexadecimal as '{name}'; found '{text}'.");
    }

    /// <summary>Refuses members that nobody took.</summary>
    /// <exception cref="FormatException">There are any.</exception>
    public void End()
    {
        foreach (var name in _rest.Keys)
            throw new FormatException($"A {_what} has no member '{name}' here.");
    }

    public static int ToInt32(JsonElement element, string name) => ToInt64(element, name) is >= 0 and <= int.MaxValue and var value
        ? (int)value
        : throw new FormatException($"Expected a number of 31 bits as '{name}'; found {element.GetRawText()}.");

    public static long ToInt64(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value)
            ? value
            : throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"Expected an integer as '{name}'; found {element.GetRawText()}."));

    private static string ToText(JsonElement element, string name) => element.ValueKind == JsonValueKind.String
        ? element.GetString()!
        : throw new FormatException($"Expected a text as '{name}'; found {element.GetRawText()}.");
}
