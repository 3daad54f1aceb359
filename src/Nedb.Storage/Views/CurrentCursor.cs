using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>Walks over current documents only: what reading the present costs.</summary>
internal sealed class CurrentCursor : DocumentCursor
{
    private readonly TreeCursor<StoredDocument> _cursor;
    private readonly KeyRange _range;
    private readonly bool _isReverse;
    private bool _isOpen;

    public CurrentCursor(OrderedTree<StoredDocument> tree, KeyRange range, bool isReverse)
    {
        _cursor = tree.OpenCursor();
        _range = range;
        _isReverse = isReverse;
    }

    public override Document Current => _cursor.Value;

    public override bool MoveNext()
    {
        bool found;
        if (_isOpen)
        {
            found = _isReverse ? _cursor.MovePrevious() : _cursor.MoveNext();
        }
        else
        {
            _isOpen = true;
            found = _isReverse ? _range.To.IsEmpty ? _cursor.MoveLast() : _cursor.SeekBefore(_range.To.Span)
                : _range.From.IsEmpty ? _cursor.MoveFirst() : _cursor.Seek(_range.From.Span);
        }

        if (!found)
            return false;
        return _isReverse
            ? _range.From.IsEmpty || _cursor.Key.AsSpan().SequenceCompareTo(_range.From.Span) >= 0
            : _range.To.IsEmpty || _cursor.Key.AsSpan().SequenceCompareTo(_range.To.Span) < 0;
    }

    public override int Fill(Span<Document> documents)
    {
        if (_isReverse)
            return base.Fill(documents);
        var count = 0;
        // Stored documents are documents, and nothing but the cursor writes into the span while it is seen as one of them.
        var stored = MemoryMarshal.CreateSpan(
            ref Unsafe.As<Document, StoredDocument>(ref MemoryMarshal.GetReference(documents)), documents.Length);
        while (count < stored.Length && MoveNext())
            count += _cursor.CopyRun(stored[count..], _range.To.Span);
        return count;
    }
}
