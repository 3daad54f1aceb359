using System.Buffers;
using Nedb.Storage.Rows;
using Nedb.Storage.Runs;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// The versions of one collection in one block of a run, for one reader. What fields hold is decoded once, and stays with the block in the
/// cache as long as there is room that no block needs.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="block">The block.</param>
/// <param name="first">The first entry of the collection.</param>
/// <param name="end">The entry behind its last one.</param>
/// <param name="collectionId">The collection.</param>
/// <param name="runs">The runs that are read, which know the layouts and the hashes.</param>
internal sealed class RunBlock(Run run, Block block, int first, int end, int collectionId, RunSet runs) : RowBlock
{
    // Decoding a value with all others of its block costs less than reading it alone, as long as a good part of them is wanted.
    private const int LeastPart = 4;

    // Stands for no field, but for where the rows begin.
    private const int RowStarts = int.MinValue;

    private RowLayout? _layout;
    private PackedIntegers? _rows; // where each row begins, where all are of the same fields, and none is a mere mark
    private DecodedField[] _own = []; // what the cache had no room for
    private int _asked; // about how many values were read alone; a race makes nothing wrong

    /// <summary>The block.</summary>
    public Block Block => block;

    /// <inheritdoc/>
    public override byte[] Bytes => block.Array;

    /// <summary>The entry behind the last one of the collection.</summary>
    public int End => end;

    /// <summary>The row that an entry of the block is.</summary>
    public RowHandle At(int entry) => new(this, entry - first);

    /// <summary>Gives the rows from an entry on.</summary>
    public void CopyTo(int entry, Span<RowHandle> rows)
    {
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new(this, entry - first + i);
    }

    /// <inheritdoc/>
    public override StoredDocument Read(int index)
    {
        var entry = block.Entry(first + index);
        var layout = FindLayout(block.Array.AsSpan(entry.ValueStart, entry.ValueLength));
        return VersionCodec.Read(collectionId, block.Array, entry.ValueStart, entry.ValueLength, layout, runs.Whole ?? runs);
    }

    /// <inheritdoc/>
    public override Shape? FindRow(int index, out ArraySegment<byte> row)
    {
        var entry = block.Entry(first + index);
        var value = block.Array.AsSpan(entry.ValueStart, entry.ValueLength);
        var length = VersionCodec.RowOf(value).Length;
        row = new(block.Array, entry.ValueStart + entry.ValueLength - length, length);
        return FindLayout(value)?.Shape;
    }

    /// <inheritdoc/>
    public override FieldValues? Find(int fieldId, int wanted)
    {
        var found = DecodedField.Find(block.Decoded, first, fieldId) ?? DecodedField.Find(Volatile.Read(ref _own), first, fieldId);
        if (found is not null)
        {
            // The values themselves are read where they stand.
            if (found is { Kind: Unknown } or { Kind: ValueKind.String, Codes: null })
                FindRows();
            return found;
        }

        if (wanted * LeastPart < end - first && (_asked += wanted) < LeastPart * (end - first))
            return null;
        return Keep(fieldId, Decode(fieldId));
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> BytesOf(int index, int fieldId, out ValueKind kind)
    {
        if (Volatile.Read(ref _rows) is { } rows)
        {
            var known = _layout!.Shape.PositionOf(fieldId);
            if (known >= 0)
                return RowReader.Bytes(RowAt(rows, index), known, _layout.Shape.Count, out kind);
            kind = Missing;
            return default;
        }

        var entry = block.Entry(first + index);
        var value = block.Array.AsSpan(entry.ValueStart, entry.ValueLength);
        var shape = FindLayout(value)?.Shape;
        var position = shape?.PositionOf(fieldId) ?? -1;
        if (VersionCodec.IsErased(value))
            kind = Unknown;
        else if (position < 0)
            kind = Missing;
        else
            return RowReader.Bytes(VersionCodec.RowOf(value), position, shape!.Count, out kind);
        return default;
    }

    private FieldValues Keep(int fieldId, FieldValues values)
    {
        var decoded = new DecodedField(first, fieldId, values);
        if (!run.TryKeep(block, decoded))
            Volatile.Write(ref _own, [.. Volatile.Read(ref _own), decoded]);
        return values;
    }

    private ReadOnlySpan<byte> RowAt(PackedIntegers rows, int index)
    {
        var start = (int)rows[index];
        return block.Array.AsSpan(start, block.ValueEndOf(first + index) - start);
    }

    /// <summary>Looks once where the rows begin, so that nobody needs to look at an entry and its layout again to read a field.</summary>
    /// <returns>Null where the rows are not all alike.</returns>
    private PackedIntegers? FindRows()
    {
        if (Volatile.Read(ref _rows) is { } known)
            return known;
        var found = DecodedField.Find(block.Decoded, first, RowStarts) ?? DecodedField.Find(Volatile.Read(ref _own), first, RowStarts);
        var rows = (found ?? Keep(RowStarts, FindRowStarts())).Integers;
        if (rows is not null)
        {
            var entry = block.Entry(first);
            FindLayout(block.Array.AsSpan(entry.ValueStart, entry.ValueLength));
            Volatile.Write(ref _rows, rows);
        }

        return rows;
    }

    private FieldValues FindRowStarts()
    {
        var starts = ArrayPool<long>.Shared.Rent(end - first);
        var layoutId = 0;
        var areAlike = true;
        for (var index = 0; index < end - first && areAlike; index++)
        {
            var entry = block.Entry(first + index);
            var value = block.Array.AsSpan(entry.ValueStart, entry.ValueLength);
            areAlike = !value.IsEmpty && !VersionCodec.IsTombstone(value) && !VersionCodec.IsErased(value);
            if (!areAlike)
                break;
            var found = VersionCodec.LayoutIdOf(value);
            areAlike = found != 0 && (found == layoutId || index == 0);
            layoutId = found;
            starts[index] = entry.ValueStart + entry.ValueLength - VersionCodec.RowOf(value).Length;
        }

        // They ascend, as the rows do.
        var values = !areAlike ? FieldValues.Undecoded : new()
        {
            Kind = ValueKind.Int64,
            Integers = PackedIntegers.Pack(starts.AsSpan(0, end - first), starts[0], starts[end - first - 1]),
        };
        ArrayPool<long>.Shared.Return(starts);
        return values;
    }

    private FieldValues Decode(int fieldId)
    {
        if (FindRows() is not { } rows)
            return DecodeEach(fieldId);
        var builder = new FieldValuesBuilder(end - first);
        var shape = _layout!.Shape;
        var position = shape.PositionOf(fieldId);
        for (var index = 0; index < end - first && !builder.IsUndecoded; index++)
        {
            if (position < 0)
                builder.Miss(index);
            else
                builder.Add(index, RowReader.Bytes(RowAt(rows, index), position, shape.Count, out var kind), kind);
        }

        return builder.Build();
    }

    private FieldValues DecodeEach(int fieldId)
    {
        var builder = new FieldValuesBuilder(end - first);
        RowLayout? layout = null;
        var position = -1;
        for (var index = 0; index < end - first && !builder.IsUndecoded; index++)
        {
            var entry = block.Entry(first + index);
            var value = block.Array.AsSpan(entry.ValueStart, entry.ValueLength);
            if (value.IsEmpty || VersionCodec.IsTombstone(value))
            {
                builder.Pass(index); // it only hides what lies below, or shows in no state
                continue;
            }

            if (VersionCodec.IsErased(value))
            {
                builder.GiveUp();
                break;
            }

            var found = FindLayout(value);
            if (!ReferenceEquals(found, layout))
                (layout, position) = (found, found?.Shape.PositionOf(fieldId) ?? -1);
            if (position < 0)
                builder.Miss(index);
            else
                builder.Add(index, RowReader.Bytes(VersionCodec.RowOf(value), position, layout!.Shape.Count, out var kind), kind);
        }

        return builder.Build();
    }

    private RowLayout? FindLayout(ReadOnlySpan<byte> value)
    {
        var layoutId = VersionCodec.LayoutIdOf(value);
        var layout = _layout;
        if (layout is null || layout.Id != layoutId)
            _layout = layout = VersionCodec.FindLayout(layoutId, runs.Layouts);
        return layout;
    }
}
