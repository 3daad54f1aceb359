using System.Buffers;
using System.Runtime.CompilerServices;

namespace Nedb.Query.Execution.Batches;

/// <summary>
/// The arrays of tables that grow. Large ones are rented: what a query leaves behind serves the next one, where the collector would have to
/// go through all of memory to make room for it.
/// </summary>
internal static class TableArrays
{
    private const int LeastRented = 1024;

    /// <summary>A larger array with the same items; the old one is not to be used any more.</summary>
    /// <param name="old">The array, made here or shorter than what is rented.</param>
    /// <param name="count">How many items it has.</param>
    /// <param name="size">The least length of the new one.</param>
    public static T[] Grow<T>(T[] old, int count, int size)
    {
        var grown = size < LeastRented ? new T[size] : ArrayPool<T>.Shared.Rent(size);
        Array.Copy(old, grown, count);
        Return(old);
        return grown;
    }

    /// <summary>A larger array with the same items and then nothing but zeros; the old one is not to be used any more.</summary>
    /// <param name="old">The array, made here or shorter than what is rented.</param>
    /// <param name="size">The least length of the new one.</param>
    public static T[] Extend<T>(T[] old, int size)
    {
        // What holds objects is not rented: it would keep them alive.
        if (size < LeastRented || RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Array.Resize(ref old, size);
            return old;
        }

        var count = old.Length;
        var extended = Grow(old, count, size);
        extended.AsSpan(count).Clear();
        return extended;
    }

    /// <summary>An array of zeros, as far as a size; the old one is not to be used any more.</summary>
    public static int[] Renew(int[] old, int size)
    {
        Return(old);
        if (size < LeastRented)
            return new int[size];
        var renewed = ArrayPool<int>.Shared.Rent(size);
        renewed.AsSpan(0, size).Clear();
        return renewed;
    }

    /// <summary>An array of zeros, or none; the old one is not to be used any more. A small one serves again, a large one is given
    /// back: what once had many items is seldom to have as many again, and clearing it would take longer than making it.</summary>
    public static T[] Clear<T>(T[] old)
    {
        if (old.Length < LeastRented)
        {
            Array.Clear(old);
            return old;
        }

        Return(old);
        return [];
    }

    /// <summary>Gives an array back, which is not to be used any more.</summary>
    public static void Return<T>(T[] array)
    {
        if (array.Length >= LeastRented && !RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            ArrayPool<T>.Shared.Return(array);
    }
}
