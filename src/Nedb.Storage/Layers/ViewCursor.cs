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
    private byte[] _bound = [];

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
            : (int)Walk(_merge, versions, versions.Length, isCounting: false, before, in moment, out isThere);
        isThere = Forward(isThere);
        return count;
    }

    /// <summary>As <see cref="ViewSource.Pass"/>: what lies in one layer before the next key of all others is passed at once.</summary>
    public long Pass(long most, ReadOnlySpan<byte> before, in Moment moment, out bool isThere)
    {
        var count = _merge is null
            ? _sources[0].Pass(most, before, in moment, isAlone: true, out isThere)
            : Walk(_merge, [], most, isCounting: true, before, in moment, out isThere);
        isThere = Forward(isThere);
        return count;
    }

    /// <summary>As <see cref="ViewSource.PassBack"/>: what lies in one layer behind the next key of all others is passed at once.</summary>
    public long PassBack(long most, ReadOnlySpan<byte> from, out bool isThere)
    {
        var count = _merge is null
            ? _sources[0].PassBack(most, from, out isThere)
            : PassBack(_merge, most, from, out isThere);
        isThere = Backward(isThere);
        return count;
    }

    private long PassBack(MergeCursor merge, long most, ReadOnlySpan<byte> from, out bool isThere)
    {
        var count = 0L;
        isThere = true;
        while (count < most)
        {
            var next = merge.NextKey;
            if (!next.IsEmpty && next.SequenceEqual(merge.Key))
            {
                count += At.IsRemoval ? 0 : 1;
                isThere = merge.MovePrevious(); // past what the layers below have of this key, too
            }
            else
            {
                var bound = next.IsEmpty || from.SequenceCompareTo(next) > 0 ? from : BoundBehind(next);
                count += At.PassBack(most - count, bound, out var isLeft);
                isThere = merge.Settle(isLeft);
            }

            if (!isThere || merge.Key.SequenceCompareTo(from) < 0)
                return count;
        }

        return count;
    }

    /// <summary>The least key that is greater than another.</summary>
    private ReadOnlySpan<byte> BoundBehind(ReadOnlySpan<byte> key)
    {
        if (_bound.Length <= key.Length)
            _bound = new byte[Math.Max(64, 2 * key.Length)];
        key.CopyTo(_bound);
        _bound[key.Length] = 0;
        return _bound.AsSpan(0, key.Length + 1);
    }

    /// <summary>Moves over what is shown: takes it, or only counts it.</summary>
    private long Walk(
        MergeCursor merge, Span<RowHandle> versions, long most, bool isCounting, ReadOnlySpan<byte> before, in Moment moment,
        out bool isThere)
    {
        var count = 0L;
        isThere = true;
        while (count < most)
        {
            var next = merge.NextKey;
            if (!next.IsEmpty && next.SequenceEqual(merge.Key))
            {
                if (!before.IsEmpty && next.SequenceCompareTo(before) >= 0)
                    return count;
                if (At.IsShown(in moment))
                {
                    if (!isCounting)
                        versions[(int)count] = At.ReadHandle();
                    count++;
                }

                isThere = merge.MoveNext(); // past what the layers below have of this key, too
            }
            else
            {
                var bound = next.IsEmpty || (!before.IsEmpty && before.SequenceCompareTo(next) < 0) ? before : next;
                bool isLeft;
                if (isCounting)
                    count += At.Pass(most - count, bound, in moment, isAlone: false, out isLeft);
                else
                    count += At.Take(versions[(int)count..], bound, in moment, isAlone: false, out isLeft);
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
