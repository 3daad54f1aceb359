using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// A workload that depends on its seed only: groups of commits, small and large, over several segments, with a close and an opening in
/// between. What was acknowledged is kept here, as a client in another process would.
/// </summary>
internal sealed class LogWorkload(int seed, SynchronousMode mode = SynchronousMode.Full, int groups = 24, EncryptionKey? key = null)
{
    /// <summary>Every commit that was handed to the log, acknowledged or not, in order.</summary>
    public List<CommitRecord> Attempted { get; } = [];

    /// <summary>The seq that must survive: acknowledged, and synced as the mode promises.</summary>
    public long Promised { get; private set; }

    public StoreOptions Options { get; } = LogFixture.Options with { Synchronous = mode, SyncInterval = TimeSpan.FromMinutes(1), Key = key };

    /// <summary>Runs until the end or the first failure, and tells which.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="afterFailure">Gets to see the log, still open, after an append failed.</param>
    public Exception? Run(IFileSystem files, Action<ICommitLog>? afterFailure = null)
    {
        Attempted.Clear();
        Promised = 0;
        ICommitLog? log = null;
        try
        {
            log = CommitLog.Open(files, Options);
            for (var i = 0; i < groups; i++)
            {
                if (i == groups / 3)
                {
                    var closing = log;
                    log = null;
                    closing.Dispose();
                    Promised = Attempted.Count == 0 ? 0 : Attempted[^1].LastSeq;
                    log = CommitLog.Open(files, Options);
                }

                Append(log, i);
            }

            var last = log;
            log = null;
            last.Dispose();
            Promised = Attempted[^1].LastSeq;
            return null;
        }
        catch (Exception error) when (error is Storage.Diagnostics.StorageException { Code: Storage.Diagnostics.StorageErrorCode.Io })
        {
            if (log is not null)
                afterFailure?.Invoke(log);
            return error;
        }
        finally
        {
            DisposeQuietly(log);
        }
    }

    /// <summary>
    /// Opens what survived and checks it: everything promised, nothing made up, no commit in part; and, where asked for, that it goes on.
    /// </summary>
    public void CheckAfterCrash(IFileSystem files, string what, bool isGoingOn = true)
    {
        using var log = OpenSurvivor(files, what);
        Assert.True(log.Seq >= Promised, $"{what}: seq {Promised} was promised, {log.Seq} survived");
        var next = 0;
        foreach (var commit in log.Replay())
        {
            Assert.True(next < Attempted.Count, $"{what}: commit at seq {commit.FirstSeq} was never written");
            Assert.Null(LogFixture.Difference(Attempted[next++], commit));
        }

        Assert.Equal(next == 0 ? 0 : Attempted[next - 1].LastSeq, log.Seq);
        if (!isGoingOn)
            return;
        log.Append([LogFixture.Commit(log.Seq + 1, 2, seed + 1)]);
        Assert.Empty(log.Verify(null, null, default).Damage);
    }

    private ICommitLog OpenSurvivor(IFileSystem files, string what)
    {
        try
        {
            return CommitLog.Open(files, Options);
        }
        catch (Exception error)
        {
            throw new Xunit.Sdk.XunitException($"{what}: cannot be opened: {error.Message}");
        }
    }

    private void Append(ICommitLog log, int round)
    {
        var random = new Random(seed * 1000 + round);
        var group = new List<CommitRecord>();
        var seq = log.Seq;
        for (var i = random.Next(3); i >= 0; i--)
        {
            var commit = LogFixture.Commit(seq + 1, 1 + random.Next(3), seed, random.Next(4) == 0 ? 15_000 : 400);
            group.Add(commit);
            Attempted.Add(commit);
            seq = commit.LastSeq;
        }

        log.Append(group);
        if (mode == SynchronousMode.Full)
            Promised = seq;
        else if (round % 7 == 6)
        {
            log.Flush();
            Promised = seq;
        }
    }

    private static void DisposeQuietly(ICommitLog? log)
    {
        try
        {
            log?.Dispose();
        }
        catch (Storage.Diagnostics.StorageException)
        {
            // The power is off; that the end fails too is no news.
        }
    }
}
