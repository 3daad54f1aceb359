using System.Runtime.CompilerServices;
using Nedb.Storage.Rows;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// A document of which several fields are read, each by its place in a <see cref="RowFields"/>. What it cannot read, the document itself
/// tells: a field that the version does not carry, or nothing at all where there is no document. All documents are read by the same
/// <see cref="RowFields"/>; a text that comes again in them is the same string.
/// </summary>
public struct FieldRow
{
    private ArraySegment<byte> _row;
    private int _count; // of the fields of the row
    private int[]? _positions;
    private bool _isLater; // than the first document
    private RepeatedTexts? _texts; // of who reads more than one

    /// <summary>Stands on a document, or on none.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="document">The document; null for none.</param>
    public void MoveTo(RowFields fields, Document? document)
    {
        if (document is StoredDocument { Shape: { } shape } stored)
            MoveTo(fields, shape, stored.RowPlace);
        else
            _positions = null;
    }

    /// <summary>Stands on what a row of a query holds, of which no document is made.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="row">A version, or nothing.</param>
    public void MoveTo(RowFields fields, in RowHandle row)
    {
        if (row.Block is not { } block)
            MoveTo(fields, row.ReadDocument());
        else if (block.FindRow(row.Index, out var place) is { } shape)
            MoveTo(fields, shape, place);
        else
            _positions = null;
    }

    /// <summary>The value of a field.</summary>
    /// <returns>Whether it can be read here.</returns>
    public bool TryRead(int place, out NedbValue value)
    {
        var canRead = TryFind(place, out var bytes, out var kind);
        value = !canRead ? default : kind == ValueKind.String ? NedbValue.FromString(ReadText(place, bytes)) : RowReader.Read(kind, bytes);
        return canRead;
    }

    /// <summary>Reads an integer without making a <see cref="NedbValue"/>.</summary>
    /// <returns>Whether the field can be read here, and is an <see cref="ValueKind.Int64"/>.</returns>
    public readonly bool TryReadInt64(int place, out long value)
    {
        var isInteger = TryFind(place, out var bytes, out var kind) && kind == ValueKind.Int64;
        value = isInteger ? RowReader.ReadInteger(bytes) : 0;
        return isInteger;
    }

    /// <summary>Reads a text without making a <see cref="NedbValue"/>.</summary>
    /// <returns>The text; null where the field cannot be read here, or is none.</returns>
    public string? ReadText(int place) =>
        TryFind(place, out var bytes, out var kind) && kind == ValueKind.String ? ReadText(place, bytes) : null;

    /// <summary>Whether a field is null; nothing of it is made.</summary>
    /// <returns>Null where the field cannot be read here.</returns>
    public readonly bool? IsNull(int place) => TryFind(place, out _, out var kind) ? kind == ValueKind.Null : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool TryFind(int place, out ReadOnlySpan<byte> bytes, out ValueKind kind)
    {
        if (_positions is { } positions && positions[place] is >= 0 and var position)
        {
            bytes = RowReader.Bytes(_row, position, _count, out kind);
            return true;
        }

        bytes = default;
        kind = default;
        return false;
    }

    private string ReadText(int place, ReadOnlySpan<byte> bytes)
    {
        if (!_isLater)
            return RowReader.ReadText(bytes);
        _texts ??= new(_positions!.Length);
        return _texts.Read(place, bytes);
    }

    private void MoveTo(RowFields fields, Shape shape, ArraySegment<byte> row)
    {
        _isLater = _positions is not null;
        _row = row;
        _count = shape.Count;
        _positions = fields.Find(shape).Positions;
    }
}
