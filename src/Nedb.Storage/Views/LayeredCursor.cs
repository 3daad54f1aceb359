using Nedb.Storage.Layers;

namespace Nedb.Storage.Views;

/// <summary>Walks over current documents that lie in several layers. A document is read only when somebody looks at it.</summary>
internal sealed class LayeredCursor(ViewCursor cursor, KeyRange range, bool isReverse) : DocumentCursor
{
    private bool _isOpen;
    private bool _isThere;
    // Whether the cursor stands on what is to come, and not on what was given last.
    private bool _isAhead;
    private StoredDocument? _current;

    public override Document Current => _current ??= cursor.Read();

    public override bool MoveNext()
    {
        _current = null;
        if (!_isAhead)
            Step();
        _isAhead = false;
        return _isThere;
    }

    public override int Fill(Span<RowHandle> rows)
    {
        if (isReverse)
            return base.Fill(rows);
        if (!_isAhead)
            Step();
        _isAhead = true;
        if (!_isThere)
            return 0;
        var count = cursor.Take(rows, range.To.Span, Moment.Present, out _isThere);
        _isThere = _isThere && IsInside;
        return count;
    }

    public override long Skip(long most)
    {
        _current = null;
        if (!_isAhead)
            Step();
        _isAhead = true;
        if (!_isThere)
            return 0;
        var count = isReverse
            ? cursor.PassBack(most, range.From.Span, out _isThere)
            : cursor.Pass(most, range.To.Span, Moment.Present, out _isThere);
        _isThere = _isThere && IsInside;
        return count;
    }

    private bool IsInside => isReverse
        ? range.From.IsEmpty || cursor.Key.SequenceCompareTo(range.From.Span) >= 0
        : range.To.IsEmpty || cursor.Key.SequenceCompareTo(range.To.Span) < 0;

    private void Step()
    {
        if (_isOpen)
        {
            _isThere = _isThere && (isReverse ? cursor.MovePrevious() : cursor.MoveNext());
        }
        else
        {
            _isOpen = true;
            _isThere = isReverse ? range.To.IsEmpty ? cursor.MoveLast() : cursor.SeekBefore(range.To.Span)
                : range.From.IsEmpty ? cursor.MoveFirst() : cursor.Seek(range.From.Span);
        }

        _isThere = _isThere && IsInside;
    }
}
