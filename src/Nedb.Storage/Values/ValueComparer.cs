namespace Nedb.Storage.Values;

/// <summary>Order and equality of values by the rules of NQL.</summary>
public static class ValueComparer
{
    /// <summary>
    /// Null first, then by kind, numbers by value across their kinds and exactly, text ordinally, arrays and objects member by member.
    /// </summary>
    public static int Compare(in NedbValue left, in NedbValue right)
    {
        var kind = left.Kind;
        if (kind != right.Kind)
            return left.IsNumber && right.IsNumber ? NumberOrder.Compare(left, right) : kind < right.Kind ? -1 : 1;
        return kind switch
        {
            ValueKind.Null => 0,
            ValueKind.Double => NumberOrder.Compare(left.AsDouble(), right.AsDouble()),
            ValueKind.UInt64 => left.AsUInt64().CompareTo(right.AsUInt64()),
            ValueKind.Decimal => decimal.Compare(left.AsDecimal(), right.AsDecimal()),
            ValueKind.String => string.CompareOrdinal(left.AsString(), right.AsString()),
            ValueKind.Bytes => left.AsBytes().AsSpan().SequenceCompareTo(right.AsBytes()),
            ValueKind.Guid => left.AsGuid().CompareTo(right.AsGuid()),
            ValueKind.Array => Compare(left.AsArray(), right.AsArray()),
            ValueKind.Object => Compare(left.AsObject(), right.AsObject()),
            _ => left.AsRawTicks().CompareTo(right.AsRawTicks()),
        };
    }

    /// <summary>Whether <see cref="Compare(in NedbValue, in NedbValue)"/> gives 0.</summary>
    public static bool Equals(in NedbValue left, in NedbValue right)
    {
        var kind = left.Kind;
        if (kind != right.Kind)
            return left.IsNumber && right.IsNumber && NumberOrder.Compare(left, right) == 0;
        return kind switch
        {
            ValueKind.String => string.Equals(left.AsString(), right.AsString()),
            ValueKind.Bytes => left.AsBytes().AsSpan().SequenceEqual(right.AsBytes()),
            _ => Compare(left, right) == 0,
        };
    }

    /// <summary>Equal values have equal hash codes, across number kinds too.</summary>
    public static int GetHashCode(in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                return 0;
            case ValueKind.Int64 or ValueKind.UInt64 or ValueKind.Double or ValueKind.Decimal:
                if (NumberOrder.TryGetInteger(value, out var integer))
                    return HashCode.Combine(ValueKind.Int64, integer);
                // Equal numbers have one floor among the doubles, whatever their kinds.
                var floor = NumberOrder.Floor(value, out _);
                return HashCode.Combine(ValueKind.Double, double.IsNaN(floor) ? double.NaN : floor);
            case ValueKind.String:
                return value.AsString().GetHashCode();
            case ValueKind.Guid:
                return value.AsGuid().GetHashCode();
            case ValueKind.Bytes:
                var bytes = default(HashCode);
                bytes.AddBytes(value.AsBytes());
                return bytes.ToHashCode();
            case ValueKind.Array:
                var items = default(HashCode);
                foreach (ref readonly var item in value.AsArray().Items)
                    items.Add(GetHashCode(item));
                return items.ToHashCode();
            case ValueKind.Object:
                var members = default(HashCode);
                foreach (ref readonly var member in value.AsObject().Members)
                {
                    members.Add(member.Key);
                    members.Add(GetHashCode(member.Value));
                }

                return members.ToHashCode();
            default:
                return HashCode.Combine(value.Kind, value.AsRawTicks());
        }
    }

    private static int Compare(NedbArray left, NedbArray right)
    {
        var first = left.Items;
        var second = right.Items;
        var count = Math.Min(first.Length, second.Length);
        for (var i = 0; i < count; i++)
        {
            var order = Compare(first[i], second[i]);
            if (order != 0)
                return order;
        }

        return first.Length.CompareTo(second.Length);
    }

    private static int Compare(NedbObject left, NedbObject right)
    {
        var first = left.Members;
        var second = right.Members;
        var count = Math.Min(first.Length, second.Length);
        for (var i = 0; i < count; i++)
        {
            var order = string.CompareOrdinal(first[i].Key, second[i].Key);
            if (order == 0)
                order = Compare(first[i].Value, second[i].Value);
            if (order != 0)
                return order;
        }

        return first.Length.CompareTo(second.Length);
    }
}
