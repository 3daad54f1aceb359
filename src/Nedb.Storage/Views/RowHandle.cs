using System.Runtime.CompilerServices;

namespace Nedb.Storage.Views;

/// <summary>
/// What a row of a query holds of one source: an object, such as a <see cref="Document"/>, or the place in a block of rows where a version
/// lies. From a place the document is made only when somebody asks for it; whoever needs some fields of many rows reads them through a
/// <see cref="FieldColumn"/>, and no object is made for any of them.
/// </summary>
public readonly struct RowHandle
{
    private readonly object? _item;
    private readonly int _place; // from 1 in a block; 0 where the item itself is what the row holds

    /// <summary>Holds an object, or nothing.</summary>
    /// <param name="item">The object; null for nothing.</param>
    public RowHandle(object? item) => _item = item;

    internal RowHandle(RowBlock block, int index)
    {
        _item = block;
        _place = index + 1;
    }

    /// <summary>Whether the row holds an object, or nothing: reading it makes nothing.</summary>
    public bool IsMade => _place == 0;

    /// <summary>Whether the row holds nothing.</summary>
    internal bool IsEmpty => _item is null;

    /// <summary>The block that the version lies in; null where the row holds an object, or nothing.</summary>
    internal RowBlock? Block
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _place == 0 ? null : Unsafe.As<RowBlock>(_item);
    }

    /// <summary>Where in the block the version lies.</summary>
    internal int Index => _place - 1;

    /// <summary>Whether another row holds the same object, or the same version at the same place.</summary>
    public bool IsSameAs(in RowHandle other) => ReferenceEquals(_item, other._item) && _place == other._place;

    /// <summary>The object; where the row holds the place of a version, a document that is made for the caller.</summary>
    public object? Read() => Block is { } block ? block.Read(Index) : _item;

    /// <summary>As <see cref="Read"/>, of a row that holds a version or nothing.</summary>
    internal Document? ReadDocument() => Block is { } block ? block.Read(Index) : Unsafe.As<Document?>(_item);

    /// <summary>How many of some rows, from the first on, lie in the block of the first; 0 where that lies in none.</summary>
    /// <param name="rows">The rows, at least one.</param>
    /// <param name="isDense">Whether each of them lies directly behind the one before.</param>
    internal static int CountInBlock(ReadOnlySpan<RowHandle> rows, out bool isDense)
    {
        isDense = true;
        if (rows[0]._place == 0)
            return 0;
        var block = rows[0]._item;
        var place = rows[0]._place;
        var count = 1;
        for (; count < rows.Length && ReferenceEquals(rows[count]._item, block); count++)
        {
            isDense &= rows[count]._place == place + 1;
            place = rows[count]._place;
        }

        return count;
    }
}
