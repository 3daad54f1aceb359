using System.Runtime.InteropServices;
using Nedb.Storage.Views;

namespace Nedb.Storage.Rows;

/// <summary>
/// Whole numbers, each as its distance from the least of them, in as few bytes as the greatest distance needs. Immutable.
/// </summary>
internal sealed class PackedIntegers
{
    private const int OverheadBytes = 64;

    private readonly byte[] _distances;
    private readonly long _least;
    private readonly int _width; // 0, 1, 2, 4 or 8 bytes

    private PackedIntegers(byte[] distances, long least, int width)
    {
        _distances = distances;
        _least = least;
        _width = width;
    }

    /// <summary>Packs numbers.</summary>
    /// <param name="values">The numbers; one that is not between the two is read as any other.</param>
    /// <param name="least">The least of those that count.</param>
    /// <param name="greatest">The greatest of those that count.</param>
    public static PackedIntegers Pack(ReadOnlySpan<long> values, long least, long greatest)
    {
        var span = unchecked((ulong)greatest - (ulong)least);
        var width = span == 0 ? 0 : span <= byte.MaxValue ? 1 : span <= ushort.MaxValue ? 2 : span <= uint.MaxValue ? 4 : 8;
        var distances = width == 0 ? [] : GC.AllocateUninitializedArray<byte>(width * values.Length);
        switch (width)
        {
            case 1:
                for (var i = 0; i < values.Length; i++)
                    distances[i] = unchecked((byte)(values[i] - least));
                break;
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(distances.AsSpan());
                for (var i = 0; i < words.Length; i++)
                    words[i] = unchecked((ushort)(values[i] - least));
                break;
            case 4:
                var doubles = MemoryMarshal.Cast<byte, uint>(distances.AsSpan());
                for (var i = 0; i < doubles.Length; i++)
                    doubles[i] = unchecked((uint)(values[i] - least));
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, long>(distances.AsSpan());
                for (var i = 0; i < longs.Length; i++)
                    longs[i] = unchecked(values[i] - least);
                break;
        }

        return new(distances, least, width);
    }

    /// <summary>The bytes of memory that they take.</summary>
    public int Footprint => OverheadBytes + _distances.Length;

    /// <summary>One of the numbers.</summary>
    public long this[int index] => unchecked(_least + _width switch
    {
        0 => 0,
        1 => _distances[index],
        2 => MemoryMarshal.Cast<byte, ushort>(_distances)[index],
        4 => MemoryMarshal.Cast<byte, uint>(_distances)[index],
        _ => MemoryMarshal.Cast<byte, long>(_distances)[index],
    });

    /// <summary>Copies the numbers from one on.</summary>
    public void CopyTo(int start, Span<long> values)
    {
        switch (_width)
        {
            case 0:
                values.Fill(_least);
                break;
            case 1:
                var bytes = _distances.AsSpan(start, values.Length);
                for (var i = 0; i < values.Length; i++)
                    values[i] = unchecked(_least + bytes[i]);
                break;
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(_distances).Slice(start, values.Length);
                for (var i = 0; i < values.Length; i++)
                    values[i] = unchecked(_least + words[i]);
                break;
            case 4:
                var doubles = MemoryMarshal.Cast<byte, uint>(_distances).Slice(start, values.Length);
                for (var i = 0; i < values.Length; i++)
                    values[i] = unchecked(_least + doubles[i]);
                break;
            default:
                var longs = MemoryMarshal.Cast<byte, long>(_distances).Slice(start, values.Length);
                for (var i = 0; i < values.Length; i++)
                    values[i] = unchecked(_least + longs[i]);
                break;
        }
    }

    /// <summary>Copies the numbers of some rows of the block that they are of.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isDense">Whether each of them lies directly behind the one before.</param>
    /// <param name="values">Receives the numbers.</param>
    public void CopyTo(ReadOnlySpan<RowHandle> rows, bool isDense, Span<long> values)
    {
        if (isDense && rows.Length > 0)
            CopyTo(rows[0].Index, values[..rows.Length]);
        else if (_width == 1)
            for (var i = 0; i < rows.Length; i++)
                values[i] = unchecked(_least + _distances[rows[i].Index]);
        else
            for (var i = 0; i < rows.Length; i++)
                values[i] = this[rows[i].Index];
    }

    /// <summary>As <see cref="CopyTo(ReadOnlySpan{RowHandle}, bool, Span{long})"/>, of numbers of 32 bits.</summary>
    public void CopyTo(ReadOnlySpan<RowHandle> rows, Span<int> values)
    {
        if (_width == 1)
            for (var i = 0; i < rows.Length; i++)
                values[i] = (int)_least + _distances[rows[i].Index];
        else
            for (var i = 0; i < rows.Length; i++)
                values[i] = (int)this[rows[i].Index];
    }
}
