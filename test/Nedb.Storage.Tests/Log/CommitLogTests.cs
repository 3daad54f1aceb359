using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Log;

public sealed class CommitLogTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_appended_is_replayed_after_opening_again(bool isInMemory)
    {
        using var folder = new TempFolder();
        IFileSystem files = isInMemory ? new MemoryFileSystem() : new OsFileSystem(folder["db"]);
        var written = new List<CommitRecord>();
        Guid id;
        using (var log = CommitLog.Open(files, LogFixture.Options))
        {
            id = log.DatabaseId;
            Assert.Equal(0, log.Seq);
            Assert.Equal(HashDomain.HashGenesis(id), log.Head);
            for (var i = 0; i < 300; i++)
            {
                var commit = LogFixture.Commit(log.Seq + 1, 1 + i % 7, seed: 1);
                log.Append([commit]);
                written.Add(commit);
                Assert.Equal((commit.LastSeq, commit.Head, commit.Root), (log.Seq, log.Head, log.Root));
            }

            AssertSame(written, log.Replay());
        }

        for (var round = 0; round < 2; round++)
        {
            using var log = CommitLog.Open(files, LogFixture.Options with { IsReadOnly = round == 0 });
            Assert.Equal(id, log.DatabaseId);
            Assert.Equal((written[^1].LastSeq, written[^1].Head, written[^1].Root), (log.Seq, log.Head, log.Root));
            Assert.Equal(0, log.TornBytesCut);
            AssertSame(written, log.Replay());
            var report = log.Verify(new Checkpoint(id, written[10].LastSeq, written[10].Head, written[10].Root), null, default);
            Assert.Empty(report.Damage);
            Assert.Equal((log.Seq, log.Head, log.Root), (report.Nodes, report.Head, report.Root));
            foreach (var seq in (long[])[1, 2, 3, 64, 65, log.Seq / 2, log.Seq - 1, log.Seq])
                Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(log.Prove(seq), log.Checkpoint));
        }
    }

    private static void AssertSame(List<CommitRecord> expected, IEnumerable<CommitRecord> actual)
    {
        var next = 0;
        foreach (var commit in actual)
            Assert.Null(LogFixture.Difference(expected[next++], commit));
        Assert.Equal(expected.Count, next);
    }

    /// <summary>
    /// One segment with frames and no manifest looked like a database whose making was interrupted, and judging its first frame as a tail
    /// failed with an untyped error.
    /// </summary>
    [Fact]
    public void A_lone_segment_with_frames_and_no_manifest_is_refused_as_damage()
    {
        var files = new MemoryFileSystem();
        using (var log = CommitLog.Open(files, LogFixture.Options))
            LogFixture.Fill(log, 3, seed: 1);
        files.Delete("MANIFEST");
        foreach (var isReadOnly in (bool[])[false, true])
        {
            Assert.Throws<Storage.Diagnostics.CorruptionException>(
                () => CommitLog.Open(files, LogFixture.Options with { IsReadOnly = isReadOnly }).Dispose());
        }
    }
}
