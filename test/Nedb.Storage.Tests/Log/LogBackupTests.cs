using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Log;

public sealed class LogBackupTests
{
    private static readonly EncryptionKey Key = EncryptionKey.Generate();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_copy_has_the_head_and_root_and_commits_of_its_moment(bool isEncrypted, bool isPacked)
    {
        var options = LogFixture.Options with { Key = isEncrypted ? Key : null };
        using var log = CommitLog.Open(new MemoryFileSystem(), options);
        LogFixture.Fill(log, 400, seed: 2);
        if (isPacked)
            log.PackSegments(default);
        var target = new MemoryFileSystem();
        var copied = log.Backup(target, null, default);
        Assert.Equal(log.Checkpoint, copied);
        LogFixture.Fill(log, 450, seed: 2);

        using var copy = CommitLog.Open(target, options);
        Assert.Equal(copied, copy.Checkpoint);
        foreach (var (left, right) in log.Replay().Zip(copy.Replay()))
            Assert.Null(LogFixture.Difference(left, right));
        LogFixture.Fill(copy, 500, seed: 3); // both go on, each for itself
        Assert.True(copy.Verify(copied, null, default).IsIntact);
    }

    [Fact]
    public void A_copy_that_was_interrupted_is_never_opened_as_an_empty_database_with_the_id_of_the_copied_one()
    {
        var options = LogFixture.Options with { Key = Key };
        using var log = CommitLog.Open(new MemoryFileSystem(), options);
        LogFixture.Fill(log, 300, seed: 2);
        for (var failAt = 1; ; failAt++)
        {
            var target = new MemoryFileSystem();
            var faults = new FaultFileSystem(target) { FailAt = failAt, IsForEver = true };
            try
            {
                log.Backup(faults, null, default);
            }
            catch (StorageException)
            {
                // What it left is looked at below.
            }

            if (!faults.HasFailed)
                return;
            try
            {
                using var copy = CommitLog.Open(target, options);
                Assert.True(copy.Seq == log.Seq || copy.DatabaseId != log.DatabaseId, $"call {failAt}");
            }
            catch (CorruptionException)
            {
                // It says that it is not complete.
            }
        }
    }

    [Fact]
    public void A_copy_that_was_broken_off_before_a_file_was_whole_is_not_opened_as_a_new_database()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 300, seed: 2);
        var target = new MemoryFileSystem();
        var faults = new FaultFileSystem(target) { FailAt = 1, IsForEver = true, Only = FileCall.Write };
        Assert.Throws<StorageException>(() => log.Backup(faults, null, default));
        Assert.DoesNotContain("MANIFEST", target.List(""));
        var error = Assert.Throws<CorruptionException>(() => CommitLog.Open(target, LogFixture.Options));
        Assert.Contains("a backup that was broken off", error.Message, StringComparison.Ordinal);
        CommitLog.Delete(target);
        Assert.Equal(log.Checkpoint, log.Backup(target, null, default));
    }

    [Fact]
    public async Task Writers_go_on_while_the_copy_is_made_and_it_is_of_one_moment()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 300, seed: 2);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                LogFixture.Fill(log, log.Seq + 1, seed: 2);
        });
        for (var round = 0; round < 10; round++)
        {
            var target = new MemoryFileSystem();
            var copied = log.Backup(target, null, default);
            using var copy = CommitLog.Open(target, LogFixture.Options);
            Assert.Equal(copied, copy.Checkpoint);
            Assert.Equal(0, copy.TornBytesCut);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public void The_folder_must_be_empty_and_what_is_in_it_stays()
    {
        var target = new MemoryFileSystem();
        using (var other = CommitLog.Open(target, LogFixture.Options))
            LogFixture.Fill(other, 20, seed: 1);
        var image = FileImage.Take(target);
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 20, seed: 2);
        var error = Assert.Throws<StorageException>(() => log.Backup(target, null, default));
        Assert.Equal(StorageErrorCode.PathInvalid, error.Code);
        Assert.Null(image.DifferenceTo(target));
    }

    [Fact]
    public void A_copy_that_was_interrupted_is_no_database()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 600, seed: 2);
        for (var cut = 1; ; cut++)
        {
            var target = new CrashFileSystem { CutAt = cut };
            var isDone = false;
            try
            {
                log.Backup(target, null, default);
                isDone = true;
            }
            catch (StorageException error) when (error.Code == StorageErrorCode.Io)
            {
                // The power of the target is off.
            }

            foreach (var loss in Enum.GetValues<CrashLoss>())
            {
                var survivor = target.Survive(loss, cut);
                try
                {
                    using var copy = CommitLog.Open(survivor, LogFixture.Options with { CreateIfMissing = false });
                    Assert.Equal(log.Checkpoint, copy.Checkpoint);
                }
                catch (StorageException error)
                {
                    Assert.False(isDone);
                    Assert.True(error.Code is StorageErrorCode.PathInvalid or StorageErrorCode.Corruption, error.Message);
                }
            }

            if (isDone)
                break;
        }
    }

    [Fact]
    public void Progress_is_told_and_cancelling_ends_it()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 600, seed: 2);
        var told = new List<VerifyProgress>();
        log.Backup(new MemoryFileSystem(), new Immediate(told.Add), default);
        Assert.Equal(told[^1].TotalBytes, told[^1].Bytes);
        Assert.Equal(told.Select(progress => progress.Bytes).Order(), told.Select(progress => progress.Bytes));

        using var stop = new CancellationTokenSource();
        var target = new MemoryFileSystem();
        Assert.Throws<OperationCanceledException>(() => log.Backup(target, new Immediate(_ => stop.Cancel()), stop.Token));
        Assert.ThrowsAny<StorageException>(() => CommitLog.Open(target, LogFixture.Options with { CreateIfMissing = false }).Dispose());
    }

    private sealed class Immediate(Action<VerifyProgress> tell) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => tell(value);
    }
}
