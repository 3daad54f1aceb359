using System.Security.Cryptography;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Proofs;

public sealed class CheckpointTests
{
    // RFC 8032 §7.1, test 1.
    private static readonly byte[] Seed = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    private static readonly Checkpoint Kept = new(
        Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), 12, Blake2b256.Hash([1]), Blake2b256.Hash([2]));

    [Fact]
    public void The_key_of_a_seed_is_that_of_RFC_8032() => Assert.Equal(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        Convert.ToHexStringLower(new CheckpointSigner(Seed).PublicKey.Span));

    [Fact]
    public void What_is_signed_is_five_lines_of_text() => Assert.Equal(
        $"nedb-checkpoint-1\n00112233-4455-6677-8899-aabbccddeeff\n12\n{Kept.Head}\n{Kept.Root}\n",
        System.Text.Encoding.UTF8.GetString(SignedCheckpoint.Statement(Kept)));

    [Fact]
    public void A_signed_checkpoint_survives_its_way_through_JSON_and_is_refused_once_anything_of_it_is_changed()
    {
        var first = new CheckpointSigner(Seed);
        var second = new CheckpointSigner(CheckpointSigner.NewSeed());
        var json = CheckpointJson.Write(second.Sign(first.Sign(Kept)));
        Assert.True(CheckpointJson.TryRead(json, out var read, out var reason), reason);
        Assert.Equal(Kept, read.Checkpoint);
        Assert.Equal(ProofVerdict.Valid, CheckpointVerifier.Verify(read, first.PublicKey.Span));
        Assert.Equal(ProofVerdict.Valid, CheckpointVerifier.Verify(read, second.PublicKey.Span));
        Assert.Single(first.Sign(first.Sign(Kept)).Signatures);

        SignedCheckpoint?[] forged =
        [
            null,
            read with { Checkpoint = Kept with { Seq = 13 } },
            read with { Checkpoint = Kept with { Root = Kept.Head } },
            read with { Checkpoint = Kept with { Head = Kept.Root } },
            read with { Checkpoint = Kept with { DatabaseId = Guid.Empty } },
            read with { Signatures = [] },
            read with { Signatures = default },
            read with { Signatures = [read.Signatures[1]] },
            read with { Signatures = [new(first.PublicKey, read.Signatures[1].Signature)] },
            read with { Signatures = [new(first.PublicKey, default)] },
            read with { Signatures = [new(default, read.Signatures[0].Signature)] },
        ];
        foreach (var one in forged)
            Assert.False(CheckpointVerifier.Verify(one, first.PublicKey.Span).IsValid);
        Assert.False(CheckpointVerifier.Verify(read, new CheckpointSigner(CheckpointSigner.NewSeed()).PublicKey.Span).IsValid);
        Assert.False(CheckpointVerifier.Verify(read, []).IsValid);
        // The neutral element, for which anybody can sign.
        var neutral = new byte[32];
        neutral[0] = 1;
        Assert.False(CheckpointVerifier.Verify(read with { Signatures = [new(neutral, new byte[64])] }, neutral).IsValid);
    }

    [Fact]
    public void A_seed_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => new CheckpointSigner(RandomNumberGenerator.GetBytes(31)));

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("{\"format\":\"nedb-checkpoint-1\"}")]
    [InlineData("{\"format\":\"nedb-checkpoint-1\",\"databaseId\":\"x\"}")]
    public void What_is_no_checkpoint_in_JSON_is_refused_with_a_reason(string? json)
    {
        Assert.False(CheckpointJson.TryRead(json, out var signed, out var reason));
        Assert.Null(signed);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void A_later_database_is_told_apart_as_the_same_continued_rewound_forked_or_another()
    {
        var files = new MemoryFileSystem();
        using var store = LogStore.Open(files, new());
        Write(store, 3, "a");
        var early = store.Checkpoint;
        Write(store, 4, "b");
        var kept = store.Checkpoint;
        Assert.Equal(HistoryRelation.Same, store.Compare(kept).Relation);
        Assert.Equal(HistoryRelation.Continued, store.Compare(early).Relation);
        Write(store, 5, "c");

        var found = store.Compare(kept);
        Assert.Equal((HistoryRelation.Continued, true), (found.Relation, found.IsIntact));
        Assert.Equal(ProofVerdict.Valid, ConsistencyVerifier.Verify(found.Proof, kept, found.Present));
        Assert.Equal(HistoryRelation.Rewound, store.Compare(kept with { Seq = 13 }).Relation);
        Assert.Equal(HistoryRelation.OtherDatabase, store.Compare(kept with { DatabaseId = Guid.Empty }).Relation);
        Checkpoint[] others =
        [
            kept with { Root = kept.Head }, kept with { Head = kept.Root }, kept with { Seq = 6 }, kept with { Seq = 0 },
            kept with { Seq = -1 }, kept with { Seq = early.Seq },
        ];
        foreach (var one in others)
        {
            found = store.Compare(one);
            Assert.Equal((HistoryRelation.Forked, false), (found.Relation, found.IsIntact));
            Assert.Null(found.Proof);
            Assert.NotEmpty(found.Reason);
        }
    }

    [Fact]
    public void Checkpoints_of_earlier_commits_are_as_they_were()
    {
        using var store = NedbStore.OpenInMemory();
        var kept = new List<Checkpoint> { store.Checkpoint };
        for (var i = 0; i < 20; i++)
        {
            Write(store, 1 + i % 3, "x" + i);
            kept.Add(store.Checkpoint);
        }

        foreach (var one in kept)
            Assert.Equal(one, store.CheckpointAt(one.Seq));
        Assert.Equal(StorageErrorCode.NotFound, Assert.Throws<StorageException>(() => store.CheckpointAt(2)).Code);
        Assert.Equal(StorageErrorCode.SeqNotReached, Assert.Throws<StorageException>(() => store.CheckpointAt(store.Seq + 1)).Code);
    }

    private static void Write(NedbStore store, int count, string prefix)
    {
        using var transaction = store.BeginTransaction();
        var collection = transaction.GetOrAddSchemaless("things");
        for (var i = 0; i < count; i++)
            transaction.Put(collection.Id, NedbValue.FromString(prefix + i), [], [], new());
        transaction.Commit();
    }
}
