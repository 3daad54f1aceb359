using System.Buffers.Binary;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>
/// Walks over the documents as of a seq: a merge of the current documents with the closed versions, both in the order of their keys (or
/// index entries). Of each key at most one version is visible. A key with history costs one or two searches, however long its history is; a
/// key without costs nothing more than at HEAD.
/// </summary>
internal sealed class AsOfCursor : DocumentCursor
{
    private readonly TreeCursor<StoredDocument> _present;
    private readonly TreeCursor<ClosedVersion> _past;
    private readonly TreeCursor<ClosedVersion> _search;
    private readonly KeyRange _range;
    private readonly bool _isReverse;
    private readonly long _seq;
    private byte[] _place = new byte[64];
    private bool _isOpen;
    private bool _hasPresent;
    private bool _hasPast;
    private StoredDocument? _current;

    public AsOfCursor(OrderedTree<StoredDocument> present, OrderedTree<ClosedVersion> past, KeyRange range, bool isReverse, long seq)
    {
        _present = present.OpenCursor();
        _past = past.OpenCursor();
        _search = past.OpenCursor();
        _range = range;
        _isReverse = isReverse;
        _seq = seq;
    }

    public override Document Current => _current!;

    public override bool MoveNext()
    {
        if (!_isOpen)
            Open();
        while (_hasPresent || _hasPast)
        {
            var order = !_hasPast ? -1 : !_hasPresent ? 1 : _present.Key.AsSpan().SequenceCompareTo(PastKey);
            if (_isReverse && _hasPast && _hasPresent)
                order = -order;
            StoredDocument? visible = null;
            if (order <= 0)
                visible = _present.Value.Seq <= _seq ? _present.Value : null;
            if (order >= 0)
            {
                visible ??= FindPast();
                SkipPast();
            }

            if (order <= 0)
                SetPresent(_isReverse ? _present.MovePrevious() : _present.MoveNext());
            if (visible is not null)
            {
                _current = visible;
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> PastKey => _past.Key.AsSpan(0, _past.Key.Length - IndexKey.SeqBytes);

    private void Open()
    {
        _isOpen = true;
        if (_isReverse)
        {
            SetPresent(_range.To.IsEmpty ? _present.MoveLast() : _present.SeekBefore(_range.To.Span));
            SetPast(_range.To.IsEmpty ? _past.MoveLast() : SeekPastBefore(_range.To.Span));
            return;
        }

        SetPresent(_range.From.IsEmpty ? _present.MoveFirst() : _present.Seek(_range.From.Span));
        SetPast(_range.From.IsEmpty ? _past.MoveFirst() : SeekPast(_range.From.Span));
    }

    /// <summary>
    /// Moves to the first closed version whose key is not less than a bound. The bound may be a key and then some bytes, and the seq behind
    /// the key may then sort behind the bound: the versions of that one key are passed over.
    /// </summary>
    private bool SeekPast(ReadOnlySpan<byte> bound)
    {
        var found = _past.Seek(bound);
        return found && PastKey.SequenceCompareTo(bound) < 0 ? _past.Seek(_place.AsSpan(0, PlaceOf(PastKey, long.MaxValue))) : found;
    }

    private bool SeekPastBefore(ReadOnlySpan<byte> bound) => SeekPast(bound) ? _past.MovePrevious() : _past.MoveLast();

    /// <summary>The version of the key under the past cursor that was visible at the seq, or null.</summary>
    private StoredDocument? FindPast()
    {
        var length = PlaceOf(PastKey, _seq + 1);
        if (!_search.SeekBefore(_place.AsSpan(0, length)) || _search.Key.Length != length
            || !_search.Key.AsSpan(0, length - IndexKey.SeqBytes).SequenceEqual(PastKey))
            return null;
        return _search.Value.IsVisibleAt(_seq) ? _search.Value.Version : null;
    }

    private void SkipPast()
    {
        if (_isReverse)
        {
            var length = PlaceOf(PastKey, 0);
            SetPast(_past.SeekBefore(_place.AsSpan(0, length)));
        }
        else
        {
            var length = PlaceOf(PastKey, long.MaxValue);
            SetPast(_past.Seek(_place.AsSpan(0, length)));
        }
    }

    private int PlaceOf(ReadOnlySpan<byte> key, long seq)
    {
        var length = key.Length + IndexKey.SeqBytes;
        if (_place.Length < length)
            _place = new byte[2 * length];
        key.CopyTo(_place);
        BinaryPrimitives.WriteInt64BigEndian(_place.AsSpan(key.Length), seq);
        return length;
    }

    private void SetPresent(bool found) => _hasPresent = found && IsInside(_present.Key);

    private void SetPast(bool found) => _hasPast = found && IsInside(PastKey);

    private bool IsInside(ReadOnlySpan<byte> key) => _isReverse
        ? _range.From.IsEmpty || key.SequenceCompareTo(_range.From.Span) >= 0
        : _range.To.IsEmpty || key.SequenceCompareTo(_range.To.Span) < 0;
}
