namespace Nedb.Storage.Runs;

/// <summary>
/// Walks over the entries of a run. Allocates nothing for an entry but the room for the longest key. Where blocks are not kept, a value is
/// good until the cursor is moved.
/// </summary>
internal sealed class RunCursor : OrderedCursor
{
    // Who went through so many blocks, one behind the other, reads a good part of the run.
    private const int BlocksOfScan = 16;

    private readonly Run _run;
    private readonly bool _keepsBlocks;
    private int _passed; // how many blocks, since a key was sought
    private readonly Block[] _path; // from the root to the block with entries
    private readonly int[] _positions;
    private byte[] _key = [];
    private byte[] _room = []; // of a block that goes into no cache, until the next is read
    private Block _leaf;
    private int _index;
    private BlockEntry _entry;
    private int _baseShared; // how many bytes of _key are those of the base key of this entry's group

    internal RunCursor(Run run, bool keepsBlocks)
    {
        _run = run;
        _keepsBlocks = keepsBlocks;
        _path = new Block[run.Depth + 1];
        _positions = new int[run.Depth + 1];
        _path[0] = _leaf = run.Root;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Key => _entry.Shared == 0
        ? _leaf.Array.AsSpan(_entry.RestStart, _entry.RestLength)
        : _key.AsSpan(0, _entry.KeyLength);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Value => new(_leaf.Array, _entry.ValueStart, _entry.ValueLength);

    /// <summary>The block that the cursor is in.</summary>
    public Block Leaf => _leaf;

    /// <summary>The position in the block.</summary>
    public int Index => _index;

    /// <summary>The position in the block of the first key that is not less than the given one.</summary>
    public int LowerBoundInLeaf(ReadOnlySpan<byte> key)
    {
        // The block above says where the next one begins, and it is in the cache of the processor, which this one seldom is.
        if (_run.Depth > 0 && _positions[_run.Depth - 1] + 1 is var next && next < _path[_run.Depth - 1].Count
            && _path[_run.Depth - 1].CompareKey(next, key) <= 0)
            return _leaf.Count;
        return _leaf.LowerBound(key, out _);
    }

    /// <summary>Moves to another entry of the same block.</summary>
    /// <returns>True.</returns>
    public bool MoveTo(int index) => StandOn(index);

    /// <summary>Moves to the first entry of the next block.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveToNextLeaf() => MoveToNeighbour(1);

    /// <summary>As <see cref="MoveToNextLeaf()"/>, but blocks that are known to show nothing at a seq are passed without being read.
    /// </summary>
    /// <param name="seq">The seq.</param>
    /// <param name="before">Nothing behind it is passed; empty where all may be.</param>
    /// <returns>Whether there is one.</returns>
    public bool MoveToNextLeaf(long seq, ReadOnlySpan<byte> before)
    {
        if (_run.Depth > 0)
        {
            var parent = _path[_run.Depth - 1];
            ref var position = ref _positions[_run.Depth - 1];
            // The last one is read, for only the block behind it would say where its keys end.
            while (position + 2 < parent.Count && parent.IsHiddenAt(position + 1, seq)
                && (before.IsEmpty || parent.CompareKey(position + 2, before) <= 0))
                position++;
        }

        return MoveToNeighbour(1);
    }

    /// <summary>Takes note of the seqs of the block that the cursor is in, where the block that points to it can be asked for them.
    /// </summary>
    public void KeepSeqs(SeqSpan seqs)
    {
        if (_run.Depth > 0)
            _path[_run.Depth - 1].KeepSeqs(_positions[_run.Depth - 1], seqs);
    }

    /// <summary>Moves to the last entry of the block before.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveToPreviousLeaf() => MoveToNeighbour(-1);

    /// <inheritdoc/>
    public override bool Seek(ReadOnlySpan<byte> key)
    {
        Descend(key);
        return _index < _leaf.Count ? StandOn(_index) : MoveToNeighbour(1);
    }

    /// <inheritdoc/>
    public override bool SeekBefore(ReadOnlySpan<byte> key)
    {
        Descend(key);
        return _index > 0 ? StandOn(_index - 1) : MoveToNeighbour(-1);
    }

    /// <inheritdoc/>
    public override bool MoveFirst() => DescendToEnd(0, 1);

    /// <inheritdoc/>
    public override bool MoveLast() => DescendToEnd(0, -1);

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        var index = _index + 1;
        if (index >= _leaf.Count)
            return MoveToNeighbour(1);
        if ((index & (RunLimits.GroupEntries - 1)) == 0)
            _baseShared = 0;
        return StandOnNear(index);
    }

    /// <inheritdoc/>
    public override bool MovePrevious()
    {
        if (_index <= 0)
            return MoveToNeighbour(-1);
        if ((_index & (RunLimits.GroupEntries - 1)) == 0)
            _baseShared = 0;
        return StandOnNear(_index - 1);
    }

    private BlockUse Use => !_keepsBlocks ? BlockUse.Once : _passed < BlocksOfScan ? BlockUse.Seek : BlockUse.Scan;

    private void Descend(ReadOnlySpan<byte> key)
    {
        _passed = 0;
        var block = _path[0];
        for (var level = 0; level < _run.Depth; level++)
        {
            _positions[level] = block.FindChild(key);
            _path[level + 1] = block = _run.LoadChild(block, _positions[level], isLeaf: level + 1 == _run.Depth, Use, ref _room);
        }

        _leaf = block;
        _index = block.LowerBound(key, out _);
    }

    private bool MoveToNeighbour(int step)
    {
        _passed++;
        for (var level = _run.Depth - 1; level >= 0; level--)
        {
            var position = _positions[level] + step;
            if (position < 0 || position >= _path[level].Count)
                continue;
            _positions[level] = position;
            _path[level + 1] = _run.LoadChild(_path[level], position, isLeaf: level + 1 == _run.Depth, Use, ref _room);
            if (step > 0 && level + 1 == _run.Depth)
                PrefetchBehind(_path[level], position);
            return DescendToEnd(level + 1, step);
        }

        return false;
    }

    // Each step to a next block brings those behind it, as far as they are in memory, one link nearer: what a block holds leads from object
    // to object, and each of them would be waited for.
    private static void PrefetchBehind(Block parent, int position)
    {
        var children = parent.Children;
        if (position + 4 >= children.Length)
            return;
        (children[position + 1] as Block)?.PrefetchValues();
        (children[position + 2] as Block)?.PrefetchDecoded();
        (children[position + 3] as Block)?.PrefetchParts();
        Memory.Prefetch(children[position + 4]);
    }

    private bool DescendToEnd(int level, int step)
    {
        var block = _path[level];
        for (; level < _run.Depth; level++)
        {
            _positions[level] = step > 0 ? 0 : block.Count - 1;
            _path[level + 1] = block = _run.LoadChild(block, _positions[level], isLeaf: level + 1 == _run.Depth, Use, ref _room);
        }

        _leaf = block;
        return StandOn(step > 0 ? 0 : block.Count - 1);
    }

    private bool StandOn(int index)
    {
        _baseShared = 0;
        return StandOnNear(index);
    }

    // Within a group the bytes of the base key that are in the buffer stay there: walking on, an entry never shares more than the one
    // before, and nothing but its own rest is copied.
    private bool StandOnNear(int index)
    {
        _index = index;
        _entry = _leaf.Entry(index);
        var shared = _entry.Shared;
        if (shared == 0)
        {
            _baseShared = 0;
            return true;
        }

        if (_key.Length < _entry.KeyLength)
            Array.Resize(ref _key, Math.Max(64, 2 * _entry.KeyLength));
        if (shared > _baseShared)
            _leaf.BaseKey(Block.GroupOf(index))[_baseShared..shared].CopyTo(_key.AsSpan(_baseShared));
        _leaf.Array.AsSpan(_entry.RestStart, _entry.RestLength).CopyTo(_key.AsSpan(shared));
        _baseShared = shared;
        return true;
    }
}
