using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Proofs;

public sealed class InclusionVerifierTests
{
    private static readonly Hash256 Stranger = Blake2b256.Hash("stranger"u8);

    /// <summary>
    /// Ways to forge a proof. Each gets an honest proof, an honest one of another node, and a choice; and gives one that must be refused.
    /// </summary>
    private static readonly (string Kind, Func<InclusionProof, InclusionProof, Random, InclusionProof> Forge)[] Forgeries =
    [
        ("another seq", (p, _, _) => p with { Seq = p.Seq + 1 }),
        ("seq zero", (p, _, _) => p with { Seq = 0 }),
        ("negative seq", (p, _, _) => p with { Seq = -p.Seq }),
        ("seq after the end", (p, _, _) => p with { Seq = p.TreeSize + 1 }),
        ("greatest seq", (p, _, _) => p with { Seq = long.MaxValue }),
        ("smaller tree", (p, _, _) => p with { TreeSize = p.TreeSize - 1 }),
        ("larger tree", (p, _, _) => p with { TreeSize = p.TreeSize + 1 }),
        ("tree of no leaves", (p, _, _) => p with { TreeSize = 0 }),
        ("tree of too many leaves", (p, _, _) => p with { TreeSize = long.MaxValue }),
        ("another root", (p, _, _) => p with { Root = Stranger }),
        ("zero root", (p, _, _) => p with { Root = default }),
        ("another database", (p, _, _) => p with { DatabaseId = Guid.Empty }),
        ("changed header", (p, _, r) => p with { Header = Flip(p.Header, r) }),
        ("header of another node", (p, o, _) => p with { Header = o.Header }),
        ("empty header", (p, _, _) => p with { Header = default }),
        ("longer header", (p, _, _) => p with { Header = (byte[])[.. p.Header.Span, 0] }),
        ("shorter header", (p, _, _) => p with { Header = p.Header[..^1] }),
        ("changed salt", (p, _, r) => p with { Salt = Flip(p.Salt, r) }),
        ("empty salt", (p, _, _) => p with { Salt = default }),
        ("salt moved into the payload", (p, _, _) =>
            p with { Salt = p.Salt[..15], Payload = (byte[])[p.Salt.Span[15], .. p.Payload.Span] }),
        ("payload moved into the salt", (p, _, _) => p with { Salt = (byte[])[.. p.Salt.Span, 1], Payload = p.Payload }),
        ("changed payload", (p, _, r) => p with { Payload = p.Payload.IsEmpty ? (byte[])[1] : Flip(p.Payload, r) }),
        ("payload of another node", (p, o, _) => p with { Payload = (byte[])[.. o.Payload.Span, 7] }),
        ("longer payload", (p, _, _) => p with { Payload = (byte[])[.. p.Payload.Span, 0] }),
        ("longer path", (p, _, _) => p with { Path = p.Path.Add(Stranger) }),
        ("longer path in front", (p, _, _) => p with { Path = p.Path.Insert(0, Stranger) }),
        ("shorter path", (p, _, _) => p with { Path = p.Path.RemoveAt(p.Path.Length - 1) }),
        ("shorter path in front", (p, _, _) => p with { Path = p.Path.RemoveAt(0) }),
        ("changed path", (p, _, r) => p with { Path = p.Path.SetItem(r.Next(p.Path.Length), Stranger) }),
        ("reversed path", (p, _, _) => p with { Path = [.. p.Path.Reverse()] }),
        ("swapped path", (p, _, _) => p with { Path = p.Path.SetItem(0, p.Path[1]).SetItem(1, p.Path[0]) }),
        ("path of another node", (p, o, _) => p with { Path = o.Path }),
        ("no path", (p, _, _) => p with { Path = default }),
        ("very long path", (p, _, _) => p with { Path = [.. Enumerable.Repeat(Stranger, 500)] }),
        ("the node of another proof", (p, o, _) => p with { Header = o.Header, Salt = o.Salt, Payload = o.Payload }),
        ("the place of another proof", (p, o, _) => p with { Seq = o.Seq, Path = o.Path }),
        ("an inner node as a leaf", (p, _, _) =>
            p with { Header = (byte[])[.. p.Path[0].ToByteArray(), .. Stranger.ToByteArray()], Path = p.Path.RemoveAt(0) }),
        ("an honest proof of another tree", (p, o, _) => p with { Root = o.Path[0], TreeSize = 2 }),
    ];

    [Fact]
    public void Forged_proofs_of_30_kinds_are_refused()
    {
        Assert.True(Forgeries.Length >= 30);
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 150, seed: 3);
        var trusted = log.Checkpoint;
        var random = new Random(5);
        for (var seq = 1; seq <= log.Seq; seq += 3)
        {
            var honest = log.Prove(seq);
            var other = log.Prove(seq % log.Seq + 1);
            Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(honest, trusted));
            foreach (var (kind, forge) in Forgeries)
            {
                var verdict = InclusionVerifier.Verify(forge(honest, other, random), trusted);
                Assert.False(verdict.IsValid, $"{kind} of seq {seq} was accepted");
                Assert.NotEmpty(verdict.Reason);
            }
        }
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

    private static ReadOnlyMemory<byte> Flip(ReadOnlyMemory<byte> bytes, Random random)
    {
        var copy = bytes.ToArray();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }
}
