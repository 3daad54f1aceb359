using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Runs;

public sealed class RunTests
{
    [Theory]
    [InlineData(1, 1, 10, 10)]
    [InlineData(2, 17, 10, 10)]
    [InlineData(3, 3_000, 40, 0)]
    [InlineData(4, 6_000, 60, 200)]
    [InlineData(5, 400, 4_096, 3_000)]
    [InlineData(6, 300, 4_096, 40_000)]
    [InlineData(7, 900, RunLimits.KeyBytesMax, 100)]
    public void A_run_has_what_a_sorted_dictionary_has(int seed, int count, int keyBytesMax, int valueBytesMax)
    {
        var random = new Random(seed);
        var entries = RunBench.MakeEntries(random, count, keyBytesMax, valueBytesMax);
        var files = new MemoryFileSystem();
        files.CreateFolder(RunName.Folder);
        var info = RunBench.Write(files, 1, entries);
        using var run = Run.Open(files, info, new BlockCache(1024 * 1024));
        Assert.Equal(count, run.Info.EntryCount);
        Assert.Equal(entries.First().Key, run.Info.SmallestKey);
        Assert.Equal(entries.Last().Key, run.Info.LargestKey);

        foreach (var (key, value) in entries)
        {
            Assert.True(run.TryFind(key, out var found));
            Assert.True(found.Span.SequenceEqual(value));
        }

        for (var i = 0; i < 2_000; i++)
        {
            var key = RunBench.MakeKey(random, entries.Keys.ElementAt(random.Next(Math.Min(count, 50))), keyBytesMax);
            Assert.Equal(entries.ContainsKey(key), run.TryFind(key, out _));
        }

        RunBench.CompareWalks(run.OpenCursor(), [.. entries], random, 20_000);
    }

    [Fact]
    public void Values_of_many_blocks_stand_beside_small_ones()
    {
        var random = new Random(8);
        var entries = new SortedDictionary<byte[], byte[]>(RunBench.KeyOrder)
        {
            [[1]] = [1],
            [[1, 0]] = RunBench.MakeBytes(random, 16 * 1024 * 1024),
            [[2]] = [],
            [[3]] = RunBench.MakeBytes(random, 70_000),
        };
        var files = new MemoryFileSystem();
        var cache = new BlockCache(1024 * 1024);
        using var run = Run.Open(files, RunBench.Write(files, 1, entries), cache);
        foreach (var (key, value) in entries)
        {
            Assert.True(run.TryFind(key, out var found));
            Assert.True(found.Span.SequenceEqual(value));
        }

        RunBench.CompareWalks(run.OpenCursor(), [.. entries], random, 100);
        Assert.InRange(cache.Bytes, 1, 1024 * 1024); // the large one is not kept
    }

    [Fact]
    public void A_deep_index_finds_everything()
    {
        // Keys that differ only at their end make separators as long as they are, so that few of them fit into a block of an index.
        var entries = new List<KeyValuePair<byte[], byte[]>>();
        for (var i = 0; i < 600; i++)
            entries.Add(new([.. new byte[20_000], (byte)(i >> 8), (byte)i], new byte[17_000]));
        var files = new MemoryFileSystem();
        using var run = Run.Open(files, RunBench.Write(files, 1, entries), new BlockCache(64 * 1024 * 1024));
        Assert.InRange(run.Depth, 3, 12);
        RunBench.CompareWalks(run.OpenCursor(), entries, new Random(9), 3_000);
    }

    [Fact]
    public void Walking_allocates_nothing_for_an_entry()
    {
        var files = new MemoryFileSystem();
        using var run = Run.Open(
            files, RunBench.Write(files, 1, RunBench.MakeEntries(new Random(10), 5_000, 30, 30)), new BlockCache(1024 * 1024 * 64));
        var cursor = run.OpenCursor();
        long Walk()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var length = 0L;
            for (var isThere = cursor.MoveFirst(); isThere; isThere = cursor.MoveNext())
                length += cursor.Key.Length + cursor.Value.Length;
            Assert.True(length > 0);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Walk();
        Assert.Equal(0, Walk());
        var key = run.Info.LargestKey;
        run.TryFind(key, out _);
        var start = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(run.TryFind(key, out _));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
    }

    [Fact]
    public void A_likely_key_is_looked_for_in_memory_and_costs_no_read_where_the_filter_knows_better()
    {
        var entries = RunBench.MakeEntries(new Random(15), 4_000, 30, 60);
        var memory = new MemoryFileSystem();
        var info = RunBench.Write(memory, 1, entries);
        var files = new FaultFileSystem(memory) { Only = FileCall.Read };
        using var run = Run.Open(files, info, new BlockCache(1024 * 1024 * 64));
        var random = new Random(16);
        byte[][] strangers = [.. Enumerable.Range(0, 3_000)
            .Select(_ => RunBench.MakeKey(random, entries.Keys.ElementAt(random.Next(4_000)), 30)).Where(key => !entries.ContainsKey(key))];
        Assert.False(run.TryFindLikely(strangers[0], out _)); // which reads the filter
        var before = files.Count;
        Assert.All(strangers, key => Assert.False(run.TryFindLikely(key, out _)));
        Assert.InRange(files.Count - before, 0, strangers.Length / 30);
        foreach (var (key, value) in entries)
            Assert.True(run.TryFindLikely(key, out var found) && found.Span.SequenceEqual(value));
        Assert.All(strangers, key => Assert.False(run.TryFindLikely(key, out _)));
    }

    [Fact]
    public void Keys_out_of_order_are_refused()
    {
        foreach (var (first, second) in ((byte[], byte[])[])[([1], [1]), ([1, 2], [1]), ([2], [1, 9]), ([], [])])
        {
            var files = new MemoryFileSystem();
            using var writer = new RunWriter(files, RunBench.Id, 1);
            writer.Add(first, []);
            Assert.Throws<ArgumentException>(() => writer.Add(second, []));
            Assert.Throws<InvalidOperationException>(() => writer.Finish());
            writer.Discard();
            Assert.Empty(files.List(RunName.Folder));
        }
    }

    [Fact]
    public void Keys_and_values_that_are_too_long_are_refused()
    {
        using var writer = new RunWriter(new MemoryFileSystem(), RunBench.Id, 1);
        Assert.Contains("32,768", Assert.Throws<ArgumentException>(() => writer.Add(new byte[RunLimits.KeyBytesMax + 1], [])).Message);
    }

    [Fact]
    public void A_run_without_entries_is_not_written()
    {
        using var writer = new RunWriter(new MemoryFileSystem(), RunBench.Id, 1);
        Assert.Throws<InvalidOperationException>(() => writer.Finish());
    }

    [Fact]
    public void Threads_share_a_run_over_a_cache_of_few_blocks()
    {
        var entries = RunBench.MakeEntries(new Random(11), 20_000, 40, 100).ToList();
        var files = new MemoryFileSystem();
        var cache = new BlockCache(80 * 1024);
        using var run = Run.Open(files, RunBench.Write(files, 1, entries), cache);
        Parallel.For(0, 4, thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 1_000; i++)
            {
                var (key, value) = entries[random.Next(entries.Count)];
                Assert.True(run.TryFind(key, out var found));
                Assert.True(found.Span.SequenceEqual(value));
            }

            RunBench.CompareWalks(run.OpenCursor(), entries, random, 2_000);
        });
        Assert.True(cache.Evictions > 100);
        Assert.InRange(cache.Bytes, 1, cache.BytesMax);
    }

    [Fact]
    public void Short_reads_give_the_same()
    {
        var entries = RunBench.MakeEntries(new Random(12), 500, 40, 100).ToList();
        var memory = new MemoryFileSystem();
        var info = RunBench.Write(memory, 1, entries);
        using var run = Run.Open(new FaultFileSystem(memory) { ReadBytesMax = 7 }, info, new BlockCache(0));
        RunBench.CompareWalks(run.OpenCursor(), entries, new Random(13), 300);
    }

    [Fact]
    public void A_failing_read_is_a_typed_error_and_the_next_one_works()
    {
        var entries = RunBench.MakeEntries(new Random(14), 500, 40, 100).ToList();
        var memory = new MemoryFileSystem();
        var info = RunBench.Write(memory, 1, entries);
        var files = new FaultFileSystem(memory) { Only = FileCall.Read };
        using var run = Run.Open(files, info, new BlockCache(0));
        files.FailAt = files.Count + 1;
        Assert.Equal(StorageErrorCode.Io, Assert.Throws<StorageException>(() => run.TryFind(entries[7].Key, out _)).Code);
        Assert.True(run.TryFind(entries[7].Key, out _));
    }
}
