using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Nedb.Storage.Layers;
using Nedb.Storage.Rows;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// One field of many rows. Of rows that lie in one block the values are decoded together, and stay decoded; of others, where the field
/// stands is looked up once for each run of documents that carry the same fields. No <see cref="NedbValue"/> and no document is made.
/// Safe for use by any number of threads.
/// </summary>
/// <param name="fieldId">The identity of the field.</param>
/// <param name="isMissingNull">Whether a version that does not carry the field reads as null; otherwise such a version cannot be read
/// here.</param>
public sealed class FieldColumn(int fieldId, bool isMissingNull)
{
    private Place _place = new(null, -1);

    /// <summary>The kind of the first value that is not null, of rows that hold documents or nothing: most likely that of all.</summary>
    /// <returns>Null where a document does not carry the field, or where only the document can tell.</returns>
    public ValueKind? KindOf(ReadOnlySpan<RowHandle> rows)
    {
        while (rows.Length > 0)
        {
            var count = RowHandle.CountInBlock(rows, out _);
            ValueKind kind;
            if (count > 0 && rows[0].Block!.Find(fieldId, count) is { } values)
            {
                kind = Usable(values).Kind;
            }
            else
            {
                BytesOf(in rows[0], out kind);
                count = 1;
            }

            if (kind != ValueKind.Null)
                return kind == RowBlock.Unknown ? null : kind;
            rows = rows[count..];
        }

        return ValueKind.Null;
    }

    /// <summary>Reads integers, or another kind that is one number of 64 bits: booleans as 0 and 1, dates as day numbers, timestamps as
    /// ticks.</summary>
    /// <param name="rows">The rows, which hold documents; nothing reads as null.</param>
    /// <param name="kind">The kind: <see cref="ValueKind.Int64"/>, <see cref="ValueKind.Boolean"/>, <see cref="ValueKind.Date"/> or
    /// <see cref="ValueKind.Timestamp"/>.</param>
    /// <param name="values">The values, one for each row; any number for null.</param>
    /// <param name="nulls">Set for each row whether its value is null.</param>
    /// <param name="hasNull">Whether any is null.</param>
    /// <param name="timeKind">What the ticks of all timestamps mean.</param>
    /// <returns>Whether every value is of that kind or null, and timestamps are all of one <see cref="DateTimeKind"/>; otherwise nothing
    /// of what was set counts.</returns>
    public bool TryReadIntegers(
        ReadOnlySpan<RowHandle> rows, ValueKind kind, Span<long> values, Span<bool> nulls, out bool hasNull, out DateTimeKind timeKind)
    {
        hasNull = false;
        var firstKind = (DateTimeKind?)null;
        for (var at = 0; at < rows.Length;)
        {
            var found = FindValues(rows[at..], out var count, out var isDense);
            if (found is not null)
            {
                if (found.Kind != ValueKind.Null
                    && (found.Kind != kind || (kind == ValueKind.Timestamp && (firstKind ??= found.TimeKind) != found.TimeKind)))
                    break;
                var part = rows.Slice(at, count);
                found.Integers?.CopyTo(part, isDense, values[at..]);
                SetNulls(found, part, nulls.Slice(at, count), ref hasNull);
                at += count;
            }
            else if (TryReadInteger(in rows[at], kind, ref firstKind, out values[at], out nulls[at]))
            {
                hasNull |= nulls[at++];
            }
            else
            {
                break;
            }

            if (at == rows.Length)
            {
                timeKind = firstKind ?? default;
                return true;
            }
        }

        timeKind = default;
        return rows.Length == 0;
    }

    /// <summary>As <see cref="TryReadIntegers"/>, for binary floating-point numbers.</summary>
    public bool TryReadDoubles(ReadOnlySpan<RowHandle> rows, Span<double> values, Span<bool> nulls, out bool hasNull)
    {
        hasNull = false;
        for (var at = 0; at < rows.Length;)
        {
            if (FindValues(rows[at..], out var count, out var isDense) is { } found)
            {
                if (found.Kind is not (ValueKind.Null or ValueKind.Double))
                    return false;
                if (found.Singles is not null)
                    Widen(found.Singles, rows.Slice(at, count), isDense, values[at..]);
                else if (found.Doubles is not null)
                    Copy(found.Doubles, rows.Slice(at, count), isDense, values[at..]);
                SetNulls(found, rows.Slice(at, count), nulls.Slice(at, count), ref hasNull);
                at += count;
                continue;
            }

            var bytes = BytesOf(in rows[at], out var kind);
            if (kind is not (ValueKind.Null or ValueKind.Double))
                return false;
            values[at] = kind == ValueKind.Null ? 0 : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
            hasNull |= nulls[at++] = kind == ValueKind.Null;
        }

        return true;
    }

    /// <summary>As <see cref="TryReadIntegers"/>, for decimal numbers.</summary>
    public bool TryReadDecimals(ReadOnlySpan<RowHandle> rows, Span<decimal> values, Span<bool> nulls, out bool hasNull)
    {
        hasNull = false;
        for (var at = 0; at < rows.Length;)
        {
            if (FindValues(rows[at..], out var count, out var isDense) is { } found)
            {
                if (found.Kind is not (ValueKind.Null or ValueKind.Decimal))
                    return false;
                if (found.Integers is not null)
                    SetPoints(found.Integers, found.Scale, rows.Slice(at, count), values[at..]);
                else if (found.Decimals is not null)
                    Copy(found.Decimals, rows.Slice(at, count), isDense, values[at..]);
                SetNulls(found, rows.Slice(at, count), nulls.Slice(at, count), ref hasNull);
                at += count;
                continue;
            }

            var bytes = BytesOf(in rows[at], out var kind);
            if (kind is not (ValueKind.Null or ValueKind.Decimal))
                return false;
            values[at] = kind == ValueKind.Null ? 0 : RowReader.ReadDecimal(bytes);
            hasNull |= nulls[at++] = kind == ValueKind.Null;
        }

        return true;
    }

    /// <summary>Whether the values are all text or null, so that <see cref="TryGetText"/> tells all there is to know.</summary>
    public bool AreTexts(ReadOnlySpan<RowHandle> rows)
    {
        for (var at = 0; at < rows.Length;)
        {
            if (FindValues(rows[at..], out var count, out _) is { } found)
            {
                if (found.Kind is not (ValueKind.String or ValueKind.Null))
                    return false;
                at += count;
                continue;
            }

            for (var end = at + Math.Max(count, 1); at < end; at++)
            {
                BytesOf(in rows[at], out var kind);
                if (kind is not (ValueKind.String or ValueKind.Null))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Reads the texts of rows that lie together: as places in a list, so that of equal texts one needs to be looked at.</summary>
    /// <param name="rows">The rows, at least one, whose values are text or null.</param>
    /// <param name="codes">Set for each row that is read the place of its text in the list; -1 for null. As long as the rows.</param>
    /// <param name="texts">The list; null where the rows are for <see cref="TryGetText"/>, one by one.</param>
    /// <returns>How many rows were read, or are to be read one by one, from the first on.</returns>
    public int TakeTexts(ReadOnlySpan<RowHandle> rows, Span<int> codes, out TextList? texts)
    {
        texts = null;
        // A block may have been decoded since the rows were found to be texts, and hold others that nobody asked about.
        if (FindValues(rows, out var count, out _) is not { Kind: ValueKind.String or ValueKind.Null } found)
            return Math.Max(count, 1);
        if (found.Codes is { } places)
        {
            texts = found.Texts;
            places.CopyTo(rows[..count], codes);
        }
        else if (found.Kind == ValueKind.Null)
        {
            texts = TextList.Empty;
            codes[..count].Fill(-1);
        }

        return count;
    }

    /// <summary>The UTF-8 bytes of the text of a row.</summary>
    /// <returns>Whether its value is text.</returns>
    public bool TryGetText(in RowHandle row, out ReadOnlySpan<byte> text)
    {
        text = BytesOf(in row, out var found);
        return found == ValueKind.String;
    }

    /// <summary>The value of a document.</summary>
    /// <returns>Whether it can be read here.</returns>
    public bool TryRead(Document document, out NedbValue value)
    {
        if (AsStored(document) is { } entry && TryFind(entry, out var position))
        {
            value = position < 0 ? default : RowReader.Read(entry.Row, position, entry.Shape!.Count);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>The value of a row that holds a document.</summary>
    /// <returns>Whether it can be read here.</returns>
    public bool TryRead(in RowHandle row, out NedbValue value)
    {
        if (row.Block is not { } block)
        {
            if (row.ReadDocument() is { } document)
                return TryRead(document, out value);
            value = default;
            return true;
        }

        var bytes = block.BytesOf(row.Index, fieldId, out var kind);
        if (kind == RowBlock.Missing && isMissingNull)
            kind = ValueKind.Null;
        var isKnown = kind is not (RowBlock.Missing or RowBlock.Unknown);
        value = isKnown ? RowReader.Read(kind, bytes) : default;
        return isKnown;
    }

    /// <summary>Reads an integer.</summary>
    /// <returns>Whether the value is one.</returns>
    public bool TryRead(Document document, out long value)
    {
        var bytes = BytesOf(document, out var kind);
        value = kind == ValueKind.Int64 ? RowReader.ReadInteger(bytes) : 0;
        return kind == ValueKind.Int64;
    }

    private static void Copy<T>(T[] source, ReadOnlySpan<RowHandle> rows, bool isDense, Span<T> values)
    {
        if (isDense)
            source.AsSpan(rows[0].Index, rows.Length).CopyTo(values);
        else
            for (var i = 0; i < rows.Length; i++)
                values[i] = source[rows[i].Index];
    }

    private static void Widen(float[] source, ReadOnlySpan<RowHandle> rows, bool isDense, Span<double> values)
    {
        if (isDense)
        {
            var part = source.AsSpan(rows[0].Index, rows.Length);
            values = values[..part.Length];
            for (var i = 0; i < part.Length; i++)
                values[i] = part[i];
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
                values[i] = source[rows[i].Index];
        }
    }

    private static void SetPoints(PackedIntegers digits, byte scale, ReadOnlySpan<RowHandle> rows, Span<decimal> values)
    {
        for (var i = 0; i < rows.Length; i++)
            values[i] = FieldValues.ToDecimal(digits[rows[i].Index], scale);
    }

    private static void SetNulls(FieldValues found, ReadOnlySpan<RowHandle> rows, Span<bool> nulls, ref bool hasNull)
    {
        if (found.Kind == ValueKind.Null)
        {
            nulls.Fill(true);
            hasNull = true;
        }
        else if (found.Nulls is null)
        {
            nulls.Clear();
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
                hasNull |= nulls[i] = found.Nulls[rows[i].Index];
        }
    }

    /// <summary>The values of the first rows, where those lie together in a block and it is known what their field holds.</summary>
    /// <param name="rows">The rows, at least one.</param>
    /// <param name="count">How many of them that is.</param>
    /// <param name="isDense">Whether they lie one behind the other.</param>
    private FieldValues? FindValues(ReadOnlySpan<RowHandle> rows, out int count, out bool isDense)
    {
        count = RowHandle.CountInBlock(rows, out isDense);
        return count > 0 && rows[0].Block!.Find(fieldId, count) is { } values ? Usable(values) : null;
    }

    private FieldValues Usable(FieldValues values) => values.HasMissing && !isMissingNull ? FieldValues.Undecoded : values;

    private bool TryReadInteger(in RowHandle row, ValueKind kind, ref DateTimeKind? firstKind, out long value, out bool isNull)
    {
        var bytes = BytesOf(in row, out var found);
        value = 0;
        isNull = found == ValueKind.Null;
        if (isNull || found != kind)
            return isNull;
        switch (kind)
        {
            case ValueKind.Int64:
                value = RowReader.ReadInteger(bytes);
                return true;
            case ValueKind.Boolean:
                value = bytes[0];
                return true;
            case ValueKind.Date:
                value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
                return true;
            default:
                value = RowReader.ReadTicks(bytes, out var timeKind);
                return (firstKind ??= timeKind) == timeKind;
        }
    }

    // Asking for the classes that most are costs a comparison each; asking for a base class costs a call.
    private static StoredDocument? AsStored(Document? document) =>
        document is RunDocument inRun ? inRun : document is VersionEntry entry ? entry : document as StoredDocument;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> BytesOf(in RowHandle row, out ValueKind kind)
    {
        if (row.Block is not { } block)
            return BytesOf(row.ReadDocument(), out kind);
        var bytes = block.BytesOf(row.Index, fieldId, out kind);
        if (kind == RowBlock.Missing)
            kind = isMissingNull ? ValueKind.Null : RowBlock.Unknown;
        return bytes;
    }

    /// <summary>The bytes of a value; a kind that no value has stands for one that cannot be read here.</summary>
    private ReadOnlySpan<byte> BytesOf(Document? document, out ValueKind kind)
    {
        if (AsStored(document) is { } entry && TryFind(entry, out var position))
        {
            if (position >= 0)
                return RowReader.Bytes(entry.Row, position, entry.Shape!.Count, out kind);
            kind = ValueKind.Null;
            return default;
        }

        kind = document is null ? ValueKind.Null : RowBlock.Unknown;
        return default;
    }

    /// <returns>Whether the field can be read: at a position, or as null where that is negative.</returns>
    private bool TryFind(StoredDocument entry, out int position)
    {
        var place = _place;
        var shape = entry.Shape;
        if (!ReferenceEquals(place.Shape, shape))
            _place = place = new(shape, shape?.PositionOf(fieldId) ?? -1);
        position = place.Position;
        if (position < 0 && entry.IsContentErased)
            entry.HasField(fieldId); // says that it was erased
        return position >= 0 || isMissingNull;
    }

    private sealed class Place(Shape? shape, int position)
    {
        public readonly Shape? Shape = shape;
        public readonly int Position = position;
    }
}
