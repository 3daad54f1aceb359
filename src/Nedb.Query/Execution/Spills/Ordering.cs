using System.Buffers.Binary;
using System.Runtime.ExceptionServices;

namespace Nedb.Query.Execution.Spills;

/// <summary>Sorts so that it can be stopped.</summary>
internal static class Ordering
{
    /// <summary>The first eight bytes of a key as a number that is ordered as they are; what is missing of them counts as zero.</summary>
    public static ulong PrefixOf(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(key);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        key.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    /// <summary>Sorts items in place.</summary>
    /// <param name="frame">The state of the execution; a cancellation ends the sorting.</param>
    /// <param name="items">The items, which lie in any order after a cancellation.</param>
    /// <param name="compare">Tells any two of them apart.</param>
    public static void Sort<T>(Frame frame, Span<T> items, Comparison<T> compare)
    {
        if (items.Length > 1)
            SortStoppably(frame, items, MakeStoppable(frame, compare));
    }

    /// <summary>A comparison that a cancellation ends, for <see cref="SortStoppably"/>.</summary>
    public static Comparison<T> MakeStoppable<T>(Frame frame, Comparison<T> compare) => (left, right) =>
    {
        frame.Tick();
        return compare(left, right);
    };

    /// <summary>As <see cref="Sort"/>, with a comparison that serves for many sortings.</summary>
    public static void SortStoppably<T>(Frame frame, Span<T> items, Comparison<T> compare)
    {
        if (items.Length < 2)
            return;
        frame.Cancellation.ThrowIfCancellationRequested();
        try
        {
            items.Sort(compare);
        }
        catch (InvalidOperationException failure) when (failure.InnerException is { } reason)
        {
            // Whatever the comparison throws is wrapped.
            ExceptionDispatchInfo.Throw(reason);
        }
    }
}
