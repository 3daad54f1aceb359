using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Spills;

/// <summary>About how many bytes of memory values take.</summary>
internal static class ValueSize
{
    /// <summary>A value without what it refers to.</summary>
    public const int ValueBytes = 32;

    /// <summary>An object, or an array, without what is in it.</summary>
    public const int ObjectBytes = 24;

    /// <summary>A row of values that lies in an array of its own.</summary>
    public static long Of(NedbValue[] row) => ObjectBytes + (ValueBytes * (long)row.Length) + Beside(row);

    /// <summary>What values refer to.</summary>
    public static long Beside(ReadOnlySpan<NedbValue> values)
    {
        long bytes = 0;
        foreach (ref readonly var value in values)
            if (value.Kind >= ValueKind.String)
                bytes += Beside(in value);
        return bytes;
    }

    private static long Beside(in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                return ObjectBytes + (sizeof(char) * (long)value.AsString().Length);
            case ValueKind.Bytes:
                return ObjectBytes + value.AsBytes().Length;
            case ValueKind.Array:
                return (2 * ObjectBytes) + (ValueBytes * (long)value.AsArray().Count) + Beside(value.AsArray().Items);
            case ValueKind.Object:
                long bytes = 2 * ObjectBytes;
                foreach (var member in value.AsObject().Members)
                    bytes += ObjectBytes + (sizeof(char) * member.Key.Length) + sizeof(long) + ValueBytes + Beside(member.Value);
                return bytes;
            default:
                return 0;
        }
    }
}
