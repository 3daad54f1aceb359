using System.Buffers.Binary;
using Nedb.Storage.Layers;
using Nedb.Storage.Rows;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// One field of many documents. Where it stands in their rows is looked up once for each run of documents that carry the same fields, and
/// its values are read without making a <see cref="NedbValue"/>. Safe for use by any number of threads.
/// </summary>
/// <param name="fieldId">The identity of the field.</param>
/// <param name="isMissingNull">Whether a version that does not carry the field reads as null; otherwise such a version cannot be read
/// here.</param>
public sealed class FieldColumn(int fieldId, bool isMissingNull)
{
    private Place _place = new(null, -1);

    /// <summary>The kind of the value of a document; null where the document does not carry the field.</summary>
    public ValueKind? KindOf(Document? document)
    {
        if (AsStored(document) is not { } entry || !TryFind(entry, out var position))
            return document is null || isMissingNull ? ValueKind.Null : null;
        return position < 0 ? ValueKind.Null : RowReader.KindAt(entry.Row, position);
    }

    /// <summary>Reads integers, or another kind that is one number of 64 bits: booleans as 0 and 1, dates as day numbers.</summary>
    /// <param name="documents">The documents; null reads as null.</param>
    /// <param name="kind">The kind: <see cref="ValueKind.Int64"/>, <see cref="ValueKind.Boolean"/> or <see cref="ValueKind.Date"/>.</param>
    /// <param name="values">The values, one for each document; 0 for null.</param>
    /// <param name="nulls">Set for each document whether its value is null.</param>
    /// <param name="hasNull">Whether any is null.</param>
    /// <returns>Whether every value is of that kind or null; otherwise nothing of what was set counts.</returns>
    public bool TryReadIntegers(
        ReadOnlySpan<Document?> documents, ValueKind kind, Span<long> values, Span<bool> nulls, out bool hasNull)
    {
        hasNull = false;
        for (var i = 0; i < documents.Length; i++)
        {
            var bytes = BytesOf(documents[i], out var found);
            nulls[i] = found == ValueKind.Null;
            if (found == kind)
            {
                values[i] = kind switch
                {
                    ValueKind.Int64 => RowReader.ReadInteger(bytes),
                    ValueKind.Boolean => bytes[0],
                    _ => BinaryPrimitives.ReadInt32LittleEndian(bytes),
                };
                continue;
            }

            if (found != ValueKind.Null)
                return false;
            values[i] = 0;
            hasNull = true;
        }

        return true;
    }

    /// <summary>As <see cref="TryReadIntegers"/>, for binary floating-point numbers.</summary>
    public bool TryReadDoubles(ReadOnlySpan<Document?> documents, Span<double> values, Span<bool> nulls, out bool hasNull)
    {
        hasNull = false;
        for (var i = 0; i < documents.Length; i++)
        {
            var bytes = BytesOf(documents[i], out var found);
            nulls[i] = found == ValueKind.Null;
            if (found == ValueKind.Double)
            {
                values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
                continue;
            }

            if (found != ValueKind.Null)
                return false;
            values[i] = 0;
            hasNull = true;
        }

        return true;
    }

    /// <summary>As <see cref="TryReadIntegers"/>, for decimal numbers.</summary>
    public bool TryReadDecimals(ReadOnlySpan<Document?> documents, Span<decimal> values, Span<bool> nulls, out bool hasNull)
    {
        hasNull = false;
        for (var i = 0; i < documents.Length; i++)
        {
            var bytes = BytesOf(documents[i], out var found);
            nulls[i] = found == ValueKind.Null;
            if (found == ValueKind.Decimal)
            {
                values[i] = RowReader.ReadDecimal(bytes);
                continue;
            }

            if (found != ValueKind.Null)
                return false;
            values[i] = 0;
            hasNull = true;
        }

        return true;
    }

    /// <summary>Whether the values are all text or null, so that <see cref="TryGetText"/> tells all there is to know.</summary>
    public bool AreTexts(ReadOnlySpan<Document?> documents)
    {
        foreach (var document in documents)
        {
            BytesOf(document, out var found);
            if (found is not (ValueKind.String or ValueKind.Null))
                return false;
        }

        return true;
    }

    /// <summary>The UTF-8 bytes of the text of a document.</summary>
    /// <returns>Whether its value is text.</returns>
    public bool TryGetText(Document? document, out ReadOnlySpan<byte> text)
    {
        text = BytesOf(document, out var found);
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

    /// <summary>Reads an integer.</summary>
    /// <returns>Whether the value is one.</returns>
    public bool TryRead(Document document, out long value)
    {
        var bytes = BytesOf(document, out var kind);
        value = kind == ValueKind.Int64 ? RowReader.ReadInteger(bytes) : 0;
        return kind == ValueKind.Int64;
    }

    // Asking for the classes that most are costs a comparison each; asking for a base class costs a call.
    private static StoredDocument? AsStored(Document? document) =>
        document is RunDocument inRun ? inRun : document is VersionEntry entry ? entry : document as StoredDocument;

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

        kind = document is null ? ValueKind.Null : (ValueKind)byte.MaxValue;
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
