using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>The part of a run that belongs to one view: the entries whose keys begin with its prefix.</summary>
internal abstract class RunSource(Run run, byte[] prefix) : ViewSource
{
    private readonly RunCursor _cursor = run.OpenCursor();
    private byte[] _bound = [];
    private byte[]? _end;

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<byte> Key => _cursor.Key[prefix.Length..];

    /// <inheritdoc/>
    public sealed override ReadOnlyMemory<byte> Value => _cursor.Value;

    /// <inheritdoc/>
    public sealed override bool IsPast => prefix[0] >= ViewKey.Closed;

    /// <inheritdoc/>
    public sealed override bool IsRemoval => _cursor.Value.IsEmpty;

    /// <summary>What the keys of the view begin with.</summary>
    protected ReadOnlySpan<byte> Prefix => prefix;

    /// <summary>The place in the run.</summary>
    protected RunCursor Cursor => _cursor;

    /// <summary>Whether a run may hold keys with that prefix, by its first and its last key.</summary>
    public static bool MayHold(Run run, ReadOnlySpan<byte> prefix) =>
        run.Info.LargestKey.AsSpan().SequenceCompareTo(prefix) >= 0
        && (run.Info.SmallestKey.AsSpan().SequenceCompareTo(prefix) <= 0 || run.Info.SmallestKey.AsSpan().StartsWith(prefix));

    /// <inheritdoc/>
    public sealed override bool Seek(ReadOnlySpan<byte> key) => IsInside(_cursor.Seek(BoundOf(key)));

    /// <inheritdoc/>
    public sealed override bool SeekBefore(ReadOnlySpan<byte> key) => IsInside(_cursor.SeekBefore(BoundOf(key)));

    /// <inheritdoc/>
    public sealed override bool MoveFirst() => IsInside(_cursor.Seek(prefix));

    /// <inheritdoc/>
    public sealed override bool MoveLast() => IsInside(_cursor.SeekBefore(End));

    /// <inheritdoc/>
    public sealed override bool MoveNext() => IsInside(_cursor.MoveNext());

    /// <inheritdoc/>
    public sealed override bool MovePrevious() => IsInside(_cursor.MovePrevious());

    /// <inheritdoc/>
    public override long Pass(long most, ReadOnlySpan<byte> before, in Moment moment, bool isAlone, out bool isThere)
    {
        if (moment.Seq != long.MaxValue)
            return base.Pass(most, before, in moment, isAlone, out isThere);
        // All that a run of the present has is current, but what only hides what lies below. Within a block no key is put together.
        var count = 0L;
        var bound = UpperBoundOf(before);
        while (true)
        {
            var (leaf, index) = (_cursor.Leaf, _cursor.Index);
            var end = _cursor.LowerBoundInLeaf(bound);
            count += leaf.PassValues(ref index, end, most - count);
            isThere = IsInside(index < leaf.Count ? _cursor.MoveTo(index) : _cursor.MoveToNextLeaf());
            if (index < leaf.Count || !isThere || count == most)
                return count;
        }
    }

    /// <inheritdoc/>
    public sealed override long PassBack(long most, ReadOnlySpan<byte> from, out bool isThere)
    {
        var count = 0L;
        var bound = BoundOf(from);
        while (true)
        {
            var (leaf, index) = (_cursor.Leaf, _cursor.Index);
            count += leaf.PassValuesBack(ref index, leaf.LowerBound(bound, out _), most - count);
            isThere = IsInside(index >= 0 ? _cursor.MoveTo(index) : _cursor.MoveToPreviousLeaf());
            if (index >= 0 || !isThere || count == most)
                return count;
        }
    }

    private byte[] End => _end ??= KeyRange.Successor(prefix);

    /// <summary>Whether a move that found an entry found one of this view.</summary>
    protected bool IsInside(bool found) => found && _cursor.Key.StartsWith(prefix);

    /// <summary>The bound in the run for one in this view; an empty one is the end of the view.</summary>
    protected ReadOnlySpan<byte> UpperBoundOf(ReadOnlySpan<byte> key) => key.IsEmpty ? End : BoundOf(key);

    private ReadOnlySpan<byte> BoundOf(ReadOnlySpan<byte> key)
    {
        var length = prefix.Length + key.Length;
        if (_bound.Length < length)
        {
            _bound = new byte[Math.Max(64, 2 * length)];
            prefix.CopyTo(_bound, 0);
        }

        key.CopyTo(_bound.AsSpan(prefix.Length));
        return _bound.AsSpan(0, length);
    }
}
