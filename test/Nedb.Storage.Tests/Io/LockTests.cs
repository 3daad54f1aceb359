using Microsoft.Win32.SafeHandles;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Io;

public sealed class LockTests
{
    private const int ErrnoBadDescriptor = 9;
    private const int NeverOpen = 1_000_000;

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    public void A_writer_in_another_process_is_kept_out_also_where_DotNet_is_told_to_lock_no_files(string? isLockingDisabled)
    {
        using var folder = new TempFolder();
        using var holder = LockHolder.Start(folder.Path, isLockingDisabled);
        var error = Assert.Throws<StorageException>(() => CommitLog.Open(new OsFileSystem(folder.Path), new StoreOptions()));
        Assert.Equal(StorageErrorCode.Locked, error.Code);
        Assert.Contains($"process {holder.Id}", error.Message, StringComparison.Ordinal);
        using var second = LockHolder.Start(folder.Path, isLockingDisabled, expected: "Locked");

        holder.StandardInput.Close(); // it ends, and the lock with it
        Assert.True(holder.WaitForExit(60_000));
        CommitLog.Open(new OsFileSystem(folder.Path), new StoreOptions()).Dispose();
    }

    [Fact]
    public void A_lock_that_cannot_be_taken_is_an_error_that_says_what_to_do()
    {
        if (OperatingSystem.IsWindows())
            return;
        var error = Assert.Throws<IOException>(
            () => PosixDoor.TryLock(new SafeFileHandle(NeverOpen, ownsHandle: false), "/data/LOCK"));
        Assert.Equal(ErrnoBadDescriptor, error.HResult);
        Assert.Contains("'/data/LOCK' cannot be locked", error.Message, StringComparison.Ordinal);
        Assert.Contains("Mode=ReadOnly", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_two_hold_a_lock_whose_file_its_holder_deletes()
    {
        if (OperatingSystem.IsWindows())
            return; // there the file cannot be deleted meanwhile
        using var folder = new TempFolder();
        var files = new OsFileSystem(folder.Path);
        var (holders, most, taken) = (0, 0, 0);
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            for (var i = 0; i < 1500; i++)
            {
                try
                {
                    using var held = files.Lock(SegmentName.Lock, CommitLog.Holder(TimeProvider.System));
                    var now = Interlocked.Increment(ref holders);
                    if (now > 1)
                        Volatile.Write(ref most, now);
                    Interlocked.Increment(ref taken);
                    Thread.Yield();
                    Interlocked.Decrement(ref holders); // from here on the next one may take the lock of a new file
                    files.Delete(SegmentName.Lock);
                }
                catch (StorageException error) when (error.Code == StorageErrorCode.Locked)
                {
                    // The next turn may be luckier.
                }
            }
        });

        Assert.Equal(0, most);
        Assert.True(taken > 10, $"only {taken} were taken");
    }
}
