using Nedb.Storage.Layers;

namespace Nedb.Storage.Views;

/// <summary>
/// Walks over every version up to a seq, tombstones included: by key, then by seq. What no state since a horizon shows was pruned, and is
/// passed over.
/// </summary>
internal sealed class HistoryCursor(CollectionState collection, KeyRange range, long seq, long horizon) : DocumentCursor
{
    private readonly ViewCursor _present = collection.OpenCurrent();
    private readonly ViewCursor _past = collection.OpenHistory();
    private bool _isOpen;
    private bool _hasPresent;
    private bool _hasPast;
    private StoredDocument? _current;

    /// <summary>The seq that all versions have exceeded.</summary>
    public long After { get; init; }

    public override Document Current => _current!;

    public override bool MoveNext()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            SetPresent(range.From.IsEmpty ? _present.MoveFirst() : _present.Seek(range.From.Span));
            SetPast(range.From.IsEmpty ? _past.MoveFirst() : _past.Seek(range.From.Span));
            // The bound may be a key and then some bytes, and the seq behind the key may then sort behind the bound.
            while (_hasPast && PastKey.SequenceCompareTo(range.From.Span) < 0)
                SetPast(_past.MoveNext());
        }

        while (_hasPresent || _hasPast)
        {
            // The closed versions of a key are older than its current one.
            var isPast = _hasPast && (!_hasPresent || PastKey.SequenceCompareTo(_present.Key) <= 0);
            var found = isPast ? _past.Seq : _present.Seq;
            _current = found > seq || found <= After || isPast && IsPruned() ? null : isPast ? _past.Read() : _present.Read();
            if (isPast)
                SetPast(_past.MoveNext());
            else
                SetPresent(_present.MoveNext());
            if (_current is not null)
                return true;
        }

        return false;
    }

    // An end is superseded by nothing; it is gone when it lies below.
    private bool IsPruned() =>
        _past.Seq < horizon && (_past.SupersededSeq <= horizon || _past.SupersededSeq == long.MaxValue && _past.Read().IsTombstone);

    private ReadOnlySpan<byte> PastKey => _past.Key[..^IndexKey.SeqBytes];

    private void SetPresent(bool found) => _hasPresent = found && IsInside(_present.Key);

    private void SetPast(bool found) => _hasPast = found && IsInside(PastKey);

    private bool IsInside(ReadOnlySpan<byte> key) => range.To.IsEmpty || key.SequenceCompareTo(range.To.Span) < 0;
}
