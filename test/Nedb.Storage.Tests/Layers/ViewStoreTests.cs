using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Views;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Layers;

/// <summary>
/// Views on disk answer as views in memory do, whatever became of their files; and they are nothing that anybody could lose.
/// </summary>
public sealed class ViewStoreTests
{
    private const int Rounds = 60;

    [Fact]
    public void Law_5_Views_in_runs_answer_as_views_in_memory_do_before_and_after_opening_again()
    {
        var files = new MemoryFileSystem();
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
        {
            Fill(store);
            Assert.NotEmpty(files.List("views"));
            var before = LayeredGround.Describe(store, Rounds);
            store.WaitForViews();
            Assert.Equal(before, LayeredGround.Describe(store, Rounds));
        }

        using var again = LogStore.Open(files, LayeredGround.Tiny);
        var expected = LayeredGround.Describe(again, Rounds);
        using (var rebuilt = LogStore.Open(CopyOfLog(files), new()))
            Assert.Equal(expected, LayeredGround.Describe(rebuilt, Rounds));
        using (var inMemory = LogStore.Open(CopyOfLog(files), new(), keepsViews: false))
            Assert.Equal(expected, LayeredGround.Describe(inMemory, Rounds));
        Assert.True(again.Verify().IsIntact);
        // Nonces are known too.
        using var transaction = again.BeginTransaction();
        transaction.Put(LayeredGround.Things, Ground.Int(99), Ground.Int(1), Ground.Text("new"));
        Assert.Equal(
            StorageErrorCode.ReplayMismatch,
            Assert.Throws<StorageException>(() => transaction.Commit(new() { Client = "client", Nonce = Rounds })).Code);
    }

    [Fact]
    public void Losing_or_damaging_any_file_of_the_views_costs_a_rebuild_and_nothing_else()
    {
        var files = new MemoryFileSystem();
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
            Fill(store);
        var image = FileImage.Take(files);
        List<string> expected;
        using (var store = LogStore.Open(image.ToFiles(), LayeredGround.Tiny))
            expected = LayeredGround.Describe(store, Rounds);
        var random = new Random(7);
        foreach (var name in files.List("views"))
        {
            var path = "views/" + name;
            foreach (var damage in (Action<MemoryFileSystem>[])
                [disk => disk.Delete(path), disk => Change(disk, path, 0), disk => Change(disk, path, -1), disk => Cut(disk, path, random)])
            {
                var disk = image.ToFiles();
                damage(disk);
                var progress = new List<RebuildProgress>();
                using (var store = LogStore.Open(disk, LayeredGround.Tiny with { RebuildProgress = new Collector(progress) }))
                    Assert.Equal(expected, LayeredGround.Describe(store, Rounds));
                Assert.NotEmpty(progress);
                Assert.Equal(progress[^1].TotalNodes, progress[^1].Nodes);
                using (var store = LogStore.Open(disk, LayeredGround.Tiny with { RebuildProgress = new Collector(progress = []) }))
                    Assert.Equal(expected, LayeredGround.Describe(store, Rounds));
                Assert.Empty(progress);
            }
        }
    }

    [Fact]
    public void A_bad_block_gives_right_data_or_a_typed_error_and_the_next_opening_rebuilds()
    {
        var files = new MemoryFileSystem();
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
            Fill(store);
        var image = FileImage.Take(files);
        List<string> expected;
        using (var store = LogStore.Open(image.ToFiles(), LayeredGround.Tiny))
            expected = LayeredGround.Describe(store, Rounds);
        var met = 0;
        foreach (var name in files.List("views").Where(name => name.EndsWith(".nrun", StringComparison.Ordinal)))
            for (var part = 1; part < 12; part++)
            {
                var disk = image.ToFiles();
                Change(disk, "views/" + name, part / 12.0);
                try
                {
                    using var store = LogStore.Open(disk, LayeredGround.Tiny);
                    Assert.Equal(expected, LayeredGround.Describe(store, Rounds));
                    continue;
                }
                catch (CorruptionException error)
                {
                    Assert.StartsWith("views/", error.File, StringComparison.Ordinal);
                    met++;
                }

                using var again = LogStore.Open(disk, LayeredGround.Tiny);
                Assert.Equal(expected, LayeredGround.Describe(again, Rounds));
            }

        Assert.True(met > 0);
    }

    [Fact]
    public void A_merge_that_ends_after_damage_was_met_does_not_make_the_views_trusted_again()
    {
        var files = new MemoryFileSystem();
        using (var store = LogStore.Open(new MergelessFileSystem(files), LayeredGround.Tiny))
            Assert.Throws<StorageException>(() => Fill(store));
        ViewStore Load(out bool isThere)
        {
            var context = StoreOpening.MakeContext(LayeredGround.Tiny);
            context.DatabaseId = ViewFolder.TryRead(files, null)?.DatabaseId ?? Guid.NewGuid();
            var views = new ViewStore(files, null, context, LayeredGround.Tiny);
            isThere = views.TryLoad();
            return views;
        }

        var views = Load(out var isThere);
        Assert.True(isThere);
        views.ToState();
        views.Distrust();
        Assert.True(views.MergeSome(isRebuilding: false, CancellationToken.None));
        Load(out isThere);
        Assert.False(isThere);
    }

    [Fact]
    public void Views_of_another_database_or_of_another_time_are_not_believed()
    {
        var files = new MemoryFileSystem();
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
            Fill(store, Rounds / 2);
        var early = FileImage.Take(files);
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
            for (var round = Rounds / 2 + 1; round <= Rounds; round++)
                LayeredGround.Write(store, round);
        var late = FileImage.Take(files);
        var other = new MemoryFileSystem();
        using (var store = LogStore.Open(other, LayeredGround.Tiny))
            Fill(store);
        var foreign = FileImage.Take(other);
        List<string> Read(FileImage log, FileImage views)
        {
            using var store = LogStore.Open(Mix(log, views), LayeredGround.Tiny);
            return LayeredGround.Describe(store, Rounds);
        }

        var expected = Read(late, late);
        Assert.Equal(expected, Read(late, early)); // older views: the rest is folded
        Assert.Equal(expected, Read(late, foreign));
        Assert.Equal(Read(early, early), Read(early, late)); // newer views than the log: another history
    }

    [Fact]
    public void Law_2_A_failed_write_of_views_ends_writing_and_neither_loses_anything_nor_stops_reads()
    {
        foreach (var call in (FileCall[])[FileCall.Write, FileCall.Sync, FileCall.Rename, FileCall.Open])
        {
            var inner = new MemoryFileSystem();
            var files = new ViewFaults(inner) { Only = call };
            var acknowledged = 0;
            using (var store = LogStore.Open(files, LayeredGround.Tiny))
            {
                LayeredGround.Define(store);
                files.IsFailing = true;
                var error = Assert.Throws<StorageException>(() =>
                {
                    for (; acknowledged < Rounds; acknowledged++)
                        LayeredGround.Write(store, acknowledged + 1);
                });
                Assert.Equal(StorageErrorCode.ReadOnlyAfterError, error.Code);
                Assert.NotEmpty(LayeredGround.Describe(store, Rounds));
                Assert.True(store.Verify().IsIntact);
            }

            files.IsFailing = false;
            using var again = LogStore.Open(files, LayeredGround.Tiny);
            for (var round = 1; round <= acknowledged; round++)
                Assert.NotNull(again.FindCommit($"key {round}"));
            Assert.Null(again.FindCommit($"key {acknowledged + 1}"));
            LayeredGround.Write(again, acknowledged + 1);
        }
    }

    [Fact]
    public void Opening_reads_of_the_log_only_what_lies_behind_the_views()
    {
        var files = new MemoryFileSystem();
        var options = LayeredGround.Tiny with { SegmentBytes = 64 * 1024, PackSegments = false };
        using (var store = LogStore.Open(files, options))
            Fill(store, 400);
        var segments = files.List("log");
        Assert.True(segments.Count > 3);
        var trace = new TraceFileSystem(files);
        using var again = LogStore.Open(trace, options);
        // One look at the header of each closed segment.
        foreach (var segment in segments.SkipLast(1))
            Assert.Equal(1, trace.Calls.Count(call => call is { Call: FileCall.Read } && call.Path == "log/" + segment));
    }

    [Fact]
    public void Whoever_only_reads_uses_the_views_and_writes_nothing()
    {
        var files = new MemoryFileSystem();
        using var writer = LogStore.Open(files, LayeredGround.Tiny);
        Fill(writer);
        writer.WaitForViews();
        var trace = new TraceFileSystem(files);
        using var first = LogStore.Open(trace, LayeredGround.Tiny with { IsReadOnly = true });
        using var second = LogStore.Open(trace, LayeredGround.Tiny with { IsReadOnly = true });
        var expected = LayeredGround.Describe(writer, Rounds);
        for (var round = Rounds + 1; round < Rounds + 40; round++)
            LayeredGround.Write(writer, round);
        writer.WaitForViews();
        Assert.Equal(expected, LayeredGround.Describe(first, Rounds));
        Assert.Equal(expected, LayeredGround.Describe(second, Rounds));
        Assert.DoesNotContain(trace.Calls, call => call.Call is FileCall.Write or FileCall.Rename or FileCall.Delete or FileCall.SetLength);
        foreach (var name in files.List("views"))
            files.Delete("views/" + name);
        using var third = LogStore.Open(trace, LayeredGround.Tiny with { IsReadOnly = true });
        Assert.Equal(LayeredGround.Describe(writer, Rounds), LayeredGround.Describe(third, Rounds));
        Assert.Empty(files.List("views"));
    }

    [Fact]
    public void A_snapshot_stays_as_it_is_while_views_are_written_and_merged_and_after_the_end()
    {
        var files = new MemoryFileSystem();
        ReadView snapshot;
        List<string> before;
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
        {
            Fill(store, 30);
            snapshot = store.OpenSnapshot();
            before = All(snapshot);
            for (var round = 31; round <= Rounds; round++)
                LayeredGround.Write(store, round);
            store.WaitForViews();
            Assert.Equal(before, All(snapshot));
        }

        Assert.Equal(before, All(snapshot));

        static List<string> All(ReadView view) =>
        [
            .. view.Scan(LayeredGround.Things, KeyRange.All).Read().Select(document => $"{document.Seq} {document.GetValue(3)}"),
            .. view.ScanIndex(LayeredGround.Things, 1, KeyRange.All).Read().Select(document => $"{document.Seq}"),
            .. view.ScanHistory(LayeredGround.Things, KeyRange.All).Read().Select(document => $"{document.Seq}"),
        ];
    }

    [Fact]
    public void An_index_over_documents_in_runs_and_an_index_built_again_find_what_a_new_database_finds()
    {
        using var ground = new Ground(LayeredGround.Tiny);
        LayeredGround.Define(ground.Store);
        for (var round = 1; round <= Rounds; round++)
            LayeredGround.Write(ground.Store, round);
        ground.Commit(t =>
        {
            var things = t.View.Catalog.Find(LayeredGround.Things)!;
            t.Define(things with { Indexes = [.. things.Indexes.RemoveAt(0), Ground.Index(3, false, 3, 2)], NextIndexId = 4 });
        });
        var before = Entries();
        for (var round = 1; round <= 20; round++)
            ground.Commit(t => t.Put(LayeredGround.Things, Ground.Int(200 + round), Ground.Int(1), Ground.Text($"x{round}")));
        Assert.Equal(before.Count + 20, Entries().Count);
        var after = Entries();
        ground.Reopen();
        Assert.Equal(after, Entries());
        Assert.Equal(before, ground.Now.AsOf(ground.Store.Seq - 20).ScanIndex(LayeredGround.Things, 3, KeyRange.All).Read()
            .Select(document => document.Seq).ToList());

        List<long> Entries() =>
            [.. ground.Now.ScanIndex(LayeredGround.Things, 3, KeyRange.All).Read().Select(document => document.Seq)];
    }

    [Fact]
    public void The_views_of_an_encrypted_database_say_nothing_in_the_open_and_are_opened_with_its_key()
    {
        var files = new MemoryFileSystem();
        var options = LayeredGround.Tiny with { Key = EncryptionKey.Generate() };
        List<string> expected;
        using (var store = LogStore.Open(files, options))
        {
            Fill(store);
            expected = LayeredGround.Describe(store, Rounds);
        }

        Assert.True(files.List("views").Count > 2);
        foreach (var name in files.List("views"))
        {
            var text = System.Text.Encoding.Latin1.GetString(Read(files, "views/" + name));
            Assert.DoesNotContain(" of 1", text, StringComparison.Ordinal);
            Assert.DoesNotContain("things", text, StringComparison.Ordinal);
        }

        var progress = new List<RebuildProgress>();
        using var again = LogStore.Open(files, options with { RebuildProgress = new Collector(progress) });
        Assert.Equal(expected, LayeredGround.Describe(again, Rounds));
        Assert.Empty(progress);
    }

    [Fact]
    public void Deleting_a_database_deletes_its_views()
    {
        using var folder = new TempFolder();
        using (var store = NedbStore.Open(folder["db"], LayeredGround.Tiny))
            Fill(store, 20);
        Assert.True(Directory.Exists(folder["db/views"]));
        NedbStore.Delete(folder["db"]);
        Assert.False(Directory.Exists(folder["db"]));
    }

    private static void Fill(NedbStore store, int rounds = Rounds)
    {
        LayeredGround.Define(store);
        for (var round = 1; round <= rounds; round++)
            LayeredGround.Write(store, round);
    }

    private static MemoryFileSystem CopyOfLog(MemoryFileSystem files)
    {
        var image = FileImage.Take(files);
        return Mix(image, FileImage.Take(new MemoryFileSystem()));
    }

    private static MemoryFileSystem Mix(FileImage log, FileImage views)
    {
        var files = log.ToFiles();
        foreach (var name in files.List("views"))
            files.Delete("views/" + name);
        var others = views.ToFiles();
        if (others.List("views").Count > 0)
            files.CreateFolder("views");
        foreach (var name in others.List("views"))
            using (var to = files.Open("views/" + name, FileIntent.Replace))
                to.Write(Read(others, "views/" + name), 0);
        return files;
    }

    private static byte[] Read(MemoryFileSystem files, string path)
    {
        using var file = files.Open(path, FileIntent.Read);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }

    private static void Change(MemoryFileSystem files, string path, double part)
    {
        using var file = files.Open(path, FileIntent.Write);
        var at = part < 0 ? file.Length - 1 : (long)(part * file.Length);
        var one = new byte[1];
        file.Read(one, at);
        one[0] ^= 0x41;
        file.Write(one, at);
    }

    private static void Cut(MemoryFileSystem files, string path, Random random)
    {
        using var file = files.Open(path, FileIntent.Write);
        file.SetLength(random.NextInt64(file.Length));
    }

    private sealed class Collector(List<RebuildProgress> reports) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => reports.Add(value);
    }

    private sealed class ViewFaults(IFileSystem inner) : WatchedFileSystem(inner)
    {
        public FileCall Only { get; init; }

        public bool IsFailing { get; set; }

        protected override void Before(FileCall call, string path)
        {
            if (IsFailing && call == Only && path.StartsWith("views/", StringComparison.Ordinal))
                throw new IOException($"no more {call} of '{path}'");
        }
    }
}
