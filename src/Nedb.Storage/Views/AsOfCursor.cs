using System.Buffers.Binary;
using Nedb.Storage.Layers;

namespace Nedb.Storage.Views;

/// <summary>
/// Walks over the documents as of a seq: a merge of the current documents with the closed versions, both in the order of their keys (or
/// index entries). Of each key at most one version is visible. A key with history costs one or two searches, however long its history is; a
/// key without costs nothing more than at HEAD.
/// </summary>
/// <param name="present">The current documents.</param>
/// <param name="past">The closed versions.</param>
/// <param name="search">The closed versions once more, to look among those of one key.</param>
/// <param name="range">The range of keys or entries.</param>
/// <param name="isReverse">Whether to walk from the greatest to the least.</param>
/// <param name="seq">The seq.</param>
internal sealed class AsOfCursor(ViewCursor present, ViewCursor past, ViewCursor search, KeyRange range, bool isReverse, long seq)
    : DocumentCursor
{
    private byte[] _place = new byte[64];
    private bool _isOpen;
    private bool _hasPresent;
    private bool _hasPast;
    private StoredDocument? _current;

    public override Document Current => _current!;

    public override bool MoveNext()
    {
        if (!_isOpen)
            Open();
        while (_hasPresent || _hasPast)
        {
            var order = !_hasPast ? -1 : !_hasPresent ? 1 : present.Key.SequenceCompareTo(PastKey);
            if (isReverse && _hasPast && _hasPresent)
                order = -order;
            StoredDocument? visible = null;
            if (order <= 0)
                visible = present.Seq <= seq ? present.Read() : null;
            if (order >= 0)
            {
                visible ??= FindPast();
                SkipPast();
            }

            if (order <= 0)
                SetPresent(isReverse ? present.MovePrevious() : present.MoveNext());
            if (visible is not null)
            {
                _current = visible;
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> PastKey => past.Key[..^IndexKey.SeqBytes];

    private void Open()
    {
        _isOpen = true;
        if (isReverse)
        {
            SetPresent(range.To.IsEmpty ? present.MoveLast() : present.SeekBefore(range.To.Span));
            SetPast(range.To.IsEmpty ? past.MoveLast() : SeekPastBefore(range.To.Span));
            return;
        }

        SetPresent(range.From.IsEmpty ? present.MoveFirst() : present.Seek(range.From.Span));
        SetPast(range.From.IsEmpty ? past.MoveFirst() : SeekPast(range.From.Span));
    }

    /// <summary>
    /// Moves to the first closed version whose key is not less than a bound. The bound may be a key and then some bytes, and the seq behind
    /// the key may then sort behind the bound: the versions of that one key are passed over.
    /// </summary>
    private bool SeekPast(ReadOnlySpan<byte> bound)
    {
        var found = past.Seek(bound);
        return found && PastKey.SequenceCompareTo(bound) < 0 ? past.Seek(_place.AsSpan(0, PlaceOf(PastKey, long.MaxValue))) : found;
    }

    private bool SeekPastBefore(ReadOnlySpan<byte> bound) => SeekPast(bound) ? past.MovePrevious() : past.MoveLast();

    /// <summary>The version of the key under the past cursor that was visible at the seq, or null.</summary>
    private StoredDocument? FindPast()
    {
        var length = PlaceOf(PastKey, seq + 1);
        if (!search.SeekBefore(_place.AsSpan(0, length)) || !IndexKey.IsPlaceOf(search.Key, PastKey))
            return null;
        return search.IsVisibleAt(seq) ? search.Read() : null;
    }

    private void SkipPast()
    {
        if (isReverse)
        {
            var length = PlaceOf(PastKey, 0);
            SetPast(past.SeekBefore(_place.AsSpan(0, length)));
        }
        else
        {
            var length = PlaceOf(PastKey, long.MaxValue);
            SetPast(past.Seek(_place.AsSpan(0, length)));
        }
    }

    private int PlaceOf(ReadOnlySpan<byte> key, long at)
    {
        var length = key.Length + IndexKey.SeqBytes;
        if (_place.Length < length)
            _place = new byte[2 * length];
        key.CopyTo(_place);
        BinaryPrimitives.WriteInt64BigEndian(_place.AsSpan(key.Length), at);
        return length;
    }

    private void SetPresent(bool found) => _hasPresent = found && IsInside(present.Key);

    private void SetPast(bool found) => _hasPast = found && IsInside(PastKey);

    private bool IsInside(ReadOnlySpan<byte> key) => isReverse
        ? range.From.IsEmpty || key.SequenceCompareTo(range.From.Span) >= 0
        : range.To.IsEmpty || key.SequenceCompareTo(range.To.Span) < 0;
}
