using Nedb.Storage.Erasures;
using Nedb.Storage.Rows;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// A version in memory. Seq, time and hash may change until it is published; afterwards only <see cref="MarkSuperseded"/> may.
/// </summary>
internal sealed class VersionEntry : StoredDocument
{
    private readonly byte[] _key;
    // The identities of the key fields where the row carries the key, else the value of _id itself.
    private readonly object _id;
    private long _seq;
    private long _supersededSeq = long.MaxValue;
    private long _ticks;
    private Hash256 _hash;
    private readonly Details? _details;

    public VersionEntry(
        int collectionId,
        NodeKind kind,
        long seq,
        long previousSeq,
        long ticksUtc,
        byte[] key,
        NedbValue id,
        Shape? shape,
        ArraySegment<byte> row,
        Period period,
        Provenance provenance,
        int[]? keyFieldIds = null,
        ErasureMark erasure = default)
        : this(
            collectionId, kind, seq, previousSeq, ticksUtc, key,
            row.Array is not null && keyFieldIds is { Length: > 0 } ? keyFieldIds : id, shape, row, Details.Of(period, provenance, erasure))
    {
    }

    private VersionEntry(
        int collectionId,
        NodeKind kind,
        long seq,
        long previousSeq,
        long ticksUtc,
        byte[] key,
        object id,
        Shape? shape,
        ArraySegment<byte> row,
        Details? details)
        : base(shape, row.Array ?? [], row.Offset, row.Count)
    {
        CollectionId = collectionId;
        Kind = kind;
        _seq = seq;
        PreviousSeq = previousSeq;
        _ticks = ticksUtc;
        _key = key;
        _id = id;
        _details = details;
    }

    private VersionEntry(VersionEntry source, long seq, long previousSeq, Provenance provenance)
        : base(source)
    {
        CollectionId = source.CollectionId;
        Kind = source.Kind;
        _seq = seq;
        PreviousSeq = previousSeq;
        _ticks = source._ticks;
        _key = source._key;
        _id = source._id;
        _details = Details.Of(source.Period, provenance, source.Erasure);
    }

    public override int CollectionId { get; }

    public override NodeKind Kind { get; }

    public override long Seq => _seq;

    public override long SupersededSeq => Volatile.Read(ref _supersededSeq);

    public override long PreviousSeq { get; }

    public override long Ticks => _ticks;

    public override Hash256 Hash => _hash;

    public override Period Period => _details?.Period ?? Period.Always;

    public override Provenance Provenance => _details?.Provenance ?? Provenance.None;

    public override ErasureMark Erasure => _details?.Erasure ?? default;

    public override int[]? KeyFieldIds => _id as int[];

    public override byte[] KeyBytes => _key;

    public override NedbValue Id => _id is int[] fieldIds ? ReadId(fieldIds) : (NedbValue)_id;

    /// <summary>The put that follows a version of a document: with another row, of the same shape and under the same key.</summary>
    public static VersionEntry Following(
        StoredDocument version, long seq, long ticksUtc, ArraySegment<byte> row, Period period, Provenance provenance) => new(
            version.CollectionId, NodeKind.Put, seq, version.Seq, ticksUtc, version.KeyBytes, version.KeyFieldIds ?? (object)version.Id,
            version.Shape, row, Details.Of(period, provenance, default));

    /// <summary>The same version with another seq, another predecessor and another reason; not published.</summary>
    public VersionEntry MovedTo(long seq, long previousSeq, Provenance provenance) => new(this, seq, previousSeq, provenance);

    /// <summary>Fixes what only the commit knows. Called before the version is published.</summary>
    public void Seal(long seq, long ticksUtc, Hash256 hash)
    {
        _seq = seq;
        _ticks = ticksUtc;
        _hash = hash;
    }

    /// <summary>Tells readers of the history which version came next. Called when that version is published.</summary>
    public void MarkSuperseded(long seq) => Volatile.Write(ref _supersededSeq, seq);

    /// <summary>What few versions have.</summary>
    private sealed record Details(Period Period, Provenance Provenance, ErasureMark Erasure)
    {
        public static Details? Of(Period period, Provenance provenance, ErasureMark erasure) =>
            period.IsAlways && !erasure.IsSet && provenance.Equals(Provenance.None) ? null : new(period, provenance, erasure);
    }
}
