using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Words;

namespace Nedb.Storage.Tests.Words;

public sealed class WordStoreTests
{
    private const string Name = "rules;2=null";

    [Fact]
    public void A_run_gives_back_versions_closings_and_words()
    {
        using var ground = Make();
        var words = ground.Store.Words!;
        WordRun? run = null;
        Assert.True(words.TryWrite(ground.Now, () =>
        {
            using var writer = words.Begin(from: 3, words.Through);
            for (var i = 0; i < 10_000; i++)
                Assert.Equal(i, writer.AddVersion(new(Ground.Text($"key {i:D5}"), 100 + i, i % 7 == 0 ? 20_000 + i : long.MaxValue)));
            writer.AddClosing(1, 5);
            writer.AddClosing(2, 400);
            writer.AddWord(WordRun.BytesOf("all"), [.. Enumerable.Range(0, 10_000)]);
            writer.AddWord(WordRun.BytesOf("allow"), [3, 4, 5, 9_999]);
            writer.AddWord(WordRun.BytesOf("älter"), [4, 700]);
            run = words.Exchange(1, Name, [], writer);
        }));

        Assert.Equal((10_000, 3, words.Through), (run!.Count, run.From, run.Through));
        Assert.Equal(new(Ground.Text("key 07000"), 7_100, 27_000), run.ReadVersion(7_000));
        Assert.Equal(new(Ground.Text("key 00001"), 101, long.MaxValue), run.ReadVersion(1));
        Assert.Equal(Enumerable.Range(100, 10_000).Select(static seq => (long)seq), run.ReadVersions().Select(static version => version.Seq));
        for (var place = 0; place < 10_000; place += 13)
            Assert.Equal(100 + place, run.ReadVersion(place).Seq);
        Assert.Equal([(1L, 5L), (2L, 400L)], run.ReadClosings());
        Assert.Equal(Enumerable.Range(0, 10_000), Find(run, "all"));
        Assert.Equal([3, 4, 5, 9_999], Find(run, "allow"));
        Assert.Equal([4, 700], Find(run, "älter"));
        Assert.Empty(Find(run, "al"));
        Assert.Equal([103, 104, 105, 10_099], run.FindVersions("allow", out _).ToArray().Select(static version => version.Seq));
        Assert.Equal([3, 4, 5, 9_999], run.FindBeginning("allo", out var isExact).ToArray());
        Assert.True(isExact);
        Assert.Equal(Enumerable.Range(0, 10_000), run.FindBeginning("al", out _).ToArray());
        Assert.Equal([10_000, 4, 2], run.ReadWords().Select(static word => word.Places.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.ReadVersion(10_000));
    }

    [Fact]
    public void Runs_are_named_until_they_are_exchanged_and_opened_again_with_the_database()
    {
        using var ground = Make();
        var through = ground.Store.Words!.Through;
        var first = Write(ground, 0, through - 2, []);
        var second = Write(ground, through - 2, through, []);
        Assert.Equal([(0, through - 2), (through - 2, through)], Open(ground, Name));
        Assert.Empty(Open(ground, "other rules"));
        ground.Reopen();
        Assert.Equal([(0, through - 2), (through - 2, through)], Open(ground, Name));

        var both = ground.Store.Words!.Open(1, Name);
        Write(ground, 0, through, both);

        Assert.Equal([(0, through)], Open(ground, Name));
        Assert.DoesNotContain(Path.GetFileName(first.Run.Info.Path), ground.Files.List("views"));
        Assert.DoesNotContain(Path.GetFileName(second.Run.Info.Path), ground.Files.List("views"));
        ground.Reopen();
        Assert.Equal([(0, through)], Open(ground, Name));
    }

    [Fact]
    public void Runs_between_which_something_is_missing_are_not_used()
    {
        using var ground = Make();
        var through = ground.Store.Words!.Through;
        var first = Write(ground, 0, through - 2, []);
        Write(ground, through - 2, through, []);
        ground.Files.Delete(first.Run.Info.Path);
        ground.Reopen();
        Assert.Empty(ground.Store.Words!.Open(1, Name));
        Write(ground, 0, through, []);
        Assert.Equal([(0, through)], Open(ground, Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Runs_that_are_not_used_because_another_is_missing_are_closed_again(int missing)
    {
        using var ground = Make();
        var through = ground.Store.Words!.Through;
        var runs = new[] { Write(ground, 0, through - 2, []), Write(ground, through - 2, through, []) };
        var files = new OpenFilesFileSystem(ground.Files);
        ground.Store.Dispose();
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
        {
            store.WaitForViews();
            var before = files.OpenViews;
            Assert.Equal(2, store.Words!.Open(1, Name).Count);
            Assert.Equal(before + 2, files.OpenViews);
        }

        ground.Files.Delete(runs[missing].Run.Info.Path);
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
        {
            store.WaitForViews();
            var before = files.OpenViews;
            Assert.Empty(store.Words!.Open(1, Name));
            Assert.Equal(before, files.OpenViews);
        }
    }

    [Fact]
    public void What_is_not_finished_leaves_no_file()
    {
        using var ground = Make();
        var words = ground.Store.Words!;
        var before = ground.Files.List("views").Order().ToArray();
        words.TryWrite(ground.Now, () =>
        {
            using (var writer = words.Begin(0, words.Through))
                writer.AddVersion(new(Ground.Int(1), 1, long.MaxValue));
            using var part = words.Begin(0, words.Through);
            part.AddVersion(new(Ground.Int(1), 1, long.MaxValue));
            words.Delete(words.Finish(part));
        });
        Assert.Equal(before, ground.Files.List("views").Order());
    }

    [Fact]
    public void Views_that_are_written_and_merged_keep_the_runs_of_words()
    {
        using var ground = Make();
        var through = ground.Store.Words!.Through;
        Write(ground, 0, through, []);
        for (var round = 50; round < 90; round++)
            LayeredGround.Write(ground.Store, round);
        ground.Store.WaitForViews();
        Assert.True(ground.Store.Words!.Through > through);
        Assert.Equal([(0, through)], Open(ground, Name));
        ground.Reopen();
        Assert.Equal([(0, through)], Open(ground, Name));
    }

    [Fact]
    public void There_are_none_where_nothing_is_written_to_a_disk()
    {
        using var store = NedbStore.OpenInMemory();
        Assert.Null(store.Words);
    }

    private static Ground Make()
    {
        var ground = new Ground(LayeredGround.Tiny);
        LayeredGround.Define(ground.Store);
        for (var round = 1; round < 30; round++)
            LayeredGround.Write(ground.Store, round);
        ground.Store.WaitForViews();
        Assert.True(ground.Store.Words!.Through > 10);
        return ground;
    }

    private static WordRun Write(Ground ground, long from, long through, IReadOnlyList<WordRun> old)
    {
        var words = ground.Store.Words!;
        WordRun? run = null;
        Assert.True(words.TryWrite(ground.Now, () =>
        {
            using var writer = words.Begin(from, through);
            writer.AddVersion(new(Ground.Int(from), from + 1, long.MaxValue));
            run = words.Exchange(1, Name, old, writer);
        }));
        return run!;
    }

    private static List<(long From, long Through)> Open(Ground ground, string name) =>
        [.. ground.Store.Words!.Open(1, name).Select(static run => (run.From, run.Through))];

    private static int[] Find(WordRun run, string word)
    {
        var places = run.Find(word, out var isExact).ToArray();
        Assert.True(isExact);
        return places;
    }
}
