using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Rows;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// A version whose values lie in a row. The row is a stretch of an array that is never changed: an array of its own, or a block of a run,
/// which it keeps alive.
/// </summary>
internal abstract class StoredDocument : Document
{
    private readonly Shape? _shape;
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _length;

    /// <summary>Takes the place of the row.</summary>
    /// <param name="shape">The fields of the row; null for a version without values.</param>
    /// <param name="bytes">The array that holds the row.</param>
    /// <param name="start">Where the row begins.</param>
    /// <param name="length">The length of the row.</param>
    protected StoredDocument(Shape? shape, byte[] bytes, int start, int length)
    {
        _shape = shape;
        _bytes = bytes;
        _start = start;
        _length = length;
    }

    /// <summary>Takes over the row of another version.</summary>
    protected StoredDocument(StoredDocument source)
        : this(source._shape, source._bytes, source._start, source._length)
    {
    }

    /// <summary>What the version knows of its erasure.</summary>
    public abstract ErasureMark Erasure { get; }

    public sealed override long ErasedSeq => Erasure.Seq;

    public sealed override bool IsContentErased => Erasure.IsContent;

    /// <summary>The fields of the row; null for a version without values.</summary>
    public Shape? Shape => _shape;

    /// <summary>The row; empty for a version without values.</summary>
    public ReadOnlySpan<byte> Row => new(_bytes, _start, _length);

    /// <summary>Where the row lies.</summary>
    public ArraySegment<byte> RowPlace => new(_bytes, _start, _length);

    /// <summary>The array that holds the row.</summary>
    protected byte[] Bytes => _bytes;

    /// <summary>Where in the array the row begins.</summary>
    protected int RowStart => _start;

    /// <summary>The time of the commit, or of the first write of an open transaction, in UTC ticks.</summary>
    public abstract long Ticks { get; }

    /// <summary>The identities of the fields that make up the key; null where the key stands beside the row.</summary>
    public abstract int[]? KeyFieldIds { get; }

    /// <summary>The key as an array, which must not be changed.</summary>
    public abstract byte[] KeyBytes { get; }

    public sealed override ReadOnlyMemory<byte> Key => KeyBytes;

    public sealed override DateTime CommittedAt => new(Ticks, DateTimeKind.Utc);

    public sealed override ReadOnlySpan<int> FieldIds =>
        _shape is null ? [] : IsContentErased ? throw ContentErased() : _shape.FieldIds;

    public sealed override bool HasField(int fieldId) => Carries(fieldId) || (IsContentErased ? throw ContentErased() : false);

    /// <summary>Whether there is a value, null included, for that field in the row; also of a version that was erased.</summary>
    public bool Carries(int fieldId) => _shape is not null && _shape.PositionOf(fieldId) >= 0;

    public sealed override NedbValue GetValue(int fieldId)
    {
        if (_shape is not { } shape)
            return default;
        var position = shape.PositionOf(fieldId);
        if (position < 0 && IsContentErased)
            throw ContentErased();
        return position < 0 ? default : RowReader.Read(Row, position, shape.Count);
    }

    public sealed override bool TryGetInt64(int fieldId, out long value)
    {
        if (_shape is { } shape && shape.PositionOf(fieldId) is >= 0 and var position)
            return RowReader.TryReadInt64(Row, position, shape.Count, out value);
        if (IsContentErased)
            throw ContentErased();
        value = 0;
        return false;
    }

    /// <summary>
    /// Whether another version of the same shape has the same bytes in a field. Versions of different shapes, and what was erased, count as
    /// different.
    /// </summary>
    public bool HasSameValue(int fieldId, StoredDocument other)
    {
        if (_shape is not { } shape || !ReferenceEquals(shape, other._shape) || IsContentErased || other.IsContentErased)
            return false;
        var position = shape.PositionOf(fieldId);
        return position < 0
            || (RowReader.Bytes(Row, position, shape.Count, out var kind)
                .SequenceEqual(RowReader.Bytes(other.Row, position, shape.Count, out var otherKind)) && kind == otherKind);
    }

    /// <summary>Whether <see cref="HasSameValue"/> holds for every one of some fields.</summary>
    public bool HasSameValues(ReadOnlySpan<int> fieldIds, StoredDocument other)
    {
        foreach (var fieldId in fieldIds)
            if (!HasSameValue(fieldId, other))
                return false;
        return true;
    }

    /// <summary>The value of <c>_id</c>, made of the key fields.</summary>
    protected NedbValue ReadId(int[] keyFieldIds)
    {
        if (keyFieldIds.Length == 1)
            return GetValue(keyFieldIds[0]);
        var values = new NedbValue[keyFieldIds.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = GetValue(keyFieldIds[i]);
        return NedbValue.FromArray(new NedbArray(values));
    }

    private StorageException ContentErased() => new(
        StorageErrorCode.Erased,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The content of the version with seq {Seq} was erased at seq {ErasedSeq}. Its key, times, causes, hash and proof are there; to"
            + $" pass over such versions, ask for those where _erased_seq is null."));
}
