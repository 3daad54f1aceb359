using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// One version of a document, or a tombstone: an entry of a view. It is immutable but for <see cref="SupersededSeq"/>, which the
/// engine sets once, when a later version of the same key is committed. It belongs to the engine: what it hands out are copies.
/// </summary>
public abstract class Document
{
    /// <summary>The collection that it belongs to.</summary>
    public abstract int CollectionId { get; }

    /// <summary>What it is.</summary>
    public abstract NodeKind Kind { get; }

    /// <summary>The seq at which it was written; in an open transaction, the seq that it will have if nobody else commits before.</summary>
    public abstract long Seq { get; }

    /// <summary>The seq of the version that replaced it, or <see cref="long.MaxValue"/> while it is current.</summary>
    public abstract long SupersededSeq { get; }

    /// <summary>The seq of the version that it replaced, or 0.</summary>
    public abstract long PreviousSeq { get; }

    /// <summary>The time of its commit in UTC; in an open transaction, the time of the first write there.</summary>
    public abstract DateTime CommittedAt { get; }

    /// <summary>The hash of its leaf in the tree of the log; zero in an open transaction.</summary>
    public abstract Hash256 Hash { get; }

    /// <summary>Its period of valid time.</summary>
    public abstract Period Period { get; }

    /// <summary>Why it was written.</summary>
    public abstract Provenance Provenance { get; }

    /// <summary>The key in its ordered encoding (<see cref="KeyEncoder"/>), unique within the collection.</summary>
    public abstract ReadOnlyMemory<byte> Key { get; }

    /// <summary>The value that <c>_id</c> reads as: the one key value, or the array of them.</summary>
    public abstract NedbValue Id { get; }

    /// <summary>The seq of the act that erased its content, or some fields of it; 0 while it is as it was written.</summary>
    public virtual long ErasedSeq => 0;

    /// <summary>
    /// Whether all of its content was erased: reading a field that is not part of the key is then refused
    /// (<see cref="Diagnostics.StorageErrorCode.Erased"/>), while its key, its times, its provenance and its hash stay. Where only some
    /// fields were erased, those read as null, and the others as ever.
    /// </summary>
    public virtual bool IsContentErased => false;

    /// <summary>Whether it ends its document.</summary>
    public bool IsTombstone => Kind is NodeKind.Tombstone or NodeKind.Unlink;

    /// <summary>Whether the version carries a value, null included, for that field.</summary>
    /// <exception cref="Diagnostics.StorageException">Erased: nobody can tell any more.</exception>
    public abstract bool HasField(int fieldId);

    /// <summary>The value of a field by its identity; null where the version does not carry it.</summary>
    /// <exception cref="Diagnostics.StorageException">Erased: the content was erased.</exception>
    public abstract NedbValue GetValue(int fieldId);

    /// <summary>Reads an integer field without making a <see cref="NedbValue"/>.</summary>
    /// <returns>Whether the version carries an <see cref="ValueKind.Int64"/> there.</returns>
    public virtual bool TryGetInt64(int fieldId, out long value)
    {
        var found = GetValue(fieldId);
        value = found.Kind == ValueKind.Int64 ? found.AsInt64() : 0;
        return found.Kind == ValueKind.Int64;
    }

    /// <summary>The identities of the fields that the version carries, ascending.</summary>
    /// <exception cref="Diagnostics.StorageException">Erased: the content was erased.</exception>
    public abstract ReadOnlySpan<int> FieldIds { get; }
}
