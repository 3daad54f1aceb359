using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Writes;

/// <summary>Changes places within values.</summary>
internal static class ValuePaths
{
    /// <summary>The value with something else at a place; members that are missing on the way are made, and an array grows by one item at
    /// its end.</summary>
    public static NedbValue Set(in NedbValue target, ReadOnlySpan<NedbValue> path, in NedbValue value)
    {
        if (path.IsEmpty)
            return value;
        switch (path[0].Kind)
        {
            case ValueKind.String when target.Kind is ValueKind.Object or ValueKind.Null:
                return SetMember(target.IsNull ? NedbObject.Empty : target.AsObject(), path, in value);
            case ValueKind.Int64 when target.Kind is ValueKind.Array or ValueKind.Null:
                return SetItem(target.IsNull ? NedbArray.Empty : target.AsArray(), path, in value);
            default:
                throw new NqlException(NqlErrorCode.TypeMismatch, $"{path[0]} is no place within {target}.");
        }
    }

    private static NedbValue SetMember(NedbObject target, ReadOnlySpan<NedbValue> path, in NedbValue value)
    {
        var name = path[0].AsString();
        var members = new List<KeyValuePair<string, NedbValue>>(target.Count + 1);
        foreach (ref readonly var member in target.Members)
            if (member.Key != name)
                members.Add(member);
        var old = target[name];
        members.Add(new(name, Set(in old, path[1..], in value)));
        return NedbValue.FromObject(new(members));
    }

    private static NedbValue SetItem(NedbArray target, ReadOnlySpan<NedbValue> path, in NedbValue value)
    {
        var index = path[0].AsInt64();
        if (index < 0 || index > target.Count)
            throw new NqlException(
                NqlErrorCode.ValueInvalid, $"The array has {target.Count} items, numbered from 0; there is no place {index}.");
        var items = new List<NedbValue>(target);
        if (index == target.Count)
            items.Add(default);
        var old = items[(int)index];
        items[(int)index] = Set(in old, path[1..], in value);
        return NedbValue.FromArray(new(items.ToArray()));
    }
}
