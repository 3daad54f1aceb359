using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Proofs;

public sealed class ConsistencyVerifierTests
{
    [Fact]
    public void Forged_proofs_of_30_kinds_are_refused()
    {
        Assert.True(ForgedProofs.Consistency.Length >= 30);
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 150, seed: 3);
        var random = new Random(5);
        for (var oldSize = 9; oldSize < 140; oldSize += 4)
        {
            var honest = Continue(log, oldSize, 150);
            Assert.Equal(ProofVerdict.Valid, honest.Verify());
            if (honest.Proof.Path.Length < 2)
                continue;
            foreach (var (kind, forge) in ForgedProofs.Consistency)
            {
                var verdict = forge(honest, Continue(log, oldSize - 1, 149), random).Verify();
                Assert.False(verdict.IsValid, $"{kind} from {oldSize} was accepted");
                Assert.NotEmpty(verdict.Reason);
            }
        }
    }

    [Fact]
    public void Honest_proofs_between_any_two_moments_of_a_log_are_accepted_also_through_JSON()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 48, seed: 3);
        for (var oldSize = 0; oldSize <= 48; oldSize++)
            for (var newSize = oldSize; newSize <= 48; newSize++)
            {
                var one = Continue(log, oldSize, newSize);
                Assert.True(ConsistencyProofJson.TryRead(ConsistencyProofJson.Write(one.Proof), out var read, out var reason), reason);
                Assert.Equal(ProofVerdict.Valid, (one with { Proof = read }).Verify());
            }

        Assert.Throws<StorageException>(() => log.ProveConsistency(5, 49));
        Assert.Throws<StorageException>(() => log.ProveConsistency(6, 5));
        Assert.Throws<StorageException>(() => log.ProveConsistency(-1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("{\"format\":\"nedb-inclusion-proof-1\"}")]
    [InlineData("{\"format\":\"nedb-consistency-proof-1\",\"oldSize\":1.5}")]
    public void What_is_no_proof_in_JSON_is_refused_with_a_reason(string? json)
    {
        Assert.False(ConsistencyProofJson.TryRead(json, out var proof, out var reason));
        Assert.Null(proof);
        Assert.NotEmpty(reason);
    }

    private static ForgedProofs.Continuation Continue(ICommitLog log, long oldSize, long newSize) =>
        new(log.ProveConsistency(oldSize, newSize), At(log, oldSize), At(log, newSize));

    private static Checkpoint At(ICommitLog log, long size) => new(
        log.DatabaseId, size, default, size == 0 ? Blake2b256.Hash([]) : log.Prove(1, size).Root);
}
