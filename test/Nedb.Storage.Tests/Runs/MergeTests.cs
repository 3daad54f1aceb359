using Nedb.Storage.Io;
using Nedb.Storage.Runs;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Tests.Runs;

public sealed class MergeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 7)]
    [InlineData(5, 12)]
    public void A_merge_of_trees_and_runs_walks_as_one_sorted_dictionary_does(int seed, int sourceCount)
    {
        var random = new Random(seed);
        var files = new MemoryFileSystem();
        var cache = new BlockCache(4 * 1024 * 1024);
        var expected = new SortedDictionary<byte[], byte[]>(RunBench.KeyOrder);
        var sources = new OrderedCursor[sourceCount];
        var known = new List<byte[]> { Array.Empty<byte>() };
        for (var i = sourceCount - 1; i >= 0; i--)
        {
            var entries = RunBench.MakeEntries(random, random.Next(1, 400), 12, 30);
            foreach (var key in known.Where(_ => random.Next(3) == 0))
                entries[key] = RunBench.MakeBytes(random, random.Next(20));
            known.AddRange(entries.Keys.Take(100));
            foreach (var (key, value) in entries)
                expected[key] = value;
            if (i % 3 == 0)
            {
                var editor = new TreeEditor<byte[]>(OrderedTree<byte[]>.Empty);
                foreach (var (key, value) in entries)
                    editor.Set(key, value);
                sources[i] = new TreeSource<byte[]>(editor.ToTree(), value => value);
            }
            else
            {
                sources[i] = Run.Open(files, RunBench.Write(files, i + 1, entries), cache).OpenCursor();
            }
        }

        RunBench.CompareWalks(new MergeCursor(sources), [.. expected], random, 30_000);
    }

    [Fact]
    public void A_merge_of_nothing_finds_nothing()
    {
        var merge = new MergeCursor([]);
        Assert.False(merge.MoveFirst());
        Assert.False(merge.MoveLast());
        Assert.False(merge.Seek([1]));
        Assert.False(merge.SeekBefore([1]));
        var overEmpty = new MergeCursor([new TreeSource<byte[]>(OrderedTree<byte[]>.Empty, value => value)]);
        Assert.False(overEmpty.MoveFirst());
        Assert.False(overEmpty.MoveNext());
    }

    [Fact]
    public void Runs_are_merged_into_runs_of_the_size_asked_for()
    {
        var random = new Random(6);
        var files = new MemoryFileSystem();
        var cache = new BlockCache(1024 * 1024);
        var expected = new SortedDictionary<byte[], byte[]>(RunBench.KeyOrder);
        var runs = new List<Run>();
        for (var i = 4; i >= 1; i--)
        {
            var entries = RunBench.MakeEntries(random, 3_000, 12, 100);
            foreach (var (key, value) in entries)
                expected[key] = value;
            runs.Insert(0, Run.Open(files, RunBench.Write(files, i, entries), cache));
        }

        foreach (var key in expected.Keys.Where(key => key.Length > 0 && key[0] == 127).ToList())
            expected.Remove(key);
        foreach (var key in expected.Keys.Where(key => key.Length > 1 && key[1] == 254).ToList())
            expected[key] = [9];
        var id = 100L;
        var merged = new RunMerger
        {
            Files = files,
            DatabaseId = RunBench.Id,
            NextRunId = () => id++,
            RunBytes = 100_000,
            Policy = (key, ref value) =>
            {
                if (key.Length > 1 && key[1] == 254)
                    value = new byte[] { 9 };
                return key.Length == 0 || key[0] != 127;
            },
        }.Merge(runs, CancellationToken.None);

        Assert.InRange(merged.Count, 3, 20);
        var found = new List<KeyValuePair<byte[], byte[]>>();
        foreach (var info in merged)
        {
            Assert.Equal((1, 9), (info.SeqMin, info.SeqMax));
            Assert.InRange(info.Length, 1, 150_000);
            using var run = Run.Open(files, info, cache);
            var cursor = run.OpenCursor();
            for (var isThere = cursor.MoveFirst(); isThere; isThere = cursor.MoveNext())
                found.Add(new(cursor.Key.ToArray(), cursor.Value.ToArray()));
        }

        Assert.Equal(expected.Select(AsText), found.Select(AsText));
        static string AsText(KeyValuePair<byte[], byte[]> entry) => $"{Convert.ToHexString(entry.Key)}: {Convert.ToHexString(entry.Value)}";
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Blocks_that_nothing_falls_into_go_over_as_they_are_and_the_entries_are_those_of_a_sorted_dictionary(int seed)
    {
        var random = new Random(seed);
        var files = new MemoryFileSystem();
        var cache = new BlockCache(1024 * 1024);
        var expected = new SortedDictionary<byte[], byte[]>(RunBench.KeyOrder);
        var runs = new List<Run>();
        for (var i = 4; i >= 1; i--)
        {
            // Each has a stretch that nearly only it has, some keys that the others have too, and few that are large.
            var entries = new SortedDictionary<byte[], byte[]>(RunBench.KeyOrder);
            for (var n = 0; n < 2_300; n++)
                entries[KeyOf(i * 2_000 + n)] = RunBench.MakeBytes(random, n % 1_000 == 999 ? 20_000 : random.Next(200));
            for (var n = 0; n < 12; n++)
                entries[KeyOf(random.Next(14_000))] = RunBench.MakeBytes(random, random.Next(20));
            foreach (var (key, value) in entries)
                expected[key] = value;
            runs.Insert(0, Run.Open(files, RunBench.Write(files, i, entries), cache));
        }

        var (asked, whole, id) = (0, 0, 100L);
        var info = Assert.Single(new RunMerger
        {
            Files = files,
            DatabaseId = RunBench.Id,
            NextRunId = () => id++,
            Policy = (key, ref value) => ++asked > 0,
            // Whoever must look at an entry says so for its block.
            TakesOver = block => !block.KeyOf(0).AsSpan().StartsWith("03"u8) && (whole += block.Count) > 0,
        }.Merge(runs, CancellationToken.None));

        Assert.InRange(whole, expected.Count / 4, expected.Count);
        Assert.InRange(asked, 1_000, expected.Count);
        Assert.Equal(expected.Count, info.EntryCount);
        using var run = Run.Open(files, info, cache);
        RunBench.CompareWalks(run.OpenCursor(), [.. expected], random, 30_000);
        foreach (var (key, value) in expected)
            Assert.True(run.TryFind(key, out var found) && found.Span.SequenceEqual(value), Convert.ToHexString(key));

        static byte[] KeyOf(int number) => System.Text.Encoding.ASCII.GetBytes($"{number:00000} of some");
    }

    [Fact]
    public void A_block_knows_whether_any_of_its_values_is_nothing()
    {
        Assert.False(Make([1], [2]).HasEmptyValue());
        Assert.False(Make([1], [2, 3]).HasEmptyValue());
        Assert.True(Make([1], []).HasEmptyValue());
        Assert.True(Make([], []).HasEmptyValue());

        static Block Make(params byte[][] values)
        {
            var builder = new BlockBuilder();
            for (byte i = 0; i < values.Length; i++)
                builder.Add([i], values[i]);
            return Block.TryRead(builder.Finish().ToArray(), isIndex: false, out var block) ? block : throw new InvalidOperationException();
        }
    }

    [Fact]
    public void A_merge_that_is_cancelled_or_fails_leaves_no_run()
    {
        var files = new MemoryFileSystem();
        var cache = new BlockCache(1024 * 1024);
        using var run = Run.Open(files, RunBench.Write(files, 1, RunBench.MakeEntries(new Random(7), 5_000, 12, 100)), cache);
        foreach (var fails in (bool[])[false, true])
        {
            using var cancellation = new CancellationTokenSource();
            var seen = 0;
            var id = 100L;
            var merger = new RunMerger
            {
                Files = files,
                DatabaseId = RunBench.Id,
                NextRunId = () => id++,
                RunBytes = 50_000,
                Policy = (key, ref value) =>
                {
                    if (++seen == 4_000)
                    {
                        cancellation.Cancel();
                        if (fails)
                            throw new IOException("the policy reads something, and that fails");
                    }

                    return true;
                },
            };
            var error = Record.Exception(() => merger.Merge([run], cancellation.Token));
            Assert.Equal(fails ? typeof(IOException) : typeof(OperationCanceledException), error?.GetType());
            Assert.True(id > 102);
            Assert.Equal([RunName.PathOf(1)[(RunName.Folder.Length + 1)..]], files.List(RunName.Folder));
        }
    }

    [Fact]
    public void A_merge_of_which_nothing_is_kept_makes_no_run()
    {
        var files = new MemoryFileSystem();
        using var run = Run.Open(
            files, RunBench.Write(files, 1, RunBench.MakeEntries(new Random(8), 10, 12, 100)), new BlockCache(1024 * 1024));
        Assert.Empty(new RunMerger
        {
            Files = files,
            DatabaseId = RunBench.Id,
            NextRunId = () => throw new InvalidOperationException("no run is begun"),
            Policy = (key, ref value) => false,
        }.Merge([run], CancellationToken.None));
    }
}
