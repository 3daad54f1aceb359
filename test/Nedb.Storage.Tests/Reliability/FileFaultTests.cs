using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: run a workload and let its n-th file call fail, for every n, in every way: once or for ever, with several errors, with a part
/// of a write done. Invariants: the failure is a typed one; after a failed append nothing more is accepted until opening again; reads go
/// on; nothing acknowledged is lost.
/// </summary>
public sealed class FileFaultTests
{
    private static readonly string[] Errors = ["EIO", "ENOSPC", "EMFILE"];
    private static readonly double[] Parts = [0, 0.3, 0.99, 1];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Law_2_After_a_failed_file_call_no_write_is_accepted_until_the_next_opening(bool isForEver, bool isEncrypted)
    {
        var key = isEncrypted ? EncryptionKey.Generate() : null;
        var failures = 0;
        for (var round = 0; round < 2 * Torture.Factor; round++)
        {
            var seed = Torture.Seed + round;
            for (var call = 1; ; call++)
            {
                var disk = new MemoryFileSystem();
                var files = new FaultFileSystem(disk)
                {
                    FailAt = call,
                    IsForEver = isForEver,
                    Error = Errors[(call + round) % Errors.Length],
                    WrittenPart = Parts[(call / 2 + round) % Parts.Length],
                };
                var workload = new LogWorkload(seed, groups: 9, key: key);
                var error = workload.Run(files, log => CheckLaw2(log, files, workload));
                if (!files.HasFailed && error is null && files.FailAt > 0)
                    break;
                failures += error is null ? 0 : 1;
                files.Heal();
                workload.CheckAfterCrash(disk, $"seed {seed}, call {call} failed with {files.Error}, for ever: {isForEver}");
            }
        }

        Assert.True(failures > 50, $"only {failures} calls failed");
    }

    [Fact]
    public void A_sync_that_fails_once_and_then_succeeds_does_not_bring_an_acknowledgement()
    {
        var failedAppends = 0;
        for (var sync = 1; sync <= 12; sync++)
        {
            var disk = new MemoryFileSystem();
            var files = new FaultFileSystem(disk) { FailAt = sync, Only = FileCall.Sync };
            var workload = new LogWorkload(Torture.Seed, groups: 9);
            Assert.NotNull(workload.Run(files, log =>
            {
                failedAppends++;
                Assert.Equal(workload.Promised, log.Seq);
                var again = Assert.Throws<StorageException>(() => log.Append([LogFixture.Commit(log.Seq + 1, 1, 1)]));
                Assert.Equal(StorageErrorCode.ReadOnlyAfterError, again.Code);
                Assert.Equal(StorageErrorCode.ReadOnlyAfterError, Assert.Throws<StorageException>(log.Flush).Code);
            }));
            workload.CheckAfterCrash(disk, $"sync {sync} failed once");
        }

        Assert.InRange(failedAppends, 6, 10); // the others are those of the first segment, the manifest and the close
    }

    [Fact]
    public void Short_reads_are_completed()
    {
        var disk = new MemoryFileSystem();
        var workload = new LogWorkload(Torture.Seed, groups: 9);
        Assert.Null(workload.Run(disk));
        foreach (var size in (int[])[1, 7, 63, 1000])
            workload.CheckAfterCrash(new FaultFileSystem(FileImage.Take(disk).ToFiles()) { ReadBytesMax = size }, $"reads of {size} bytes");
    }

    [Fact]
    public void A_failed_sync_of_the_weaker_modes_stops_the_log_as_well()
    {
        var files = new FaultFileSystem(new MemoryFileSystem()) { Only = FileCall.Sync };
        using var log = CommitLog.Open(files, LogFixture.Options with { Synchronous = SynchronousMode.Off });
        LogFixture.Fill(log, 5, 1);
        files.FailAt = files.Count + 1;
        Assert.Equal(StorageErrorCode.Io, Assert.Throws<StorageException>(log.Flush).Code);
        var error = Assert.Throws<StorageException>(() => LogFixture.Fill(log, 6, 1));
        Assert.Equal(StorageErrorCode.ReadOnlyAfterError, error.Code);
        Assert.Equal(5, log.Replay().Sum(commit => commit.Nodes.Length));
    }

    private static void CheckLaw2(ICommitLog log, FaultFileSystem files, LogWorkload workload)
    {
        files.Heal();
        var seq = log.Seq;
        Assert.Equal(workload.Promised, seq);
        var error = Assert.Throws<StorageException>(() => log.Append([LogFixture.Commit(seq + 1, 1, 1)]));
        Assert.Equal(StorageErrorCode.ReadOnlyAfterError, error.Code);
        Assert.Equal(seq, log.Seq);
        var next = 0;
        foreach (var commit in log.Replay())
            Assert.Null(LogFixture.Difference(workload.Attempted[next++], commit));
        Assert.Empty(log.Verify(log.Checkpoint, null, default).Damage);
        if (seq > 0)
            Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(log.Prove(seq), log.Checkpoint));
    }
}
