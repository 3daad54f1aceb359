namespace Nedb.Storage.Values;

/// <summary>
/// A growing list in pieces: a large one copies nothing while it grows, and has no array so large that it is collected only together with
/// everything else. Who has a count looks at that many items from the first on, also while others are added behind them. Used by one thread
/// at a time.
/// </summary>
internal sealed class PiecedList<T>
{
    private const int PieceBits = 10;
    private const int PieceItems = 1 << PieceBits;
    private const int FirstItems = 4;

    private T[][] _pieces = [];

    /// <summary>The number of items.</summary>
    public int Count { get; private set; }

    /// <summary>The item at a place below <see cref="Count"/>.</summary>
    public ref readonly T this[int index] => ref _pieces[index >> PieceBits][index & (PieceItems - 1)];

    /// <summary>A list of its own of the first items of another one.</summary>
    public static PiecedList<T> CopyOf(PiecedList<T> items, int count)
    {
        var copy = new PiecedList<T>();
        for (var i = 0; i < count; i++)
            copy.Add(items[i]);
        return copy;
    }

    /// <summary>Adds an item behind the others.</summary>
    public void Add(in T item)
    {
        var piece = Count >> PieceBits;
        var place = Count & (PieceItems - 1);
        if (piece == _pieces.Length)
        {
            Array.Resize(ref _pieces, piece + 1);
            _pieces[piece] = new T[piece == 0 ? FirstItems : PieceItems];
        }

        if (place == _pieces[piece].Length)
            Array.Resize(ref _pieces[piece], Math.Min(2 * place, PieceItems));
        _pieces[piece][place] = item;
        Count++;
    }

    /// <summary>Takes the items behind the first ones out.</summary>
    /// <param name="count">How many stay, at most <see cref="Count"/>.</param>
    public void Truncate(int count)
    {
        var pieces = (count + PieceItems - 1) >> PieceBits;
        _pieces = _pieces[..pieces];
        if (pieces > 0)
            Array.Clear(_pieces[^1], count - ((pieces - 1) << PieceBits), _pieces[^1].Length - (count - ((pieces - 1) << PieceBits)));
        Count = count;
    }

    /// <summary>The items that there are now.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }
}
