using Nedb.Storage.Layers;

namespace Nedb.Storage.Views;

/// <summary>
/// Walks over the documents as of a seq: the current documents, and beside them the closed versions of each layer, all in the order of
/// their keys (or index entries). Of each key at most one version is visible, and it lies in one place: so what one of them has before the
/// next key of all others is taken at once, and what is not visible costs a look at two numbers.
/// </summary>
internal sealed class AsOfCursor : DocumentCursor
{
    private const int FewFirst = 4;
    private const int FewMost = 64;
    private const int Present = -1;

    private readonly ViewCursor _present;
    private readonly List<ViewSource> _past;
    private readonly KeyRange _range;
    private readonly Moment _moment;

    // Those that have something left: places in _past, or what is current.
    private readonly int[] _left;
    private int _leftCount;
    private byte[] _bound = new byte[64];
    private bool _isOpen;
    private RowHandle[] _ahead = [];
    private Document? _current;
    private int _aheadCount;
    private int _next;

    /// <summary>Makes a cursor.</summary>
    /// <param name="present">The current documents.</param>
    /// <param name="past">The layers of closed versions.</param>
    /// <param name="range">The range of keys or entries.</param>
    /// <param name="moment">What is visible.</param>
    public AsOfCursor(ViewCursor present, List<ViewSource> past, KeyRange range, in Moment moment)
    {
        (_present, _past, _range, _moment) = (present, past, range, moment);
        _left = new int[1 + past.Count];
    }

    /// <inheritdoc/>
    public override Document Current => _current ??= _ahead[_next - 1].ReadDocument()!;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        _current = null;
        if (_next == _aheadCount)
        {
            // Whoever goes step by step often wants only a few.
            if (_aheadCount == _ahead.Length && _aheadCount < FewMost)
                _ahead = new RowHandle[Math.Max(FewFirst, 4 * _aheadCount)];
            _aheadCount = (int)Walk(_ahead, _ahead.Length, isCounting: false);
            _next = 0;
        }

        if (_next == _aheadCount)
            return false;
        _next++;
        return true;
    }

    /// <inheritdoc/>
    public override int Fill(Span<RowHandle> rows)
    {
        if (_next == _aheadCount)
            return (int)Walk(rows, rows.Length, isCounting: false);
        var count = Math.Min(rows.Length, _aheadCount - _next);
        _ahead.AsSpan(_next, count).CopyTo(rows);
        _next += count;
        return count;
    }

    /// <inheritdoc/>
    public override long Skip(long most)
    {
        _current = null;
        var ahead = Math.Min(most, _aheadCount - _next);
        _next += (int)ahead;
        return ahead < most ? ahead + Walk([], most - ahead, isCounting: true) : ahead;
    }

    /// <summary>Moves over what is visible: takes it, or only counts it.</summary>
    private long Walk(Span<RowHandle> rows, long most, bool isCounting)
    {
        if (!_isOpen)
            Open();
        var count = 0L;
        while (_leftCount > 0 && count < most)
        {
            var least = FindLeast(out var bound);
            var who = _left[least];
            bool isThere;
            if (isCounting)
                count += who == Present
                    ? _present.Pass(most - count, bound, in _moment, out isThere)
                    : _past[who].Pass(most - count, bound, in _moment, isAlone: true, out isThere);
            else
                count += who == Present
                    ? _present.Take(rows[(int)count..], bound, in _moment, out isThere)
                    : _past[who].Take(rows[(int)count..], bound, in _moment, isAlone: true, out isThere);
            if (!isThere || !IsInside(KeyOf(who)))
                _left[least] = _left[--_leftCount];
        }

        return count;
    }

    private void Open()
    {
        _isOpen = true;
        var from = _range.From.Span;
        if ((from.IsEmpty ? _present.MoveFirst() : _present.Seek(from)) && IsInside(_present.Key))
            _left[_leftCount++] = Present;
        for (var i = 0; i < _past.Count; i++)
        {
            var source = _past[i];
            var found = from.IsEmpty ? source.MoveFirst() : source.Seek(from);
            // The bound may be a key and then some bytes, and the seq behind the key may then sort behind the bound.
            if (found && source.Owner.SequenceCompareTo(from) < 0)
                found = source.SeekBehind();
            if (found && IsInside(source.Owner))
                _left[_leftCount++] = i;
        }
    }

    /// <summary>Finds where the least key is.</summary>
    /// <param name="bound">The bound before which all keys there precede those of the others, or are equal to the least of them.</param>
    private int FindLeast(out ReadOnlySpan<byte> bound)
    {
        var least = 0;
        var next = -1;
        for (var i = 1; i < _leftCount; i++)
        {
            if (KeyOf(_left[i]).SequenceCompareTo(KeyOf(_left[least])) < 0)
                (least, next) = (i, least);
            else if (next < 0 || KeyOf(_left[i]).SequenceCompareTo(KeyOf(_left[next])) < 0)
                next = i;
        }

        var to = _range.To.Span;
        if (next >= 0)
        {
            bound = BoundBehind(KeyOf(_left[next]));
            if (to.IsEmpty || bound.SequenceCompareTo(to) < 0)
                return least;
        }

        // As in the beginning: of a key that the end of the range begins with, all versions are inside.
        bound = !to.IsEmpty && to.StartsWith(KeyOf(_left[least])) ? BoundBehind(KeyOf(_left[least])) : to;
        return least;
    }

    private ReadOnlySpan<byte> KeyOf(int who) => who == Present ? _present.Key : _past[who].Owner;

    /// <summary>A bound behind every version of a key, and before the next key: no key begins with another.</summary>
    private ReadOnlySpan<byte> BoundBehind(ReadOnlySpan<byte> key)
    {
        var length = key.Length + IndexKey.SeqBytes;
        if (_bound.Length < length)
            _bound = new byte[2 * length];
        key.CopyTo(_bound);
        _bound.AsSpan(key.Length, IndexKey.SeqBytes).Fill(0xFF);
        return _bound.AsSpan(0, length);
    }

    private bool IsInside(ReadOnlySpan<byte> key) => _range.To.IsEmpty || key.SequenceCompareTo(_range.To.Span) < 0;
}
