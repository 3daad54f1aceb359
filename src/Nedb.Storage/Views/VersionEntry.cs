using Nedb.Storage.Rows;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// A version in memory. Seq, time and hash may change until it is published; afterwards only <see cref="MarkSuperseded"/> may.
/// </summary>
internal sealed class VersionEntry : Document
{
    private readonly byte[] _key;
    // The identities of the key fields where the row carries the key, else the value of _id itself.
    private readonly object _id;
    private long _seq;
    private long _supersededSeq = long.MaxValue;
    private long _ticks;
    private Hash256 _hash;
    private Provenance _provenance;

    public VersionEntry(
        int collectionId,
        NodeKind kind,
        long seq,
        long previousSeq,
        long ticksUtc,
        byte[] key,
        NedbValue id,
        Shape? shape,
        byte[]? row,
        Period period,
        Provenance provenance,
        int[]? keyFieldIds = null)
    {
        CollectionId = collectionId;
        Kind = kind;
        _seq = seq;
        PreviousSeq = previousSeq;
        _ticks = ticksUtc;
        _key = key;
        _id = row is not null && keyFieldIds is { Length: > 0 } ? keyFieldIds : id;
        Shape = shape;
        Row = row;
        Period = period;
        _provenance = provenance;
    }

    public override int CollectionId { get; }

    public override NodeKind Kind { get; }

    public override long Seq => _seq;

    public override long SupersededSeq => Volatile.Read(ref _supersededSeq);

    public override long PreviousSeq { get; }

    public override DateTime CommittedAt => new(_ticks, DateTimeKind.Utc);

    public override Hash256 Hash => _hash;

    public override Period Period { get; }

    public override Provenance Provenance => _provenance;

    public override ReadOnlyMemory<byte> Key => _key;

    public byte[] KeyBytes => _key;

    public Shape? Shape { get; }

    public byte[]? Row { get; }

    public override NedbValue Id
    {
        get
        {
            if (_id is not int[] fieldIds)
                return (NedbValue)_id;
            if (fieldIds.Length == 1)
                return GetValue(fieldIds[0]);
            var values = new NedbValue[fieldIds.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = GetValue(fieldIds[i]);
            return NedbValue.FromArray(new NedbArray(values));
        }
    }

    public override ReadOnlySpan<int> FieldIds => Shape is null ? [] : Shape.FieldIds;

    public override bool HasField(int fieldId) => Shape is not null && Shape.PositionOf(fieldId) >= 0;

    public override NedbValue GetValue(int fieldId)
    {
        if (Shape is not { } shape)
            return default;
        var position = shape.PositionOf(fieldId);
        return position < 0 ? default : RowReader.Read(Row!, position, shape.Count);
    }

    public override bool TryGetInt64(int fieldId, out long value)
    {
        if (Shape is { } shape && shape.PositionOf(fieldId) is >= 0 and var position)
            return RowReader.TryReadInt64(Row!, position, shape.Count, out value);
        value = 0;
        return false;
    }

    /// <summary>The same version with another seq, another predecessor and another reason; not published.</summary>
    public VersionEntry MovedTo(long seq, long previousSeq, Provenance provenance) => new(
        CollectionId, Kind, seq, previousSeq, _ticks, _key, _id is NedbValue id ? id
            : default, Shape, Row, Period, provenance, _id as int[]);

    /// <summary>Fixes what only the commit knows. Called before the version is published.</summary>
    public void Seal(long seq, long ticksUtc, Hash256 hash)
    {
        _seq = seq;
        _ticks = ticksUtc;
        _hash = hash;
    }

    /// <summary>Tells readers of the history which version came next. Called when that version is published.</summary>
    public void MarkSuperseded(long seq) => Volatile.Write(ref _supersededSeq, seq);
}
