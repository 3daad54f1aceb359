using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Proofs;

public sealed class InclusionVerifierTests
{
    [Fact]
    public void Forged_proofs_of_30_kinds_are_refused()
    {
        Assert.True(ForgedProofs.Inclusion.Length >= 30);
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 150, seed: 3);
        var trusted = log.Checkpoint;
        var random = new Random(5);
        for (var seq = 1; seq <= log.Seq; seq += 3)
        {
            var honest = log.Prove(seq);
            var other = log.Prove(seq % log.Seq + 1);
            Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(honest, trusted));
            foreach (var (kind, forge) in ForgedProofs.Inclusion)
            {
                var verdict = InclusionVerifier.Verify(forge(honest, other, random), trusted);
                Assert.False(verdict.IsValid, $"{kind} of seq {seq} was accepted");
                Assert.NotEmpty(verdict.Reason);
            }
        }
    }

    [Fact]
    public void A_proof_holds_without_the_content_and_says_what_is_left()
    {
        using var store = NedbStore.OpenInMemory();
        using var transaction = store.BeginTransaction();
        var people = transaction.GetOrAddSchemaless("people");
        var name = transaction.GetOrAddField(people.Id, "name");
        transaction.Put(people.Id, NedbValue.FromString("ada"), [name], [NedbValue.FromString("Ada")], new()
        {
            Provenance = new([], "user_message", 0.5),
        });
        transaction.Commit(new() { Client = "tests" });

        var whole = store.Prove(1);
        Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(whole, store.Checkpoint, out var node));
        Assert.Equal(NedbValue.FromString("Ada"), node!.Content!["name"]);
        Assert.Equal(NedbValue.FromString("ada"), node.Content["_id"]);
        Assert.Equal(2, node.Content.Count);
        var withheld = whole.WithoutContent();
        Assert.Same(withheld, withheld.WithoutContent());
        Assert.DoesNotContain(Convert.ToHexStringLower("Ada"u8), InclusionProofJson.Write(withheld));
        Assert.True(InclusionProofJson.TryRead(InclusionProofJson.Write(withheld), out var read, out var reason), reason);
        Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(read, store.Checkpoint, out node));
        Assert.Equal(("people", 1, 0, "tests"), (node!.Collection, node.Seq, node.PreviousSeq, node.Client));
        Assert.Equal(new("user_message", 0.5), (node.Provenance.Evidence, node.Provenance.Confidence));
        Assert.Null(node.Content);
        var both = InclusionProofJson.Write(whole).Replace("\"salt\"", $"\"commitment\": \"{withheld.Commitment}\", \"salt\"");
        Assert.False(InclusionProofJson.TryRead(both, out _, out _));
    }

    [Fact]
    public void A_proof_is_given_against_a_checkpoint_that_somebody_has()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 60, seed: 4);
        var kept = log.Checkpoint;
        LogFixture.Fill(log, 150, seed: 4);
        for (var seq = 1; seq <= kept.Seq; seq++)
            Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(log.Prove(seq, kept.Seq), kept));
        var error = Assert.Throws<Nedb.Storage.Diagnostics.StorageException>(() => log.Prove(kept.Seq + 1, kept.Seq));
        Assert.Equal(Nedb.Storage.Diagnostics.StorageErrorCode.SeqNotReached, error.Code);
        Assert.Throws<Nedb.Storage.Diagnostics.StorageException>(() => log.Prove(1, log.Seq + 1));
    }

    [Fact]
    public void An_honest_proof_does_not_hold_against_another_checkpoint()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 20, seed: 4);
        var earlier = log.Checkpoint;
        var old = log.Prove(7);
        LogFixture.Fill(log, 40, seed: 4);
        Assert.True(InclusionVerifier.Verify(old, earlier).IsValid);
        Assert.False(InclusionVerifier.Verify(old, log.Checkpoint).IsValid);
        Assert.False(InclusionVerifier.Verify(log.Prove(7), earlier).IsValid);
        Assert.False(InclusionVerifier.Verify(log.Prove(7), log.Checkpoint with { DatabaseId = Guid.NewGuid() }).IsValid);
        Assert.False(InclusionVerifier.Verify(null, earlier).IsValid);
        Assert.False(InclusionVerifier.Verify(old, null).IsValid);
        Assert.True(ConsistencyVerifier.Verify(log.ProveConsistency(20), earlier, log.Checkpoint).IsValid);
    }

    [Fact]
    public void Honest_proofs_of_random_trees_are_accepted()
    {
        var random = new Random(6);
        for (var round = 0; round < 400; round++)
        {
            using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
            LogFixture.Fill(log, random.Next(1, 60), round, payloadMax: 40);
            for (var seq = 1L; seq <= log.Seq; seq += 1 + log.Seq / 5)
                Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(log.Prove(seq), log.Root, log.Seq));
        }
    }

    [Fact]
    public void A_proof_survives_its_way_through_JSON()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 30, seed: 9);
        for (var seq = 1; seq <= log.Seq; seq++)
        {
            Assert.True(InclusionProofJson.TryRead(InclusionProofJson.Write(log.Prove(seq)), out var proof, out var reason), reason);
            Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(proof, log.Checkpoint));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"nedb-inclusion-proof-1\"}")]
    [InlineData("{\"format\":\"nedb-inclusion-proof-1\",\"path\":[1]}")]
    [InlineData("{\"format\":\"nedb-inclusion-proof-1\",\"path\":[\"zz\"],\"seq\":1e400}")]
    [InlineData("{\"format\":1}")]
    [InlineData("[[[[[[[[[[[[[[[[[")]
    [InlineData("{\"format\":\"nedb-inclusion-proof-1\",\"format\":\"nedb-inclusion-proof-1\"}")]
    public void What_is_no_proof_in_JSON_is_refused_with_a_reason(string? json)
    {
        Assert.False(InclusionProofJson.TryRead(json, out var proof, out var reason));
        Assert.Null(proof);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void A_proof_in_JSON_that_is_cut_anywhere_is_refused()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 5, seed: 9);
        var json = InclusionProofJson.Write(log.Prove(3));
        for (var length = 0; length < json.Length; length += 3)
            Assert.False(InclusionProofJson.TryRead(json[..length], out _, out _));
    }
}
