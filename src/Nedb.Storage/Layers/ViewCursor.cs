using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Walks over a view through all of its layers: of each key the entry of the newest layer counts, and one that only hides others is not
/// seen.
/// </summary>
internal sealed class ViewCursor
{
    private readonly ViewSource[] _sources;
    private readonly OrderedCursor? _cursor;
    private readonly MergeCursor? _merge;
    private readonly bool _hasRemovals;

    /// <summary>Makes a cursor that stands on no entry.</summary>
    /// <param name="newestFirst">The layers.</param>
    /// <param name="hasRemovals">Whether any of them may hide what lies below it.</param>
    public ViewCursor(List<ViewSource> newestFirst, bool hasRemovals)
    {
        _sources = [.. newestFirst];
        _hasRemovals = hasRemovals;
        _merge = _sources.Length > 1 ? new(_sources) : null;
        _cursor = _merge ?? (OrderedCursor?)_sources.FirstOrDefault();
    }

    /// <summary>The key of the entry that the cursor stands on; valid until it is moved.</summary>
    public ReadOnlySpan<byte> Key => _cursor!.Key;

    /// <summary>The seq of the version that the cursor stands on.</summary>
    public long Seq => At.Seq;

    /// <summary>The seq of the version that replaced the one that the cursor stands on.</summary>
    public long SupersededSeq => At.SupersededSeq;

    private ViewSource At => _sources[_merge?.Source ?? 0];

    /// <summary>The version that the cursor stands on.</summary>
    public StoredDocument Read() => At.Read();

    /// <inheritdoc cref="OrderedCursor.Seek"/>
    public bool Seek(ReadOnlySpan<byte> key) => _cursor is not null && Forward(_cursor.Seek(key));

    /// <inheritdoc cref="OrderedCursor.SeekBefore"/>
    public bool SeekBefore(ReadOnlySpan<byte> key) => _cursor is not null && Backward(_cursor.SeekBefore(key));

    /// <inheritdoc cref="OrderedCursor.MoveFirst"/>
    public bool MoveFirst() => _cursor is not null && Forward(_cursor.MoveFirst());

    /// <inheritdoc cref="OrderedCursor.MoveLast"/>
    public bool MoveLast() => _cursor is not null && Backward(_cursor.MoveLast());

    /// <inheritdoc cref="OrderedCursor.MoveNext"/>
    public bool MoveNext() => Forward(_cursor!.MoveNext());

    /// <inheritdoc cref="OrderedCursor.MovePrevious"/>
    public bool MovePrevious() => Backward(_cursor!.MovePrevious());

    /// <summary>
    /// As <see cref="ViewSource.Take"/>: what lies in one layer before the next key of all others is taken at once, without a comparison
    /// for each version.
    /// </summary>
    public int Take(Span<RowHandle> versions, ReadOnlySpan<byte> before, in Moment moment, out bool isThere)
    {
        var count = _merge is null
            ? _sources[0].Take(versions, before, in moment, isAlone: true, out isThere)
            : Take(_merge, versions, before, in moment, out isThere);
        isThere = Forward(isThere);
        return count;
    }

    private int Take(MergeCursor merge, Span<RowHandle> versions, ReadOnlySpan<byte> before, in Moment moment, out bool isThere)
    {
        var count = 0;
        isThere = true;
        while (count < versions.Length)
        {
            var next = merge.NextKey;
            if (!next.IsEmpty && next.SequenceEqual(merge.Key))
            {
                if (!before.IsEmpty && next.SequenceCompareTo(before) >= 0)
                    return count;
                if (At.IsShown(in moment))
                    versions[count++] = At.ReadHandle();
                isThere = merge.MoveNext(); // past what the layers below have of this key, too
            }
            else
            {
                var bound = next.IsEmpty || (!before.IsEmpty && before.SequenceCompareTo(next) < 0) ? before : next;
                count += At.Take(versions[count..], bound, in moment, isAlone: false, out var isLeft);
                isThere = merge.Settle(isLeft);
            }

            if (!isThere || (!before.IsEmpty && merge.Key.SequenceCompareTo(before) >= 0))
                return count;
        }

        return count;
    }

    private bool Forward(bool found)
    {
        if (_hasRemovals)
            while (found && At.IsRemoval)
                found = _cursor!.MoveNext();
        return found;
    }

    private bool Backward(bool found)
    {
        if (_hasRemovals)
            while (found && At.IsRemoval)
                found = _cursor!.MovePrevious();
        return found;
    }
}
