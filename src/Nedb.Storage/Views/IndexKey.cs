using System.Buffers.Binary;
using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>Makes the entries of indexes and of history.</summary>
internal static class IndexKey
{
    public const int SeqBytes = sizeof(long);

    /// <summary>Appends the ordered encoding of the indexed values of a document.</summary>
    /// <returns>Whether none of them is null; only then does a unique index compare them.</returns>
    public static bool TryEncodePrefix(IndexDefinition index, CollectionDefinition collection, Document document, ByteBuffer buffer) =>
        TryEncodePrefix(index, index.Fields.Length, collection, document, buffer);

    /// <summary>As the other overload, of the first fields only.</summary>
    public static bool TryEncodePrefix(
        IndexDefinition index, int fieldCount, CollectionDefinition collection, Document document, ByteBuffer buffer)
    {
        var hasNoNull = true;
        foreach (var field in index.Fields.AsSpan()[..fieldCount])
        {
            // What was erased is in no index: the entry is that of null, and reading the version says why.
            var isErased = document is StoredDocument { IsContentErased: true } erased && !erased.Carries(field.FieldId);
            var value = isErased ? default : document.GetValue(field.FieldId);
            // A version that was written before the field existed reads as what the field was added with.
            if (value.IsNull && !isErased && !document.HasField(field.FieldId))
                value = collection.FindField(field.FieldId)?.MissingValue ?? default;
            hasNoNull &= !value.IsNull;
            if (collection.HasCollations && collection.FindField(field.FieldId)?.TextCollation is { } collation)
                value = collation.Fold(in value);
            KeyEncoder.Append(in value, field.IsDescending, buffer);
        }

        return hasNoNull;
    }

    /// <summary>The entry of a document: its indexed values, then its key.</summary>
    public static byte[] Entry(IndexDefinition index, CollectionDefinition collection, StoredDocument document)
    {
        var buffer = ByteBuffer.Rent();
        TryEncodePrefix(index, collection, document, buffer);
        buffer.Append(document.KeyBytes);
        var entry = buffer.ToArray();
        ByteBuffer.Return(buffer);
        return entry.Length <= WriteLimits.IndexEntryBytesMax ? entry : throw TooLong(index, collection, document, entry.Length);
    }

    /// <summary>Refuses a document that an index cannot take.</summary>
    /// <exception cref="StorageException">ValueInvalid.</exception>
    public static void CheckEntry(IndexDefinition index, CollectionDefinition collection, StoredDocument document) =>
        Entry(index, collection, document);

    /// <summary>The place of a closed version in a history: its key or entry, then its seq.</summary>
    public static byte[] WithSeq(ReadOnlySpan<byte> key, long seq)
    {
        var bytes = new byte[key.Length + SeqBytes];
        key.CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(key.Length), seq);
        return bytes;
    }

    /// <summary>Whether a place in a history is one of that key or entry.</summary>
    public static bool IsPlaceOf(ReadOnlySpan<byte> place, ReadOnlySpan<byte> key) =>
        place.Length == key.Length + SeqBytes && place.StartsWith(key);

    /// <summary>The seq at the end of a place in a history.</summary>
    public static long SeqOf(ReadOnlySpan<byte> place) => BinaryPrimitives.ReadInt64BigEndian(place[^SeqBytes..]);

    private static StorageException TooLong(
        IndexDefinition index, CollectionDefinition collection, StoredDocument document, int length)
    {
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"The document {document.Id} of collection '{collection.Name}' takes {length:N0} bytes in index '{index.Name}'; the limit is "
            + $"{WriteLimits.IndexEntryBytesMax:N0}. Index shorter values, or leave long ones out with a filter.");
        return new(StorageErrorCode.ValueInvalid, message) { Collection = collection.Name, Constraint = index.Name };
    }
}
