using System.Globalization;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// A place within a nested value, as EF writes it for a change of a part of a JSON column: <c>$</c>, then member names and positions from
/// 0,
/// for example <c>$.Address.Lines[2]</c>.
/// </summary>
internal static class JsonPath
{
    /// <summary>Whether the path means the whole value.</summary>
    public static bool IsWhole(string? path) => path is null or "$";

    /// <summary>The value with what stands at the path replaced. Members and items that lack on the way are made.</summary>
    public static NedbValue Replace(NedbValue whole, string path, NedbValue part)
    {
        var steps = Parse(path);
        return Replace(whole, steps, part);
    }

    private static NedbValue Replace(NedbValue value, ReadOnlySpan<object> steps, NedbValue part)
    {
        if (steps.IsEmpty)
            return part;
        if (steps[0] is int index)
        {
            var items = value.Kind == ValueKind.Array ? value.AsArray().Items.ToArray() : [];
            if (index >= items.Length)
                Array.Resize(ref items, index + 1);
            items[index] = Replace(items[index], steps[1..], part);
            return NedbValue.FromArray(new NedbArray(items));
        }

        var name = (string)steps[0];
        var members = new Dictionary<string, NedbValue>(StringComparer.Ordinal);
        if (value.Kind == ValueKind.Object)
            foreach (var member in value.AsObject().Members)
                members.Add(member.Key, member.Value);
        members.TryGetValue(name, out var old);
        members[name] = Replace(old, steps[1..], part);
        return NedbValue.FromObject(new NedbObject(members));
    }

    private static object[] Parse(string path)
    {
        var steps = new List<object>();
        var names = path.Split('.');
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            var open = name.EndsWith(']') ? name.LastIndexOf('[') : -1;
            if (i > 0)
                steps.Add(open < 0 ? name : name[..open]);
            if (open >= 0)
                steps.Add(int.Parse(name.AsSpan(open + 1, name.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return [.. steps];
    }
}
