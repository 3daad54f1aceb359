namespace Nedb.Storage.Views;

/// <summary>Texts in UTF-8 that never change, one behind the other. One may be there more than once.</summary>
public sealed class TextList
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;

    internal TextList(byte[] bytes, int[] ends)
    {
        _bytes = bytes;
        _ends = ends;
    }

    /// <summary>No texts.</summary>
    internal static TextList Empty { get; } = new([], []);

    /// <summary>How many there are.</summary>
    public int Count => _ends.Length;

    /// <summary>The bytes of all of them.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>For each text where it ends in <see cref="Bytes"/>: it begins where the one before it ends.</summary>
    public ReadOnlySpan<int> Ends => _ends;

    /// <summary>One of the texts.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>The bytes of memory that they take.</summary>
    internal int Footprint => _bytes.Length + sizeof(int) * _ends.Length + 80;
}
