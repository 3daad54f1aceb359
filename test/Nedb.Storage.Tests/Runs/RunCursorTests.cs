using System.Buffers.Binary;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;

namespace Nedb.Storage.Tests.Runs;

/// <summary>Blocks that are known to show nothing at a seq are passed without being read, and no others.</summary>
public sealed class RunCursorTests
{
    private const int Count = 20_000;

    private readonly MemoryFileSystem _files = new();
    private readonly RunInfo _info;

    public RunCursorTests() => _info = RunBench.Write(
        _files, 1, Enumerable.Range(0, Count).Select(static number => KeyValuePair.Create(Key(number), new byte[60])));

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void What_shows_nothing_at_a_seq_is_passed(long seq, bool isHidden)
    {
        var cache = new BlockCache(0);
        using var run = Run.Open(_files, _info, cache);
        var leaves = Leaves(run.OpenCursor(), remembers: true);
        var loads = cache.Loads;
        var again = run.OpenCursor();
        Assert.Equal(isHidden ? [.. leaves.Where(static (_, i) => i % 3 == 0).Union([leaves[^1]])] : leaves, Walk(again, seq, default));
        // The root is there; each block is read once.
        Assert.Equal(isHidden ? (leaves.Count + 2) / 3 + ((leaves.Count - 1) % 3 == 0 ? 0 : 1) : leaves.Count, cache.Loads - loads);
    }

    [Fact]
    public void Nothing_behind_a_bound_is_passed()
    {
        using var run = Run.Open(_files, _info, new(1 << 20));
        var leaves = Leaves(run.OpenCursor(), remembers: true);
        for (var i = 1; i + 1 < leaves.Count; i += 3)
        {
            // The block ends before the bound or behind it.
            var cursor = run.OpenCursor();
            Assert.True(cursor.Seek(Key(leaves[i - 1])));
            Assert.True(cursor.MoveToNextLeaf(5, Key(leaves[i + 1])));
            Assert.Equal(leaves[i + 1], Number(cursor));
            Assert.True(cursor.Seek(Key(leaves[i - 1])));
            Assert.True(cursor.MoveToNextLeaf(5, Key(leaves[i + 1] - 1)));
            Assert.Equal(leaves[i], Number(cursor));
        }
    }

    [Fact]
    public void Of_what_nobody_looked_through_all_is_read()
    {
        using var run = Run.Open(_files, _info, new(1 << 20));
        Assert.Equal(Leaves(run.OpenCursor(), remembers: false), Walk(run.OpenCursor(), 5, default));
    }

    /// <summary>The first numbers of all blocks, of which two in three show something from 10 to 19 only.</summary>
    private static List<int> Leaves(RunCursor cursor, bool remembers)
    {
        var leaves = new List<int>();
        for (var more = cursor.MoveFirst(); more; more = cursor.MoveToNextLeaf())
        {
            if (remembers)
                cursor.KeepSeqs(leaves.Count % 3 == 0 ? new(1, long.MaxValue, 1) : new(10, 20, long.MaxValue));
            leaves.Add(Number(cursor));
        }

        Assert.InRange(leaves.Count, 20, Count);
        return leaves;
    }

    private static List<int> Walk(RunCursor cursor, long seq, ReadOnlySpan<byte> before)
    {
        var leaves = new List<int>();
        for (var more = cursor.MoveFirst(); more; more = cursor.MoveToNextLeaf(seq, before))
            leaves.Add(Number(cursor));
        return leaves;
    }

    private static int Number(RunCursor cursor) => BinaryPrimitives.ReadInt32BigEndian(cursor.Key);

    private static byte[] Key(int number)
    {
        var key = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(key, number);
        return key;
    }
}
