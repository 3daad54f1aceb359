using Nedb.Storage.Runs;

namespace Nedb.Storage.Words;

/// <summary>
/// Finds versions in a run of words by their places. They fill the first blocks, as many in each, so that a look takes no walk down the
/// index. For one thread.
/// </summary>
internal sealed class VersionBlocks
{
    private readonly Run _run;

    // For each block with versions: the block of the index above it, and its number there.
    private readonly List<(Block Parent, int Number)> _blocks = [];
    private byte[] _room = [];
    private Block _block;
    private int _number;

    public VersionBlocks(Run run, int count)
    {
        _run = run;
        _block = run.Root;
        if (run.Depth == 0)
            return;
        Add(run.Root, 0, (count + VersionsCodec.CountMax - 1) / VersionsCodec.CountMax);
        MoveTo(0);
    }

    /// <summary>The version of a place, which must be there.</summary>
    public WordVersion this[int place]
    {
        get
        {
            var number = place / VersionsCodec.CountMax;
            if (number != _number)
                MoveTo(number);
            var entry = _block.Entry(0);
            return VersionsCodec.Read(
                _block.Array.AsSpan(entry.ValueStart, entry.ValueLength), place - number * VersionsCodec.CountMax);
        }
    }

    private void Add(Block block, int level, int count)
    {
        for (var i = 0; i < block.Count && _blocks.Count < count; i++)
            if (level + 1 < _run.Depth)
                Add(_run.LoadChild(block, i, isLeaf: false, BlockUse.Seek, ref _room), level + 1, count);
            else
                _blocks.Add((block, i));
    }

    private void MoveTo(int number)
    {
        var (parent, child) = _blocks[number];
        _block = _run.LoadChild(parent, child, isLeaf: true, BlockUse.Seek, ref _room);
        _number = number;
    }
}
