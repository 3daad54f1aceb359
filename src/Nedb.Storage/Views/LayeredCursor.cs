using Nedb.Storage.Layers;

namespace Nedb.Storage.Views;

/// <summary>Walks over current documents that lie in several layers. A document is read only when somebody looks at it.</summary>
internal sealed class LayeredCursor(ViewCursor cursor, KeyRange range, bool isReverse) : DocumentCursor
{
    private bool _isOpen;
    private StoredDocument? _current;

    public override Document Current => _current ??= cursor.Read();

    public override bool MoveNext()
    {
        _current = null;
        bool found;
        if (_isOpen)
        {
            found = isReverse ? cursor.MovePrevious() : cursor.MoveNext();
        }
        else
        {
            _isOpen = true;
            found = isReverse ? range.To.IsEmpty ? cursor.MoveLast() : cursor.SeekBefore(range.To.Span)
                : range.From.IsEmpty ? cursor.MoveFirst() : cursor.Seek(range.From.Span);
        }

        if (!found)
            return false;
        return isReverse
            ? range.From.IsEmpty || cursor.Key.SequenceCompareTo(range.From.Span) >= 0
            : range.To.IsEmpty || cursor.Key.SequenceCompareTo(range.To.Span) < 0;
    }
}
