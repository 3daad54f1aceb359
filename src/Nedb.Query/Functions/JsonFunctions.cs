using Nedb.Query.Types;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// Functions of objects, and of JSON text. A path is an array of names and numbers, or text such as <c>$.address.lines[0]</c>. Nothing is
/// changed in place: json_set gives a new value, making objects on its way where there is nothing.
/// </summary>
internal static class JsonFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        new("to_json", 1, 1, [Any], Returns.Text, static (a, _) =>
            NedbValue.FromString(JsonText.Write(in a[0]))) { TakesNull = true, Aliases = ["json_text"] },
        new("from_json", 1, 1, [Text], Returns.Any, static (a, _) => JsonText.Parse(a[0].AsString())) { Aliases = ["json_parse"] },
        new("json_type", 1, 1, [Any], Returns.Text, static (a, _) =>
            NedbValue.FromString(TypeOf(a[0].Kind))) { TakesNull = true, Aliases = ["typeof"] },
        new("json_get", 2, 2, [Any, Text | ArgumentKinds.Array], Returns.Any, static (a, _) =>
            Get(in a[0], JsonPath.Parse(in a[1]))) { Aliases = ["json_value"] },
        new("json_exists", 2, 2, [Any, Text | ArgumentKinds.Array], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(TryGet(in a[0], JsonPath.Parse(in a[1]), out NedbValue _))),
        new("json_set", 3, 3, [Any, Text | ArgumentKinds.Array, Any], Returns.Any, static (a, _) =>
            a[1].IsNull ? default : Set(in a[0], JsonPath.Parse(in a[1]), in a[2])) { TakesNull = true },
        new("json_remove", 2, 2, [Any, Text | ArgumentKinds.Array], Returns.Any, static (a, _) => Remove(in a[0], JsonPath.Parse(in a[1]))),
        new("json_merge", 2, 2, [ArgumentKinds.Object], Returns.Any, static (a, _) => Merge(a[0].AsObject(), a[1].AsObject())),
        new("keys", 1, 1, [ArgumentKinds.Object], Returns.Array, static (a, _) =>
            NedbValue.FromArray(new NedbArray(a[0].AsObject().Select(static member =>
                NedbValue.FromString(member.Key)).ToArray()))) { Aliases = ["object_keys"] },
        new("object_values", 1, 1, [ArgumentKinds.Object], Returns.Array, static (a, _) =>
            NedbValue.FromArray(new NedbArray(a[0].AsObject().Select(static member => member.Value).ToArray()))),
    ];

    private static string TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Boolean => "bool",
        ValueKind.TimestampOffset => "timestamptz",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static NedbValue Get(in NedbValue value, JsonPath path) => TryGet(in value, path, out var found) ? found : default;

    private static bool TryGet(in NedbValue value, JsonPath path, out NedbValue found)
    {
        found = value;
        foreach (var step in path.Steps)
        {
            if (step.Name is { } name && found.Kind == ValueKind.Object && found.AsObject().TryGetValue(name, out var member))
                found = member;
            else if (step.Name is null && found.Kind == ValueKind.Array && step.Index >= 0 && step.Index < found.AsArray().Count)
                found = found.AsArray()[step.Index];
            else
                return false;
        }

        return true;
    }

    /// <summary>The value with another in the place of a path.</summary>
    internal static NedbValue Set(in NedbValue value, JsonPath path, in NedbValue replacement) => Set(in value, path.Steps, in replacement);

    private static NedbValue Set(in NedbValue value, ReadOnlySpan<JsonPathStep> steps, in NedbValue replacement)
    {
        if (steps.IsEmpty)
            return replacement;
        var step = steps[0];
        if (step.Name is { } name)
        {
            if (value.Kind is not (ValueKind.Null or ValueKind.Object))
                throw ValueErrors.Invalid($"'{name}' cannot be set in {ValueErrors.Name(value.Kind)}; expected an object");
            var old = value.IsNull ? NedbObject.Empty : value.AsObject();
            var next = Set(old[name], steps[1..], in replacement);
            return NedbValue.FromObject(new NedbObject(
                old.Where(member => member.Key != name).Append(KeyValuePair.Create(name, next))));
        }

        if (value.Kind is not (ValueKind.Null or ValueKind.Array))
            throw ValueErrors.Invalid($"item {step.Index} cannot be set in {ValueErrors.Name(value.Kind)}; expected an array");
        var items = value.IsNull ? [] : value.AsArray().Items;
        if (step.Index > items.Length)
            throw ValueErrors.Invalid(
                $"item {step.Index} cannot be set in an array of {items.Length} items; the next new item is {items.Length}");
        var changed = new NedbValue[Math.Max(items.Length, step.Index + 1)];
        items.CopyTo(changed);
        changed[step.Index] = Set(in changed[step.Index], steps[1..], in replacement);
        return NedbValue.FromArray(new NedbArray(changed));
    }

    private static NedbValue Remove(in NedbValue value, JsonPath path)
    {
        if (path.Steps.Length == 0)
            return default;
        if (!TryGet(in value, path, out _))
            return value;
        var parent = new JsonPath(path.Steps[..^1]);
        var last = path.Steps[^1];
        var holder = Get(in value, parent);
        var left = last.Name is { } name
            ? NedbValue.FromObject(new NedbObject(holder.AsObject().Where(member => member.Key != name)))
            : NedbValue.FromArray(new NedbArray([.. holder.AsArray().Items[..last.Index], .. holder.AsArray().Items[(last.Index + 1)..]]));
        return Set(in value, parent, in left);
    }

    private static NedbValue Merge(NedbObject first, NedbObject second) => NedbValue.FromObject(new NedbObject(
        first.Where(member => !second.TryGetValue(member.Key, out _)).Concat(second)));
}
