using System.Collections.Immutable;
using Nedb.Storage;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Views;

namespace Nedb.Testing.Log;

/// <summary>Commits that depend on nothing but a seed, and the options that most tests of the log use.</summary>
internal static class LogFixture
{
    /// <summary>The timestamp of the commit that begins with a seq.</summary>
    public static long TimeOf(long seq) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks + seq;

    /// <summary>Small segments, so that short workloads have several of them.</summary>
    public static StoreOptions Options { get; } = new() { SegmentBytes = 64 * 1024, PackSegments = false };

    /// <summary>A commit of some nodes, whose sizes and content follow from the seed and the seq.</summary>
    public static CommitRecord Commit(long firstSeq, int count, int seed, int payloadMax = 300)
    {
        var random = new Random(HashCode(seed, firstSeq));
        var nodes = new NodeRecord[count];
        for (var i = 0; i < count; i++)
            nodes[i] = Node(firstSeq + i, random, payloadMax);
        var key = random.Next(4) == 0 ? "key-" + firstSeq : null;
        return new CommitRecord
        {
            FirstSeq = firstSeq,
            TimestampTicks = TimeOf(firstSeq),
            Client = random.Next(2) == 0 ? "client-" + random.Next(3) : null,
            Nonce = random.Next(2) == 0 ? firstSeq : null,
            IdempotencyKey = key,
            Fingerprint = key is null ? null : Blake2b256.Hash(System.Text.Encoding.UTF8.GetBytes(key)),
            Nodes = nodes,
        };
    }

    /// <summary>Appends commits, each in a group of its own, until a seq is reached.</summary>
    public static void Fill(ICommitLog log, long lastSeq, int seed, int payloadMax = 300)
    {
        while (log.Seq < lastSeq)
        {
            var count = (int)Math.Min(lastSeq - log.Seq, 1 + HashCode(seed, log.Seq) % 4);
            log.Append([Commit(log.Seq + 1, count, seed, payloadMax)]);
        }
    }

    /// <summary>Whether two commits say the same, hashes and salts included.</summary>
    public static string? Difference(CommitRecord left, CommitRecord right)
    {
        if (left.FirstSeq != right.FirstSeq || left.TimestampTicks != right.TimestampTicks || left.Client != right.Client
            || left.Nonce != right.Nonce
            || left.IdempotencyKey != right.IdempotencyKey || left.Fingerprint != right.Fingerprint || left.Head != right.Head
            || left.Nodes.Length != right.Nodes.Length)
            return $"commit at seq {left.FirstSeq} differs in its header";
        for (var i = 0; i < left.Nodes.Length; i++)
        {
            var (a, b) = (left.Nodes[i], right.Nodes[i]);
            var isSame = a.Seq == b.Seq && a.Kind == b.Kind && a.Collection == b.Collection && a.Key.AsSpan().SequenceEqual(b.Key)
                && a.PreviousSeq == b.PreviousSeq && a.Period == b.Period && a.Payload.Span.SequenceEqual(b.Payload.Span)
                && a.Salt.Span.SequenceEqual(b.Salt.Span) && a.Hash == b.Hash && a.Provenance.Evidence == b.Provenance.Evidence
                && a.Provenance.Confidence == b.Provenance.Confidence
                    && a.Provenance.CausedBy.AsSpan().SequenceEqual(b.Provenance.CausedBy.AsSpan());
            if (!isSame)
                return $"node of seq {a.Seq} differs";
        }

        return null;
    }

    private static NodeRecord Node(long seq, Random random, int payloadMax)
    {
        var payload = new byte[random.Next(payloadMax + 1)];
        if (random.Next(5) > 0)
            random.NextBytes(payload); // else zeros: a payload of zeros must not be taken for a sector that was not written
        var salt = new byte[NodeRecord.SaltBytes];
        random.NextBytes(salt);
        ImmutableArray<long> causes = seq > 2 && random.Next(3) == 0 ? [1, seq - 1] : [];
        return new NodeRecord
        {
            Seq = seq,
            Kind = (NodeKind)(1 + random.Next(5)),
            Collection = "collection" + random.Next(3),
            Key = BitConverter.GetBytes(random.Next(50)),
            PreviousSeq = random.Next((int)Math.Min(seq, int.MaxValue)),
            Provenance = random.Next(3) == 0 ? new Provenance(causes, "evidence ü " + seq, random.Next(5) / 4.0) : Provenance.None,
            Period = random.Next(3) == 0 ? new Period(seq * 10, seq * 10 + 5) : Period.Always,
            Payload = payload,
            Salt = salt,
        };
    }

    private static int HashCode(int seed, long seq) => (int)((ulong)(seed * 7919 + seq * 104_729 + 1) * 0x9E37_79B9_7F4A_7C15UL >> 33);
}
