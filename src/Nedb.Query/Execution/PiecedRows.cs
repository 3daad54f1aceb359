using System.Buffers;
using System.Runtime.CompilerServices;

namespace Nedb.Query.Execution;

/// <summary>
/// Rows of so many items each, in pieces of a bounded size: nothing is copied as their number grows beyond one. Large pieces are rented:
/// what a query leaves behind serves the next one, where new memory would have to be asked for and emptied.
/// </summary>
internal sealed class PiecedRows<T>(int width)
{
    // So large that the collector does not move the pieces of many rows.
    private const int PieceBits = 14;
    private const int PieceRows = 1 << PieceBits;
    private const int FirstRows = 4;
    private const int LeastRented = 1024;

    private readonly List<T[]> _pieces = [];
    private bool _isFirstRented;

    public int Count { get; private set; }

    /// <summary>The items of a row.</summary>
    public Span<T> this[int row] => _pieces[row >> PieceBits].AsSpan((row & (PieceRows - 1)) * width, width);

    /// <summary>Adds a row, whose items the caller writes.</summary>
    public Span<T> Add()
    {
        var piece = Count >> PieceBits;
        var place = Count & (PieceRows - 1);
        if (piece == _pieces.Count)
            _pieces.Add(piece == 0 ? new T[FirstRows * width] : ArrayPool<T>.Shared.Rent(PieceRows * width));
        if ((place + 1) * width > _pieces[piece].Length)
            Grow(2 * place * width);
        return this[Count++];
    }

    /// <summary>Forgets all rows, and gives their memory back.</summary>
    public void Clear()
    {
        for (var i = _isFirstRented ? 0 : 1; i < _pieces.Count; i++)
            Return(_pieces[i]);
        _pieces.Clear();
        _isFirstRented = false;
        Count = 0;
    }

    /// <summary>Takes the rows of another in the place of its own; the other has none then.</summary>
    public void TakeOver(PiecedRows<T> other)
    {
        Clear();
        _pieces.AddRange(other._pieces);
        (_isFirstRented, Count) = (other._isFirstRented, other.Count);
        other._pieces.Clear();
        (other._isFirstRented, other.Count) = (false, 0);
    }

    private static void Return(T[] piece) => ArrayPool<T>.Shared.Return(piece, RuntimeHelpers.IsReferenceOrContainsReferences<T>());

    private void Grow(int size)
    {
        var old = _pieces[0];
        var isRented = size >= LeastRented;
        var grown = isRented ? ArrayPool<T>.Shared.Rent(size) : new T[size];
        old.CopyTo(grown, 0);
        if (_isFirstRented)
            Return(old);
        _pieces[0] = grown;
        _isFirstRented = isRented;
    }
}
