using Nedb.Storage.Diagnostics;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Erasures;

public sealed class ErasureTests
{
    private const string Secret = "Dinah's secret 8c41f0";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_erased_is_in_no_file_and_every_hash_and_proof_stays(bool isWrittenToRuns)
    {
        using var ground = new Ground(isWrittenToRuns ? LayeredGround.Tiny : null);
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        Assert.NotEmpty(SecretFolder.Find(ground.Files, Secret));
        var before = ground.Store.Checkpoint;
        var leaf = ground.Now.FindNode(seq)!.Hash;

        Assert.Equal(1, Erase(ground, people, [seq]));

        Assert.Empty(SecretFolder.Find(ground.Files, Secret));
        var report = ground.Store.Verify(before);
        Assert.Empty(report.Damage);
        Assert.Equal(1, report.Erased);
        var proof = ground.Store.Prove(seq);
        Assert.NotNull(proof.Commitment);
        Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(proof, ground.Store.Checkpoint));
        Assert.Equal(leaf, ground.Now.FindNode(seq)!.Hash);
        Assert.Equal(HistoryRelation.Continued, ground.Store.Compare(before).Relation);
        ground.Reopen();
        Assert.Empty(SecretFolder.Find(ground.Files, Secret));
        Assert.Empty(ground.Store.Verify(before).Damage);
        AssertErased(ground.Now, people, seq);
    }

    [Fact]
    public void Reading_what_was_erased_is_refused_and_says_when_it_was_erased()
    {
        using var ground = new Ground();
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        Erase(ground, people, [seq]);
        AssertErased(ground.Now, people, seq);
        var current = ground.Now.Find(people, Ground.Key(Ground.Int(1)))!;
        Assert.Equal(0, current.ErasedSeq);
        Assert.Equal("other", current.GetValue(2).AsString());
    }

    [Fact]
    public void A_database_in_memory_forgets_as_well()
    {
        using var store = NedbStore.OpenInMemory();
        using (var transaction = store.BeginTransaction())
        {
            transaction.Define(Ground.Make(1, "people", ("id", FieldKind.Int64), ("note", FieldKind.String)));
            transaction.Commit();
        }

        long seq;
        using (var transaction = store.BeginTransaction())
        {
            transaction.Put(1, Ground.Int(1), Ground.Text(Secret));
            seq = transaction.Commit().LastSeq;
        }

        using (var transaction = store.BeginTransaction())
        {
            transaction.Put(1, Ground.Int(1), Ground.Text("other"));
            transaction.Commit();
        }

        using (var transaction = store.BeginTransaction())
        {
            Assert.Equal(1, transaction.Erase(1, [seq], null, WriteMetadata.None));
            transaction.Commit();
        }

        AssertErased(store.OpenSnapshot(), 1, seq);
        Assert.Empty(store.Verify().Damage);
        using (var transaction = store.BeginTransaction())
        {
            transaction.Put(1, Ground.Int(2), Ground.Text("goes on"));
            transaction.Commit();
        }

        Assert.Equal("goes on", store.OpenSnapshot().Find(1, Ground.Key(Ground.Int(2)))!.GetValue(2).AsString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Erased_fields_read_as_null_and_the_others_as_before(bool isWrittenToRuns)
    {
        using var ground = new Ground(isWrittenToRuns ? LayeredGround.Tiny : null);
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        Assert.Equal(1, Erase(ground, people, [seq], [2]));
        for (var round = 0; round < 2; round++)
        {
            Assert.Empty(SecretFolder.Find(ground.Files, Secret));
            var version = ground.Now.AsOf(seq).Find(people, Ground.Key(Ground.Int(1)))!;
            Assert.True(version.GetValue(2).IsNull);
            Assert.Equal("Lisbon", version.GetValue(3).AsString());
            Assert.Equal(NodeKind.Erasure, ground.Now.FindNode(version.ErasedSeq)!.Kind);
            Assert.False(version.IsContentErased);
            ground.Reopen();
        }
    }

    [Fact]
    public void An_index_finds_erased_versions_by_what_is_left_of_them()
    {
        using var ground = new Ground(LayeredGround.Tiny);
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        Erase(ground, people, [seq], [2]);
        for (var round = 0; round < 3; round++)
        {
            var view = ground.Now.AsOf(seq);
            Assert.DoesNotContain(view.ScanIndex(people, 1, KeyRange.All).Read(), found => found.GetValue(2).Kind == ValueKind.String
                && found.GetValue(2).AsString() == Secret);
            Assert.Contains(view.ScanIndex(people, 1, KeyRange.All).Read(), found => found.Seq == seq);
            Assert.Contains(view.ScanIndex(people, 2, KeyRange.All).Read(), found => found.Seq == seq);
            Assert.Equal(view.All(people).Count, view.ScanIndex(people, 1, KeyRange.All).Read().Count);
            if (round == 0)
                ground.Reopen();
            else
                LoseViews(ground);
        }
    }

    [Fact]
    public void Views_that_are_made_again_from_the_log_are_the_same()
    {
        using var ground = new Ground(LayeredGround.Tiny);
        LayeredGround.Define(ground.Store);
        for (var round = 1; round <= 45; round++)
            LayeredGround.Write(ground.Store, round);
        var random = new Random(7);
        for (var act = 0; act < 6; act++)
        {
            var view = ground.Now;
            var collection = act % 3 == 2 ? LayeredGround.Dropped : LayeredGround.Things;
            var seqs = new List<long>();
            for (long seq = 1; seq <= view.Seq; seq++)
                if (view.FindNode(seq) is { Kind: NodeKind.Put } put && put.CollectionId == collection
                    && view.Find(collection, put.Key.Span)?.Seq != seq && random.Next(4) == 0)
                    seqs.Add(seq);
            ground.Commit(transaction => Assert.InRange(
                transaction.Erase(collection, seqs, act % 2 == 0 ? [2] : null, WriteMetadata.None), 1, seqs.Count));
            LayeredGround.Write(ground.Store, 46 + act);
        }

        var expected = Versions(ground.Now);
        ground.Store.WaitForViews();
        Assert.Equal(expected, Versions(ground.Now));
        ground.Reopen();
        Assert.Equal(expected, Versions(ground.Now));
        LoseViews(ground);
        Assert.Equal(expected, Versions(ground.Now));
        Assert.Empty(ground.Store.Verify().Damage);
    }

    [Fact]
    public void More_of_a_version_can_be_erased_later_and_nothing_of_it_stays_in_the_first_erasure()
    {
        using var ground = new Ground();
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        var other = seq + 1;
        Erase(ground, people, [seq, other], [2]);
        Assert.NotEmpty(SecretFolder.Find(ground.Files, "Lisbon"));
        var first = ground.Store.Seq;
        Erase(ground, people, [seq], [3]);
        Erase(ground, people, [seq]);
        Assert.Empty(SecretFolder.Find(ground.Files, "Lisbon"));
        for (var round = 0; round < 3; round++)
        {
            AssertErased(ground.Now, people, seq);
            Assert.Equal(first, ground.Now.FindNode(other)!.ErasedSeq);
            Assert.Equal("Porto", ground.Now.FindNode(other)!.GetValue(3).AsString());
            Assert.Empty(ground.Store.Verify().Damage);
            if (round == 0)
                ground.Reopen();
            else
                LoseViews(ground);
        }

        Assert.Equal(0, Erase(ground, people, [seq]));
    }

    [Fact]
    public void A_put_that_brought_fields_into_a_schemaless_collection_still_does_when_it_is_erased()
    {
        using var ground = new Ground();
        var id = 0;
        ground.Commit(transaction =>
        {
            id = transaction.GetOrAddSchemaless("notes").Id;
            var field = transaction.GetOrAddField(id, "text");
            transaction.Put(id, Ground.Int(1), [field], [Ground.Text(Secret)], WriteMetadata.None);
        });
        var seq = ground.Store.Seq;
        ground.Commit(transaction => transaction.Put(id, Ground.Int(1), [1], [Ground.Text("other")], WriteMetadata.None));
        Erase(ground, id, [seq]);
        LoseViews(ground);
        Assert.Empty(SecretFolder.Find(ground.Files, Secret));
        Assert.Equal("text", ground.Now.Catalog.Find("notes")!.FindField(1)!.Name);
        Assert.Equal("other", ground.Now.Find(id, Ground.Key(Ground.Int(1)))!.GetValue(1).AsString());
        Assert.Equal(1, ground.Now.FindNode(seq)!.Id.AsInt64());
    }

    [Fact]
    public void Packed_and_encrypted_segments_are_written_anew_without_it()
    {
        var key = EncryptionKey.Generate();
        using var ground = new Ground(new() { Key = key, SegmentBytes = 64 * 1024, PackSegments = false });
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        var filler = new string('x', 4000);
        for (var i = 0; i < 60; i++)
            ground.Commit(transaction => transaction.Put(people, Ground.Int(100 + i), Ground.Text(filler + i), Ground.Text(null)));
        var vault = KeyGate.Open(ground.Files, key)!;
        ground.Store.Dispose();
        using (var log = CommitLog.Open(ground.Files, new() { Key = key }))
            Assert.True(log.PackSegments(default) >= 2);
        ground.Reopen();
        Assert.NotEmpty(SecretFolder.Find(ground.Files, Secret, vault));
        Erase(ground, people, [seq]);
        Assert.Empty(SecretFolder.Find(ground.Files, Secret, vault));
        Assert.Empty(ground.Store.Verify().Damage);
        ground.Reopen();
        AssertErased(ground.Now, people, seq);
    }

    [Fact]
    public void The_present_version_is_not_erased_unless_the_same_commit_ends_it()
    {
        using var ground = new Ground();
        var people = DefinePeople(ground);
        ground.Commit(transaction => transaction.Put(people, Ground.Int(1), Ground.Text(Secret), Ground.Text("Lisbon")));
        var seq = ground.Store.Seq;
        var error = Assert.Throws<StorageException>(() => Erase(ground, people, [seq]));
        Assert.Equal(StorageErrorCode.PreconditionFailed, error.Code);
        Assert.Contains("present", error.Message, StringComparison.Ordinal);
        ground.Commit(transaction =>
        {
            transaction.Delete(people, Ground.Int(1));
            transaction.Erase(people, [seq], null, WriteMetadata.None);
        });
        Assert.Empty(SecretFolder.Find(ground.Files, Secret));
        Assert.Null(ground.Now.Find(people, Ground.Key(Ground.Int(1))));
    }

    [Fact]
    public void What_is_no_version_of_a_document_and_what_is_a_key_is_refused()
    {
        using var ground = new Ground();
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        Refuses(StorageErrorCode.SeqNotReached, [ground.Store.Seq + 1]);
        Refuses(StorageErrorCode.SeqNotReached, [0]);
        Refuses(StorageErrorCode.NotFound, [1]); // the definition
        Refuses(StorageErrorCode.ValueInvalid, [seq], [1]);
        using var keyed = ground.Store.BeginTransaction();
        keyed.IdempotencyKey = "k";
        Assert.Equal(
            StorageErrorCode.ValueInvalid,
            Assert.Throws<StorageException>(() => keyed.Erase(people, [seq], null, WriteMetadata.None)).Code);
        Assert.NotEmpty(SecretFolder.Find(ground.Files, Secret));

        void Refuses(StorageErrorCode code, long[] seqs, int[]? fieldIds = null) =>
            Assert.Equal(code, Assert.Throws<StorageException>(() => Erase(ground, people, seqs, fieldIds)).Code);
    }

    [Fact]
    public void Of_two_erasures_that_know_nothing_of_each_other_the_second_is_a_conflict()
    {
        using var ground = new Ground();
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        using var late = ground.Store.BeginTransaction();
        late.Erase(people, [seq], [2], WriteMetadata.None);
        Erase(ground, people, [seq]);
        Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => late.Commit()).Code);
        LoseViews(ground);
        AssertErased(ground.Now, people, seq);
    }

    [Fact]
    public void Content_that_somebody_else_took_away_is_damage_although_every_hash_is_right()
    {
        using var ground = new Ground();
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        ground.Store.Dispose();
        using (var log = CommitLog.Open(ground.Files, new()))
            log.Erase([seq]);
        var report = LogVerifier.VerifyFolder(ground.Files, null, null, null, TimeProvider.System, default);
        var place = Assert.Single(report.Damage);
        Assert.Equal(seq, place.Seq);
        Assert.Contains("no erasure", place.Description, StringComparison.Ordinal);
        ground.Files.Delete("views/CHECKPOINT");
        Assert.Equal(
            StorageErrorCode.Corruption, Assert.Throws<CorruptionException>(() => LogStore.Open(ground.Files, new())).Code);
    }

    [Fact]
    public async Task An_erasure_waits_for_those_who_read_the_old_files_and_they_are_not_disturbed()
    {
        using var ground = new Ground();
        var people = DefinePeople(ground);
        var seq = Fill(ground, people);
        ground.Store.Dispose();
        using var log = CommitLog.Open(ground.Files, new());
        using var reading = log.Replay().GetEnumerator();
        Assert.True(reading.MoveNext());
        var erasing = Task.Run(() => log.Erase([seq]));
        await Task.Delay(200);
        Assert.False(erasing.IsCompleted);
        var nodes = reading.Current.Nodes.Length;
        while (reading.MoveNext())
            nodes += reading.Current.Nodes.Length;
        Assert.Equal(log.Seq, nodes);
        reading.Dispose();
        await erasing.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(SecretFolder.Find(ground.Files, Secret));
    }

    internal static int DefinePeople(Ground ground) => ground.Define(
        "people",
        people => people with { Indexes = [Ground.Index(1, false, 2), Ground.Index(2, false, 3)], NextIndexId = 3 },
        ("id", FieldKind.Int64), ("note", FieldKind.String), ("town", FieldKind.String));

    /// <summary>Writes a secret and replaces it; the version after it is another document's, replaced too.</summary>
    internal static long Fill(Ground ground, int people)
    {
        ground.Commit(transaction => transaction.Put(people, Ground.Int(1), Ground.Text(Secret), Ground.Text("Lisbon")));
        var seq = ground.Store.Seq;
        ground.Commit(transaction => transaction.Put(people, Ground.Int(2), Ground.Text("beta"), Ground.Text("Porto")));
        ground.Commit(transaction => transaction.Put(people, Ground.Int(1), Ground.Text("other"), Ground.Text("Braga")));
        ground.Commit(transaction => transaction.Put(people, Ground.Int(2), Ground.Text("gamma"), Ground.Text("Faro")));
        return seq;
    }

    private static int Erase(Ground ground, int collectionId, long[] seqs, int[]? fieldIds = null)
    {
        var count = 0;
        ground.Commit(transaction => count = transaction.Erase(collectionId, seqs, fieldIds, WriteMetadata.None));
        return count;
    }

    private static void AssertErased(ReadView view, int collectionId, long seq)
    {
        foreach (var version in (Document[])[
            view.FindNode(seq)!,
            view.AsOf(seq).Find(collectionId, Ground.Key(Ground.Int(1)))!,
            view.ScanHistory(collectionId, KeyRange.All).Read().Single(found => found.Seq == seq)])
        {
            Assert.True(version.IsContentErased);
            Assert.Equal(NodeKind.Erasure, view.FindNode(version.ErasedSeq)!.Kind);
            Assert.Equal(1, version.Id.AsInt64());
            var error = Assert.Throws<StorageException>(() => version.GetValue(2));
            Assert.Equal(StorageErrorCode.Erased, error.Code);
            Assert.Contains($"seq {version.ErasedSeq}", error.Message, StringComparison.Ordinal);
            Assert.Throws<StorageException>(() => version.HasField(2));
            Assert.Throws<StorageException>(() => version.FieldIds.Length);
            Assert.Throws<StorageException>(() => version.TryGetInt64(2, out _));
        }
    }

    private static void LoseViews(Ground ground)
    {
        ground.Store.Dispose();
        foreach (var name in ground.Files.List("views"))
            ground.Files.Delete("views/" + name);
        ground.Reopen();
    }

    private static List<string> Versions(ReadView view)
    {
        var lines = new List<string>();
        for (long seq = 1; seq <= view.Seq; seq++)
            lines.Add($"{view.FindNode(seq)!.SupersededSeq} {Describe(view.FindNode(seq)!)}");
        foreach (var at in (long[])[view.Seq, view.Seq / 2, view.Seq / 4])
            foreach (var index in (int[])[1, 2])
                foreach (var found in view.AsOf(at).ScanIndex(LayeredGround.Things, index, KeyRange.All).Read())
                    lines.Add($"{at} {index} {Describe(found)}");
        return lines;
    }

    private static string Describe(Document version)
    {
        var line = $"{version.Seq} {version.Kind} {version.ErasedSeq} {version.IsContentErased} {version.Hash}";
        if (version.Kind is NodeKind.Put && !version.IsContentErased)
            foreach (var id in version.FieldIds)
                line += $" {id}={version.GetValue(id)}";
        return line;
    }
}
