using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Log;

public sealed class SegmentedLogTests
{
    [Fact]
    public void A_group_costs_one_write_and_one_sync()
    {
        var trace = new TraceFileSystem(new MemoryFileSystem());
        using var log = CommitLog.Open(trace, new StoreOptions());
        log.Append([LogFixture.Commit(1, 1, 1)]); // makes space ready
        trace.Clear();
        var group = new List<CommitRecord>();
        for (var i = 0; i < 100; i++)
            group.Add(LogFixture.Commit(2 + i, 1, 1, payloadMax: 100));
        log.Append(group);
        Assert.Equal([FileCall.Write, FileCall.Sync], trace.Calls.Select(made => made.Call));
    }

    [Fact]
    public void The_weaker_modes_do_not_sync_on_append()
    {
        foreach (var mode in (SynchronousMode[])[SynchronousMode.Normal, SynchronousMode.Off])
        {
            var trace = new TraceFileSystem(new MemoryFileSystem());
            using var log = CommitLog.Open(trace, new StoreOptions { Synchronous = mode, SyncInterval = TimeSpan.FromMinutes(1) });
            trace.Clear();
            LogFixture.Fill(log, 20, 1);
            Assert.Equal(0, trace.Count(FileCall.Sync));
            log.Flush();
            log.Flush();
            Assert.Equal(1, trace.Count(FileCall.Sync));
        }
    }

    [Fact]
    public void The_normal_mode_syncs_within_its_interval()
    {
        var trace = new TraceFileSystem(new MemoryFileSystem());
        using var log = CommitLog.Open(
            trace, new StoreOptions { Synchronous = SynchronousMode.Normal, SyncInterval = TimeSpan.FromMilliseconds(10) });
        for (var round = 1; round <= 2; round++)
        {
            trace.Clear();
            LogFixture.Fill(log, 10 * round, 1);
            Assert.True(SpinWait.SpinUntil(() => trace.Count(FileCall.Sync) > 0, TimeSpan.FromSeconds(20)));
        }
    }

    [Fact]
    public void Opening_and_closing_changes_no_file()
    {
        var files = new MemoryFileSystem();
        using (var log = CommitLog.Open(files, LogFixture.Options))
            LogFixture.Fill(log, 500, 1);
        var image = FileImage.Take(files);
        CommitLog.Open(files, LogFixture.Options).Dispose();
        Assert.Null(image.DifferenceTo(files));
    }

    [Fact]
    public void Segments_are_rolled_at_their_size_and_never_touched_again()
    {
        var files = new MemoryFileSystem();
        using var log = CommitLog.Open(files, LogFixture.Options);
        LogFixture.Fill(log, 600, 1);
        var early = FileImage.Take(files);
        LogFixture.Fill(log, 1500, 1);
        var late = FileImage.Take(files);
        var closed = early.Paths.Where(path => path.EndsWith(".nlog", StringComparison.Ordinal)).SkipLast(1).ToList();
        Assert.True(closed.Count > 1);
        Assert.All(closed, path => Assert.True(early[path].AsSpan().SequenceEqual(late[path])));
        Assert.All(closed, path => Assert.InRange(early[path].Length, 64 * 1024, 72 * 1024));
    }

    [Fact]
    public void A_commit_that_does_not_fit_the_log_is_refused_and_nothing_changes()
    {
        var files = new MemoryFileSystem();
        using var log = CommitLog.Open(files, LogFixture.Options);
        LogFixture.Fill(log, 10, 1);
        var image = FileImage.Take(files);
        var checkpoint = log.Checkpoint;
        Assert.Throws<ArgumentException>(() => log.Append([LogFixture.Commit(12, 1, 1)]));
        Assert.Throws<ArgumentException>(() => log.Append([LogFixture.Commit(10, 1, 1)]));
        Assert.Throws<ArgumentException>(() => log.Append([LogFixture.Commit(11, 0, 1)]));
        Assert.Throws<ArgumentException>(() => log.Append([LogFixture.Commit(11, 2, 1), LogFixture.Commit(12, 1, 1)]));
        Assert.Throws<ArgumentException>(
            () => log.Append([new CommitRecord { FirstSeq = 11, TimestampTicks = 1, Nodes = LogFixture.Commit(11, 1, 1).Nodes }]));
        var lone = LogFixture.Commit(11, 1, 1).Nodes[0];
        var node = new NodeRecord { Seq = 11, Kind = lone.Kind, Collection = "lone \ud800", Key = [] };
        var error = Assert.Throws<StorageException>(
            () => log.Append([new CommitRecord { FirstSeq = 11, TimestampTicks = LogFixture.TimeOf(11), Nodes = [node] }]));
        Assert.Equal(StorageErrorCode.ValueInvalid, error.Code);
        Assert.Equal(checkpoint, log.Checkpoint);
        Assert.Null(image.DifferenceTo(files));
        LogFixture.Fill(log, 20, 1);
        Assert.True(log.Verify(checkpoint, null, default).IsIntact);
    }

    [Fact]
    public void Law_6_Reading_moves_neither_seq_nor_head()
    {
        var files = new MemoryFileSystem();
        using var log = CommitLog.Open(files, LogFixture.Options);
        LogFixture.Fill(log, 400, 1);
        var (checkpoint, image) = (log.Checkpoint, FileImage.Take(files));
        Assert.Equal(400, log.Replay().Sum(commit => commit.Nodes.Length));
        Assert.True(log.Verify(checkpoint, null, default).IsIntact);
        for (var seq = 1; seq <= 400; seq++)
            Assert.True(InclusionVerifier.Verify(log.Prove(seq), checkpoint).IsValid);
        Assert.Equal(checkpoint, log.Checkpoint);
        Assert.Null(image.DifferenceTo(files));
    }

    [Fact]
    public async Task Readers_and_a_writer_do_not_disturb_each_other()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options with { Synchronous = SynchronousMode.Off });
        LogFixture.Fill(log, 1, 1);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(kind => Task.Run(() =>
        {
            for (var round = 0; !stop.IsCancellationRequested || round < 3; round++)
            {
                var checkpoint = log.Checkpoint;
                if (kind == 0)
                    Assert.True(log.Replay().Sum(commit => commit.Nodes.Length) >= checkpoint.Seq);
                else if (kind == 1)
                    Assert.Empty(log.Verify(checkpoint, null, default).Damage);
                else
                    CheckProof(log.Prove(1 + round % checkpoint.Seq));
            }
        })).ToArray();
        LogFixture.Fill(log, 1200, 1);
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public void A_reader_of_the_same_folder_keeps_up_with_a_writer()
    {
        var files = new MemoryFileSystem();
        using var log = CommitLog.Open(files, LogFixture.Options);
        for (var round = 0; round < 60; round++)
        {
            LogFixture.Fill(log, log.Seq + 17, 1);
            using var reader = CommitLog.Open(files, LogFixture.Options with { IsReadOnly = true });
            Assert.Equal(log.Checkpoint, reader.Checkpoint);
        }
    }

    [Fact]
    public void Seqs_that_are_not_there_are_told()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 5, 1);
        foreach (var seq in (long[])[long.MinValue, -1, 0, 6, long.MaxValue])
            Assert.Equal(StorageErrorCode.SeqNotReached, Assert.Throws<StorageException>(() => log.Prove(seq)).Code);
        Assert.Equal(StorageErrorCode.SeqNotReached, Assert.Throws<StorageException>(() => log.ProveConsistency(6)).Code);
    }

    [Fact]
    public void A_closed_log_says_so()
    {
        var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 5, 1);
        log.Dispose();
        log.Dispose();
        Assert.Equal(StorageErrorCode.Closed, Assert.Throws<StorageException>(() => log.Append([])).Code);
        Assert.Equal(StorageErrorCode.Closed, Assert.Throws<StorageException>(() => log.Prove(1)).Code);
        Assert.Equal(StorageErrorCode.Closed, Assert.Throws<StorageException>(() => log.Replay()).Code);
        Assert.Equal(StorageErrorCode.Closed, Assert.Throws<StorageException>(log.Flush).Code);
    }

    [Fact]
    public void Verify_reports_progress_and_can_be_stopped()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 900, 1);
        var seen = new List<VerifyProgress>();
        log.Verify(null, new Direct(seen.Add), default);
        Assert.True(seen.Count > 1);
        Assert.Equal(900, seen[^1].Nodes);
        Assert.All(seen, progress => Assert.True(progress is { TotalNodes: 900 } && progress.Bytes <= progress.TotalBytes));
        Assert.Throws<OperationCanceledException>(() => log.Verify(null, null, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(64 * 1024 - 1, 200)]
    [InlineData(int.MaxValue, 200)]
    [InlineData(64 * 1024, 1)]
    [InlineData(64 * 1024, 60_001)]
    public void Options_out_of_range_are_refused(int segmentBytes, int syncMilliseconds) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        CommitLog.Open(
            new MemoryFileSystem(),
            new StoreOptions { SegmentBytes = segmentBytes, SyncInterval = TimeSpan.FromMilliseconds(syncMilliseconds) }));

    private static void CheckProof(InclusionProof proof) =>
        Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(proof, proof.Root, proof.TreeSize));

    private sealed class Direct(Action<VerifyProgress> report) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => report(value);
    }
}
