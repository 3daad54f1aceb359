using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>Walks over every version up to a seq, tombstones included: by key, then by seq.</summary>
internal sealed class HistoryCursor : DocumentCursor
{
    private readonly TreeCursor<StoredDocument> _present;
    private readonly TreeCursor<ClosedVersion> _past;
    private readonly KeyRange _range;
    private readonly long _seq;
    private bool _isOpen;
    private bool _hasPresent;
    private bool _hasPast;
    private StoredDocument? _current;

    public HistoryCursor(CollectionState collection, KeyRange range, long seq)
    {
        _present = collection.Current.OpenCursor();
        _past = collection.History.OpenCursor();
        _range = range;
        _seq = seq;
    }

    public override Document Current => _current!;

    public override bool MoveNext()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            SetPresent(_range.From.IsEmpty ? _present.MoveFirst() : _present.Seek(_range.From.Span));
            SetPast(_range.From.IsEmpty ? _past.MoveFirst() : _past.Seek(_range.From.Span));
            // The bound may be a key and then some bytes, and the seq behind the key may then sort behind the bound.
            while (_hasPast && _past.Value.Version.KeyBytes.AsSpan().SequenceCompareTo(_range.From.Span) < 0)
                SetPast(_past.MoveNext());
        }

        while (_hasPresent || _hasPast)
        {
            // The closed versions of a key are older than its current one.
            if (_hasPast && (!_hasPresent || _past.Value.Version.KeyBytes.AsSpan().SequenceCompareTo(_present.Key) <= 0))
            {
                _current = _past.Value.Version;
                SetPast(_past.MoveNext());
            }
            else
            {
                _current = _present.Value;
                SetPresent(_present.MoveNext());
            }

            if (_current.Seq <= _seq)
                return true;
        }

        return false;
    }

    private void SetPresent(bool found) => _hasPresent = found && IsInside(_present.Key);

    private void SetPast(bool found) => _hasPast = found && IsInside(_past.Value.Version.KeyBytes);

    private bool IsInside(ReadOnlySpan<byte> key) => _range.To.IsEmpty || key.SequenceCompareTo(_range.To.Span) < 0;
}
