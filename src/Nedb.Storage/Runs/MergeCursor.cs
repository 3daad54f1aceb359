namespace Nedb.Storage.Runs;

/// <summary>
/// Walks over several ordered sources as over one. Where more than one has a key, the entry of the newest counts and the others are not
/// seen. The sources stand in a heap by their keys; the topmost is the one that the cursor stands on.
/// </summary>
internal sealed class MergeCursor : OrderedCursor
{
    private readonly OrderedCursor[] _sources;
    private readonly int[] _heap;
    private int _count;
    private bool _isBackward;
    private byte[] _turn = [];

    /// <summary>Makes a cursor that stands on no entry.</summary>
    /// <param name="newestFirst">The sources; from here on the cursor moves them.</param>
    public MergeCursor(IReadOnlyList<OrderedCursor> newestFirst)
    {
        _sources = [.. newestFirst];
        _heap = new int[_sources.Length];
    }

    /// <summary>Which of the sources the entry comes from.</summary>
    public int Source => _heap[0];

    /// <summary>The source that the entry comes from.</summary>
    public OrderedCursor SourceCursor => _sources[_heap[0]];

    /// <summary>Whether no other source has any more entries.</summary>
    public bool IsLast => _count < 2;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Key => _sources[_heap[0]].Key;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Value => _sources[_heap[0]].Value;

    /// <summary>The least key of the other sources, forward; empty where they have none.</summary>
    public ReadOnlySpan<byte> NextKey => _count switch
    {
        < 2 => default,
        2 => _sources[_heap[1]].Key,
        _ => _sources[_heap[IsBefore(_heap[2], _heap[1]) ? 2 : 1]].Key,
    };

    /// <summary>Finds the topmost source again after somebody moved the one that the cursor stood on forward, over entries before
    /// <see cref="NextKey"/>.</summary>
    /// <param name="isThere">Whether that source stands on an entry.</param>
    /// <returns>Whether the cursor stands on one.</returns>
    public bool Settle(bool isThere)
    {
        if (!isThere)
            _heap[0] = _heap[--_count];
        SiftDown(0);
        return _count > 0;
    }

    /// <inheritdoc/>
    public override bool Seek(ReadOnlySpan<byte> key)
    {
        Begin(isBackward: false);
        for (var i = 0; i < _sources.Length; i++)
        {
            if (_sources[i].Seek(key))
                _heap[_count++] = i;
        }

        return Order();
    }

    /// <inheritdoc/>
    public override bool SeekBefore(ReadOnlySpan<byte> key)
    {
        Begin(isBackward: true);
        for (var i = 0; i < _sources.Length; i++)
        {
            if (_sources[i].SeekBefore(key))
                _heap[_count++] = i;
        }

        return Order();
    }

    /// <inheritdoc/>
    public override bool MoveFirst()
    {
        Begin(isBackward: false);
        for (var i = 0; i < _sources.Length; i++)
        {
            if (_sources[i].MoveFirst())
                _heap[_count++] = i;
        }

        return Order();
    }

    /// <inheritdoc/>
    public override bool MoveLast()
    {
        Begin(isBackward: true);
        for (var i = 0; i < _sources.Length; i++)
        {
            if (_sources[i].MoveLast())
                _heap[_count++] = i;
        }

        return Order();
    }

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_count == 0)
            return false;
        if (_isBackward)
            Seek(RememberKey()); // which finds this entry again
        return MoveOn();
    }

    /// <inheritdoc/>
    public override bool MovePrevious()
    {
        if (_count == 0)
            return false;
        return _isBackward ? MoveOn() : SeekBefore(RememberKey());
    }

    private void Begin(bool isBackward)
    {
        _count = 0;
        _isBackward = isBackward;
    }

    private bool Order()
    {
        for (var i = (_count >> 1) - 1; i >= 0; i--)
            SiftDown(i);
        return _count > 0;
    }

    private bool MoveOn()
    {
        // Whatever is equal to the topmost stands directly below it, for nothing is between it and its parent.
        for (var below = 1; below <= 2; below++)
        {
            while (below < _count && _sources[_heap[below]].Key.SequenceEqual(_sources[_heap[0]].Key))
                Advance(below);
        }

        Advance(0);
        return _count > 0;
    }

    private void Advance(int position)
    {
        var source = _sources[_heap[position]];
        if (!(_isBackward ? source.MovePrevious() : source.MoveNext()))
            _heap[position] = _heap[--_count];
        SiftDown(position);
    }

    private void SiftDown(int position)
    {
        while (true)
        {
            var child = 2 * position + 1;
            if (child >= _count)
                return;
            if (child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]))
                child++;
            if (!IsBefore(_heap[child], _heap[position]))
                return;
            (_heap[position], _heap[child]) = (_heap[child], _heap[position]);
            position = child;
        }
    }

    private bool IsBefore(int left, int right)
    {
        var order = _sources[left].Key.SequenceCompareTo(_sources[right].Key);
        return order == 0 ? left < right : order < 0 != _isBackward;
    }

    private ReadOnlySpan<byte> RememberKey()
    {
        var key = Key;
        if (_turn.Length < key.Length)
            _turn = new byte[Math.Max(64, 2 * key.Length)];
        key.CopyTo(_turn);
        return _turn.AsSpan(0, key.Length);
    }
}
