namespace Nedb.Query.Execution;

/// <summary>Rows of so many items each, in pieces of a bounded size: nothing is copied as their number grows beyond one.</summary>
internal sealed class PiecedRows<T>(int width)
{
    // So large that the collector does not move the pieces of many rows.
    private const int PieceBits = 14;
    private const int PieceRows = 1 << PieceBits;
    private const int FirstRows = 4;

    private readonly List<T[]> _pieces = [];

    public int Count { get; private set; }

    /// <summary>The items of a row.</summary>
    public Span<T> this[int row] => _pieces[row >> PieceBits].AsSpan((row & (PieceRows - 1)) * width, width);

    /// <summary>Adds a row, whose items the caller writes.</summary>
    public Span<T> Add()
    {
        var piece = Count >> PieceBits;
        var place = Count & (PieceRows - 1);
        if (piece == _pieces.Count)
            _pieces.Add(new T[(piece == 0 ? FirstRows : PieceRows) * width]);
        var items = _pieces[piece];
        if ((place + 1) * width > items.Length)
        {
            Array.Resize(ref items, 2 * place * width);
            _pieces[piece] = items;
        }

        return this[Count++];
    }
}
