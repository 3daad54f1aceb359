using System.Buffers.Binary;
using Nedb.Storage.Cbor;
using Nedb.Storage.Erasures;
using Nedb.Storage.Rows;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// A version in a run: a stretch of one of its blocks. Nothing is copied or decoded before it is asked for; the block stays in memory as
/// long as the version does.
/// </summary>
internal sealed class RunDocument : StoredDocument
{
    private readonly int _start;
    private readonly RowLayout? _layout;
    private readonly INodeHashes _hashes;
    private readonly long _supersededSeq = long.MaxValue;
    private byte[]? _key;
    private Provenance? _provenance;

    // A version that was closed after it was written to the run, on bytes of its own.
    private RunDocument(RunDocument source, ArraySegment<byte> bytes, long supersededSeq)
        : base(
            source.Shape, bytes.Array!, bytes.Offset + source.RowStart - source._start, bytes.Count - (source.RowStart - source._start))
    {
        CollectionId = source.CollectionId;
        _start = bytes.Offset;
        _key = source._key;
        _layout = source._layout;
        _hashes = source._hashes;
        _supersededSeq = supersededSeq;
    }

    public RunDocument(
        int collectionId, byte[] bytes, int start, int rowStart, int rowLength, RowLayout? layout, INodeHashes hashes)
        : base(layout?.Shape, bytes, rowStart, rowLength)
    {
        CollectionId = collectionId;
        _start = start;
        _layout = layout;
        _hashes = hashes;
    }

    public override int CollectionId { get; }

    public override NodeKind Kind => (NodeKind)Bytes[_start];

    public override long Seq => ReadInt64(VersionCodec.SeqOffset);

    public override long SupersededSeq => _supersededSeq != long.MaxValue ? _supersededSeq : VersionCodec.SupersededSeqOf(Value);

    public override long PreviousSeq => ReadInt64(VersionCodec.PreviousSeqOffset);

    public override long Ticks => ReadInt64(VersionCodec.TicksOffset);

    public override Hash256 Hash => _hashes.HashOf(Seq);

    public override Period Period
    {
        get
        {
            if (!Has(VersionCodec.HasPeriod))
                return Period.Always;
            var place = VersionCodec.FixedBytes + (Has(VersionCodec.HasSuperseded) ? sizeof(long) : 0);
            return new(ReadInt64(place), ReadInt64(place + sizeof(long)));
        }
    }

    public override Provenance Provenance => _provenance ??= VersionCodec.ReadProvenance(Value);

    public override ErasureMark Erasure => VersionCodec.ErasureOf(Value);

    public override int[]? KeyFieldIds => _layout is { KeyFieldIds: { Length: > 0 } fieldIds } ? fieldIds : null;

    public override NedbValue Id => KeyFieldIds is { } fieldIds
        ? ReadId(fieldIds)
        : CborValue.Decode(VersionCodec.ReadPart(Value, VersionCodec.HasId));

    public override byte[] KeyBytes => _key ??= MakeKey();

    /// <summary>The same version, closed by a later one. Its bytes are copied: what stays in memory must not keep a block.</summary>
    public RunDocument ClosedAt(long supersededSeq, ByteArena arena) =>
        new(this, arena.Store(Bytes.AsSpan(_start, RowStart + Row.Length - _start)), supersededSeq);

    /// <summary>The array that it keeps in memory.</summary>
    public byte[] BlockBytes => Bytes;

    private ReadOnlySpan<byte> Value => Bytes.AsSpan(_start);

    private bool Has(byte flag) => (Bytes[_start + VersionCodec.FlagsOffset] & flag) != 0;

    private long ReadInt64(int offset) => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(_start + offset));

    private byte[] MakeKey()
    {
        if (Has(VersionCodec.HasKey))
            return VersionCodec.ReadPart(Value, VersionCodec.HasKey).ToArray();
        // A link is its key.
        if (CollectionId == LinkKey.CollectionId)
            return Id.AsBytes();
        var buffer = ByteBuffer.Rent();
        if (KeyFieldIds is { } fieldIds)
            foreach (var fieldId in fieldIds)
                KeyEncoder.Append(GetValue(fieldId), false, buffer);
        else
            KeyEncoder.Append(Id, false, buffer);
        var key = buffer.ToArray();
        ByteBuffer.Return(buffer);
        return key;
    }
}
