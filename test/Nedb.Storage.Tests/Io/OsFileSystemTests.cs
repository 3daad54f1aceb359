using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Io;

public sealed class OsFileSystemTests
{
    [Fact]
    public void The_parent_of_the_folder_must_exist()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<StorageException>(() => CommitLog.Open(new OsFileSystem(folder["no/such/db"]), new StoreOptions()));
        Assert.Equal(StorageErrorCode.PathInvalid, error.Code);
        Assert.Contains(folder["no/such"], error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_told_and_left()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["db"], "mine");
        var files = new OsFileSystem(folder["db"]);
        Assert.Equal(StorageErrorCode.PathInvalid, Assert.Throws<StorageException>(() => CommitLog.Open(files, new StoreOptions())).Code);
        Assert.Equal(StorageErrorCode.PathInvalid, Assert.Throws<StorageException>(() => CommitLog.Exists(files)).Code);
        Assert.Equal("mine", File.ReadAllText(folder["db"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    public void An_impossible_name_is_told(string name) =>
        Assert.Equal(StorageErrorCode.PathInvalid, Assert.Throws<StorageException>(() => new OsFileSystem(name)).Code);

    [Fact]
    public void A_missing_database_is_not_made_against_the_options()
    {
        using var folder = new TempFolder();
        foreach (var options in (StoreOptions[])[new() { CreateIfMissing = false }, new() { IsReadOnly = true }])
        {
            var error = Assert.Throws<StorageException>(() => CommitLog.Open(new OsFileSystem(folder["db"]), options));
            Assert.Equal(StorageErrorCode.PathInvalid, error.Code);
            Assert.False(Directory.Exists(folder["db"]));
        }
    }

    [Fact]
    public void A_second_writer_is_refused_and_told_who_has_the_database()
    {
        using var folder = new TempFolder();
        using (var log = CommitLog.Open(new OsFileSystem(folder["db"]), new StoreOptions()))
        {
            LogFixture.Fill(log, 3, 1);
            var error = Assert.Throws<StorageException>(() => CommitLog.Open(new OsFileSystem(folder["db"]), new StoreOptions()));
            Assert.Equal(StorageErrorCode.Locked, error.Code);
            Assert.True(error.IsTransient);
            Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
            Assert.Contains(Environment.MachineName, error.Message, StringComparison.Ordinal);
            Assert.Equal(
                StorageErrorCode.Locked, Assert.Throws<StorageException>(() => CommitLog.Delete(new OsFileSystem(folder["db"]))).Code);
            using var reader = CommitLog.Open(new OsFileSystem(folder["db"]), new StoreOptions { IsReadOnly = true });
            Assert.Equal(3, reader.Seq);
        }

        using var next = CommitLog.Open(new OsFileSystem(folder["db"]), new StoreOptions());
        Assert.Equal(3, next.Seq);
    }

    [Fact]
    public void Nothing_is_written_into_a_folder_that_took_the_place_of_the_locked_one()
    {
        if (OperatingSystem.IsWindows())
            return; // which does not move files that are open
        using var folder = new TempFolder();
        var files = new OsFileSystem(folder["db"]);
        files.CreateFolder("");
        Assert.False(files.IsAt(folder["db"]));
        var held = files.Lock("LOCK", "me");
        WholeFile.Write(files, "a", [1]);
        Assert.True(files.IsAt(folder["db"]));

        Directory.Move(folder["db"], folder["old"]);
        Directory.CreateDirectory(folder["db"]);
        File.WriteAllText(folder["db/LOCK"], "me");
        File.WriteAllText(folder["db/a"], "theirs");

        Assert.False(files.IsAt(folder["db"]));
        Assert.True(files.IsAt(folder["old"]));
        Assert.Throws<IOException>(() => WholeFile.Write(files, "a", [2]));
        Assert.Throws<IOException>(() => files.Rename("a", "b"));
        Assert.Throws<IOException>(() => files.Delete("a"));
        Assert.Equal(["LOCK", "a"], files.List(""));
        Assert.Equal("theirs", File.ReadAllText(folder["db/a"]));
        held.Dispose();
        WholeFile.Write(files, "a", [3]);
        Assert.Equal([3], File.ReadAllBytes(folder["db/a"]));
    }

    [Fact]
    public void Deleting_leaves_nothing_behind_but_what_is_not_ours()
    {
        using var folder = new TempFolder();
        var files = new OsFileSystem(folder["db"]);
        CommitLog.Delete(files); // nothing there, nothing happens
        Assert.False(CommitLog.Exists(files));
        CommitLog.Open(files, new StoreOptions()).Dispose();
        Assert.True(CommitLog.Exists(files));
        CommitLog.Delete(files);
        Assert.False(Directory.Exists(folder["db"]));
        CommitLog.Open(files, new StoreOptions()).Dispose();
        File.WriteAllText(folder["db/mine.txt"], "mine");
        CommitLog.Delete(files);
        Assert.Equal([folder["db/mine.txt"]], Directory.EnumerateFileSystemEntries(folder["db"]));
    }

    [Fact]
    public void A_deletion_that_was_broken_off_anywhere_is_finished_by_the_next()
    {
        for (var call = 1; ; call++)
        {
            using var folder = new TempFolder();
            var disk = new OsFileSystem(folder["db"]);
            using (var log = CommitLog.Open(disk, new StoreOptions()))
                LogFixture.Fill(log, 3, 1);
            var files = new FaultFileSystem(disk) { FailAt = call, IsForEver = true };
            try
            {
                CommitLog.Delete(files);
                Assert.True(call > 10, $"only {call} calls");
                return;
            }
            catch (StorageException error)
            {
                Assert.Equal(StorageErrorCode.Io, error.Code);
            }

            CommitLog.Delete(disk);
            Assert.False(CommitLog.Exists(disk));
            var left = Directory.Exists(folder["db"]) ? Directory.EnumerateFiles(folder["db"], "*", SearchOption.AllDirectories) : [];
            Assert.Empty(left);
        }
    }

    [Fact]
    public void Deleting_leaves_a_file_like_the_lock_of_a_database_beside_others()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["LOCK"], "mine");
        File.WriteAllText(folder["notes.txt"], "mine");
        CommitLog.Delete(new OsFileSystem(folder.Path));
        Assert.Equal("mine", File.ReadAllText(folder["LOCK"]));
    }

    [Fact]
    public void Renaming_replaces_and_listing_is_in_order()
    {
        using var folder = new TempFolder();
        foreach (var files in (IFileSystem[])[new OsFileSystem(folder.Path), new MemoryFileSystem()])
        {
            foreach (var name in (string[])["b", "a", "c"])
            {
                using var file = files.Open(name, FileIntent.Replace);
                file.Write([(byte)name[0]], 0);
                file.Sync();
            }

            files.Rename("c", "b");
            Assert.Equal(["a", "b"], files.List(""));
            Assert.Empty(files.List("no"));
            using (var file = files.Open("b", FileIntent.Read))
            {
                var bytes = new byte[4];
                Assert.Equal(1, file.Read(bytes, 0));
                Assert.Equal((byte)'c', bytes[0]);
                Assert.Equal(0, file.Read(bytes, 1));
            }

            files.Delete("b");
            files.Delete("b");
            Assert.Equal(["a"], files.List(""));
            Assert.Throws<FileNotFoundException>(() => files.Open("b", FileIntent.Write));
        }
    }

    [Fact]
    public void A_cut_file_grows_again_with_zeros()
    {
        using var folder = new TempFolder();
        foreach (var files in (IFileSystem[])[new OsFileSystem(folder.Path), new MemoryFileSystem()])
        {
            using var file = files.Open("f", FileIntent.Replace);
            var bytes = new byte[200_000];
            new Random(3).NextBytes(bytes);
            file.Write(bytes, 0);
            file.SetLength(70_001);
            file.Write([9], 150_000);
            Assert.Equal(150_001, file.Length);
            var read = new byte[150_001];
            for (var done = 0; done < read.Length;)
                done += file.Read(read.AsSpan(done), done);
            Assert.Equal(bytes[..70_001], read[..70_001]);
            Assert.False(read.AsSpan(70_001, 150_000 - 70_001).ContainsAnyExcept((byte)0));
            Assert.Equal(9, read[150_000]);
        }
    }
}
