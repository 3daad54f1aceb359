using Nedb.Storage.Io;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Layers;

/// <summary>Merges that the disk has no room for are put off; nothing else waits for them.</summary>
public sealed class MergeRoomTests
{
    private const int Keys = 200;
    private static readonly StoreOptions Small = new() { MemtableBytes = 64 * 1024 };

    [Fact]
    public void A_merge_that_finds_no_room_leaves_nothing_and_is_made_later()
    {
        NarrowDisk? disk = null;
        using var ground = new Ground(Small, files => disk = new NarrowDisk(files) { IsFullForMerges = true });
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        for (var version = 1; version <= 30; version++)
        {
            Write(ground, id, version);
            ground.Store.WaitForViews();
            Assert.DoesNotContain(ground.Files.List("views"), static name => name.EndsWith(".new", StringComparison.Ordinal));
        }

        Assert.True(disk!.Failures > 0);
        Assert.True(CountRuns(ground) > 20);
        CheckAll(ground, id, 30);

        disk!.IsFullForMerges = false;
        Write(ground, id, 31);
        ground.Store.WaitForViews();
        Assert.InRange(CountRuns(ground), 2, 2 + 3 * 4);
        CheckAll(ground, id, 31);
        Assert.True(ground.Store.Verify().IsIntact);
    }

    [Fact]
    public void A_merge_is_not_begun_where_little_is_left()
    {
        NarrowDisk? disk = null;
        using var ground = new Ground(Small, files => disk = new NarrowDisk(files) { Free = 1_000 });
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        for (var version = 1; version <= 30; version++)
        {
            Write(ground, id, version);
            // Otherwise several may come into one layer.
            ground.Store.WaitForViews();
        }

        Assert.Equal(0, disk!.MergeWrites);
        Assert.True(CountRuns(ground) > 20);
        ground.Reopen();
        // The opening looks for merges too, and what it does not see any more is seen only after another layer.
        ground.Store.WaitForViews();
        CheckAll(ground, id, 30);

        disk!.Free = 100_000_000;
        Write(ground, id, 31);
        ground.Store.WaitForViews();
        Assert.True(disk!.MergeWrites > 0);
        Assert.InRange(CountRuns(ground), 2, 2 + 3 * 4);
        CheckAll(ground, id, 31);
    }

    [Fact]
    public void A_folder_knows_how_much_is_left()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["data"]);
        Assert.InRange(new OsFileSystem(folder["data"]).FreeBytes!.Value, 1, long.MaxValue);
        Assert.Null(new OsFileSystem(folder["missing"]).FreeBytes);
    }

    private static int CountRuns(Ground ground) => ground.Files.List("views").Count(static name => name != "CHECKPOINT");

    private static void Write(Ground ground, int id, int version) => ground.Commit(transaction =>
    {
        for (var key = 0; key < Keys; key++)
            transaction.Put(id, Ground.Int(key), Ground.Int(version));
    });

    private static void CheckAll(Ground ground, int id, int version)
    {
        for (var key = 0; key < Keys; key++)
            Assert.Equal(version, ground.Now.Find(id, Ground.Key(Ground.Int(key)))!.GetValue(2).AsInt64());
        Assert.Equal(Keys, ground.Now.All(id).Count());
    }

    private sealed class NarrowDisk(IFileSystem inner) : WatchedFileSystem(inner)
    {
        private const int ErrnoNoSpace = 28;

        public bool IsFullForMerges { get; set; }

        public long? Free { get; set; }

        public int Failures { get; private set; }

        public int MergeWrites { get; private set; }

        public override long? FreeBytes => Free;

        protected override void Before(FileCall call, string path)
        {
            if (call != FileCall.Write || Thread.CurrentThread.Name != "views: merge")
                return;
            MergeWrites++;
            // Some of it is written before there is no room.
            if (!IsFullForMerges || MergeWrites % 3 != 0)
                return;
            Failures++;
            throw new IOException($"ENOSPC in {call} of '{path}'", ErrnoNoSpace);
        }
    }
}
