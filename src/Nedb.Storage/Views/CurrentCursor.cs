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

    public override int Fill(Span<RowHandle> rows)
    {
        if (_isReverse)
            return base.Fill(rows);
        var count = 0;
        while (count < rows.Length && MoveNext())
        {
            var leaf = _cursor.TakeRun(rows.Length - count, _range.To.Span, out var start, out var taken);
            if (LeafBlock.For(leaf, taken) is not { } block)
            {
                foreach (var version in leaf.Values.AsSpan(start, taken))
                    rows[count++] = new(version);
                continue;
            }

            for (var i = 0; i < taken; i++)
                rows[count++] = new(block, start + i);
        }

        return count;
    }

    public override long Skip(long most)
    {
        var count = 0L;
        while (count < most && MoveNext())
        {
            var wanted = (int)Math.Min(most - count, TreeNode.Capacity);
            if (_isReverse)
            {
                count += _cursor.PassRunBack(wanted, _range.From.Span);
                continue;
            }

            _cursor.TakeRun(wanted, _range.To.Span, out _, out var passed);
            count += passed;
        }

        return count;
    }
}
