using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Tests.Layers;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: let the n-th file call of an opening fail, for every n, as a process without files, rights or space meets it: of a database with
/// views, without them, with a torn tail, and of one that is just being made. Invariants: the opening succeeds, or its failure is typed and
/// says where it was and what to do; then a later opening reads everything, and views that were whole are not made again.
/// </summary>
public sealed class OpeningFaultTests
{
    private const int Rounds = 12;

    [Theory]
    [InlineData("EMFILE", "ulimit", false)]
    [InlineData("EMFILE", "ulimit", true)]
    [InlineData("ENOSPC", "Free space", false)]
    [InlineData("ENOSPC", "Free space", true)]
    [InlineData("EROFS", "Mode=ReadOnly", true)]
    [InlineData("EACCES", "the right to", true)]
    [InlineData("EIO", "medium", false)]
    public void Law_4_An_opening_that_fails_says_why_and_loses_nothing(string error, string advice, bool isForEver)
    {
        var failures = 0;
        foreach (var (name, image, expected) in MakeImages())
            for (var call = 1; ; call++)
            {
                var disk = image.ToFiles();
                var files = new FaultFileSystem(disk) { FailAt = call, Error = error, IsForEver = isForEver };
                var what = $"{name}, call {call}";
                if (TryOpen(files) is { } failure)
                {
                    failures++;
                    Assert.True(failure.Code == StorageErrorCode.Io, $"{what}: {failure}");
                    Assert.Contains(files.Name, failure.Message);
                    Assert.True(failure.Message.Contains(advice), $"{what}: {failure.Message}");
                }

                if (!files.HasFailed)
                    break;
                var calls = files.Count;
                using var store = LogStore.Open(disk, LayeredGround.Tiny);
                store.WaitForViews();
                Assert.True(files.Count == calls, $"{what}: the opening that failed goes on at the files of the one behind it");
                Assert.True(
                    expected.SequenceEqual(expected.Count == 0 ? [] : LayeredGround.Describe(store, Rounds)), $"{what}: something is lost");
            }

        Assert.True(failures > 10, $"only {failures} openings failed");
    }

    [Fact]
    public void Views_that_a_process_may_not_read_just_now_are_not_made_again()
    {
        var image = MakeImages()[0].Image;
        var views = image.ToFiles().List("views");
        var failures = 0;
        for (var call = 1; ; call++)
        {
            var disk = image.ToFiles();
            var files = new FaultFileSystem(disk) { FailAt = call, Error = "EMFILE", Only = FileCall.Open };
            failures += TryOpen(files) is null ? 0 : 1;
            if (!files.HasFailed)
                break;
            Assert.Equal(views, disk.List("views"));
        }

        Assert.True(failures >= views.Count, $"only {failures} openings failed, and there are {views.Count} files of views");
    }

    [Fact]
    public void A_database_on_a_medium_that_cannot_be_written_is_read()
    {
        foreach (var (name, image, expected) in MakeImages().Where(static made => made.Expected.Count > 0))
        {
            var files = new FaultFileSystem(image.ToFiles()) { FailAt = 1, IsForEver = true, Error = "EROFS" };
            using var store = LogStore.Open(files, LayeredGround.Tiny with { IsReadOnly = true });
            Assert.True(expected.SequenceEqual(LayeredGround.Describe(store, Rounds)), name);
            Assert.False(files.HasFailed, name);
        }
    }

    [Fact]
    public void A_database_works_on_a_file_system_in_memory()
    {
        if (!Directory.Exists("/dev/shm"))
            return; // this system has none
        var folder = Path.Combine("/dev/shm", "nedb-test-" + Guid.NewGuid().ToString("N"));
        try
        {
            List<string> expected;
            using (var store = NedbStore.Open(folder, LayeredGround.Tiny))
            {
                Fill(store);
                expected = LayeredGround.Describe(store, Rounds);
            }

            using var again = NedbStore.Open(folder, LayeredGround.Tiny);
            Assert.Equal(expected, LayeredGround.Describe(again, Rounds));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<(string Name, FileImage Image, List<string> Expected)> MakeImages()
    {
        var files = new MemoryFileSystem();
        List<string> expected;
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
        {
            Fill(store);
            store.WaitForViews();
            expected = LayeredGround.Describe(store, Rounds);
        }

        // What closing writes is merged by the next opening, and by no later one.
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
            store.WaitForViews();
        var whole = FileImage.Take(files);
        var bare = whole.ToFiles();
        bare.Delete("views/CHECKPOINT");
        var torn = TearCommit(whole.ToFiles());
        return
        [
            ("views that are whole", whole, expected),
            ("no views", FileImage.Take(bare), expected),
            ("a torn tail", torn, expected),
            ("nothing", FileImage.Take(new MemoryFileSystem()), []),
        ];
    }

    private static FileImage TearCommit(MemoryFileSystem disk)
    {
        var files = new FaultFileSystem(disk) { Only = FileCall.Write, WrittenPart = 0.6 };
        using var store = LogStore.Open(files, LayeredGround.Tiny);
        files.Heal();
        files.FailAt = 1;
        Assert.Throws<StorageException>(() => LayeredGround.Write(store, Rounds + 1));
        return FileImage.Take(disk);
    }

    private static void Fill(NedbStore store)
    {
        LayeredGround.Define(store);
        for (var round = 1; round <= Rounds; round++)
            LayeredGround.Write(store, round);
    }

    private static StorageException? TryOpen(IFileSystem files)
    {
        LogStore? store = null;
        try
        {
            store = LogStore.Open(files, LayeredGround.Tiny);
            store.WaitForViews();
            return null;
        }
        catch (StorageException failure)
        {
            return failure;
        }
        finally
        {
            try
            {
                store?.Dispose();
            }
            catch (StorageException)
            {
                // Closing has its own tests; here it may meet the same failure.
            }
        }
    }
}
