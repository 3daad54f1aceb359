using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Log;

public sealed class FollowingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reader_goes_on_after_a_writer_packed_or_erased_what_it_had_opened(bool isErased)
    {
        var files = new MemoryFileSystem();
        using var writer = CommitLog.Open(files, LogFixture.Options);
        LogFixture.Fill(writer, 400, seed: 3, payloadMax: 2000);
        using var reader = CommitLog.Open(files, LogFixture.Options with { IsReadOnly = true });
        var checkpoint = reader.Checkpoint;
        LogFixture.Fill(writer, 500, seed: 3, payloadMax: 2000);

        if (isErased)
            writer.Erase([2, 399, 450]);
        else
            Assert.True(writer.PackSegments(default) > 2);

        Assert.Equal(checkpoint.Head, reader.FindCheckpoint(400)!.Head);
        foreach (var seq in (long[])[1, 2, 200, 399, 400])
        {
            var proof = reader.Prove(seq);
            Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(proof, checkpoint));
            Assert.Equal(isErased && (seq is 2 or 399), proof.Commitment is not null);
        }

        var report = reader.Verify(checkpoint, null, default);
        Assert.Equal(400, report.Nodes);
        Assert.All(report.Damage, place => Assert.Contains("no erasure", place.Description, StringComparison.Ordinal));
        Assert.Equal(isErased ? 2 : 0, report.Damage.Length); // a log alone erases without saying so
    }

    [Fact]
    public void A_reader_whose_file_is_lost_says_so()
    {
        var files = new MemoryFileSystem();
        using (var writer = CommitLog.Open(files, LogFixture.Options))
            LogFixture.Fill(writer, 100, seed: 3);
        using var reader = CommitLog.Open(files, LogFixture.Options with { IsReadOnly = true });
        files.Delete("log/00000000000000000001.nlog");
        Assert.Equal(StorageErrorCode.Io, Assert.Throws<StorageException>(() => reader.Prove(1)).Code);
    }
}
