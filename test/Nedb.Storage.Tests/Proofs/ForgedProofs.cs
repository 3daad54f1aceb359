using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Proofs;

/// <summary>What a forger may try. Every verifier, ours and others, must refuse every kind.</summary>
internal static class ForgedProofs
{
    private static readonly Hash256 Stranger = Blake2b256.Hash("stranger"u8);

    /// <summary>
    /// Ways to forge a proof. Each gets an honest proof, an honest one of another node, and a choice; and gives one that must be refused.
    /// </summary>
    public static readonly (string Kind, Func<InclusionProof, InclusionProof, Random, InclusionProof> Forge)[] Inclusion =
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
        ("a commitment that is not the content's", (p, _, _) => p.WithoutContent() with { Commitment = Stranger }),
        ("a commitment beside the content", (p, _, _) => p with { Commitment = p.WithoutContent().Commitment }),
        ("the commitment of another node", (p, o, _) => p.WithoutContent() with { Commitment = o.WithoutContent().Commitment }),
        ("the leaf as a commitment", (p, _, _) => p.WithoutContent() with { Commitment = p.Path[0] }),
    ];

    /// <summary>
    /// Ways to forge a consistency proof or what it is checked against. Each gets an honest one, a proof between other sizes, and a choice.
    /// </summary>
    public static readonly (string Kind, Func<Continuation, Continuation, Random, Continuation> Forge)[] Consistency =
    [
        ("longer path", (c, _, _) => c.WithPath(c.Proof.Path.Add(Stranger))),
        ("longer path in front", (c, _, _) => c.WithPath(c.Proof.Path.Insert(0, Stranger))),
        ("shorter path", (c, _, _) => c.WithPath(c.Proof.Path.RemoveAt(c.Proof.Path.Length - 1))),
        ("shorter path in front", (c, _, _) => c.WithPath(c.Proof.Path.RemoveAt(0))),
        ("changed path", (c, _, r) => c.WithPath(c.Proof.Path.SetItem(r.Next(c.Proof.Path.Length), Stranger))),
        ("reversed path", (c, _, _) => c.WithPath([.. c.Proof.Path.Reverse()])),
        ("swapped path", (c, _, _) => c.WithPath(c.Proof.Path.SetItem(0, c.Proof.Path[1]).SetItem(1, c.Proof.Path[0]))),
        ("empty path", (c, _, _) => c.WithPath([])),
        ("no path", (c, _, _) => c.WithPath(default)),
        ("very long path", (c, _, _) => c.WithPath([.. Enumerable.Repeat(Stranger, 500)])),
        ("path of another proof", (c, o, _) => c.WithPath(o.Proof.Path.Add(Stranger))),
        ("another database in the proof", (c, _, _) => c with { Proof = c.Proof with { DatabaseId = Guid.Empty } }),
        ("another earlier database", (c, _, _) => c with { Earlier = c.Earlier with { DatabaseId = Guid.Empty } }),
        ("another later database", (c, _, _) => c with { Later = c.Later with { DatabaseId = Guid.Empty } }),
        ("another earlier root", (c, _, _) => c with { Earlier = c.Earlier with { Root = Stranger } }),
        ("another later root", (c, _, _) => c with { Later = c.Later with { Root = Stranger } }),
        ("zero earlier root", (c, _, _) => c with { Earlier = c.Earlier with { Root = default } }),
        ("the earlier root twice", (c, _, _) => c with { Later = c.Later with { Root = c.Earlier.Root } }),
        ("the later root twice", (c, _, _) => c with { Earlier = c.Earlier with { Root = c.Later.Root } }),
        ("roots swapped", (c, _, _) => c with
        {
            Earlier = c.Earlier with { Root = c.Later.Root },
            Later = c.Later with { Root = c.Earlier.Root },
        }),
        ("checkpoints swapped", (c, _, _) => c with { Earlier = c.Later, Later = c.Earlier }),
        ("a replayed earlier checkpoint", (c, o, _) => c with { Earlier = o.Earlier }),
        ("a replayed later checkpoint", (c, o, _) => c with { Later = o.Later }),
        ("smaller old size", (c, _, _) => c with { Proof = c.Proof with { OldSize = c.Proof.OldSize - 1 } }),
        ("larger new size", (c, _, _) => c with { Proof = c.Proof with { NewSize = c.Proof.NewSize + 1 } }),
        ("sizes swapped", (c, _, _) => c with { Proof = c.Proof with { OldSize = c.Proof.NewSize, NewSize = c.Proof.OldSize } }),
        ("another old size everywhere", (c, _, _) => c.WithSizes(c.Proof.OldSize - 1, c.Proof.NewSize)),
        ("another new size everywhere", (c, _, _) => c.WithSizes(c.Proof.OldSize, 2 * c.Proof.NewSize)),
        ("from nothing", (c, _, _) => c.WithSizes(0, c.Proof.NewSize)),
        ("equal sizes", (c, _, _) => c.WithSizes(c.Proof.NewSize, c.Proof.NewSize)),
        ("negative sizes", (c, _, _) => c.WithSizes(-c.Proof.NewSize, -c.Proof.OldSize)),
        ("greatest sizes", (c, _, _) => c.WithSizes(long.MaxValue - 1, long.MaxValue)),
        ("another head at an equal size", (c, _, _) => new(
            new(c.Proof.DatabaseId, c.Later.Seq, c.Later.Seq, []), c.Later, c.Later with { Head = Stranger })),
    ];

    private static ReadOnlyMemory<byte> Flip(ReadOnlyMemory<byte> bytes, Random random)
    {
        var copy = bytes.ToArray();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    /// <summary>A consistency proof with the checkpoints that it is to be checked against.</summary>
    public sealed record Continuation(ConsistencyProof Proof, Checkpoint Earlier, Checkpoint Later)
    {
        public Continuation WithPath(System.Collections.Immutable.ImmutableArray<Hash256> path) => this with { Proof = Proof with { Path = path } };

        public Continuation WithSizes(long oldSize, long newSize) => new(
            Proof with { OldSize = oldSize, NewSize = newSize }, Earlier with { Seq = oldSize }, Later with { Seq = newSize });

        public ProofVerdict Verify() => ConsistencyVerifier.Verify(Proof, Earlier, Later);
    }
}
