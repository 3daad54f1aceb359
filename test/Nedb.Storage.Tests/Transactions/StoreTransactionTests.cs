using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Transactions;

public sealed class StoreTransactionTests
{
    private static readonly NedbValue A = NedbValue.FromString("a");
    private static readonly NedbValue B = NedbValue.FromString("b");
    private readonly Bench _bench = new();

    public StoreTransactionTests()
    {
        _bench.Define(
            Bench.Collection(1, "things", Bench.Field(2, "name", FieldKind.String)) with { Indexes = Bench.Index(2, isUnique: true) });
    }

    [Fact]
    public void A_transaction_reads_its_own_writes_and_nobody_else_does_before_the_commit()
    {
        using var transaction = _bench.Begin();
        Bench.Put(transaction, 1, 1, A);
        Assert.Equal("a", transaction.View.Find(1, Bench.Key(1))!.GetValue(2).AsString());
        Assert.Equal([1], Bench.Ids(transaction.View.ScanIndex(1, 1, KeyRange.All)));
        Assert.Null(_bench.View.Find(1, Bench.Key(1)));
        transaction.Commit();
        Assert.NotNull(_bench.View.Find(1, Bench.Key(1)));
    }

    [Fact]
    public void Every_seq_stays_readable_by_key_by_scan_and_by_index()
    {
        Commit(t => Bench.Put(t, 1, 1, A));        // seq 2
        Commit(t => Bench.Put(t, 1, 2, B));        // seq 3
        Commit(t => Bench.Put(t, 1, 1, NedbValue.FromString("c")));        // seq 4
        Commit(t => t.Delete(1, Bench.Key(2), WriteMetadata.None));        // seq 5
        Commit(t => Bench.Put(t, 1, 2, A));        // seq 6
        string[] expected = ["", "", "1a", "1a 2b", "1c 2b", "1c", "1c 2a"];
        for (var seq = 0; seq <= 6; seq++)
        {
            var view = _bench.View.AsOf(seq);
            Assert.Equal(expected[seq], Describe(view.Scan(1, KeyRange.All)));
            Assert.Equal(string.Join(' ', expected[seq].Split(' ').Reverse()), Describe(view.Scan(1, KeyRange.All, isReverse: true)));
            var byIndex = Describe(view.ScanIndex(1, 1, KeyRange.All)).Split(' ').Order();
            Assert.Equal(expected[seq].Split(' ').Order(), byIndex);
            foreach (var id in new[] { 1, 2 })
                Assert.Equal(expected[seq].Contains($"{id}"), view.Find(1, Bench.Key(id)) is not null);
        }

        Assert.Equal("1a 1c 2b 2- 2a", Describe(_bench.View.ScanHistory(1, KeyRange.All)));
    }

    [Fact]
    public void An_equal_version_is_not_written_again()
    {
        Commit(t => Bench.Put(t, 1, 1, A));
        var seq = _bench.Newest.Seq;
        Commit(t => Bench.Put(t, 1, 1, A));
        Assert.Equal(seq, _bench.Newest.Seq);
    }

    [Fact]
    public void The_second_writer_of_a_key_is_refused_and_of_other_keys_is_not()
    {
        using var first = _bench.Begin();
        using var second = _bench.Begin();
        using var third = _bench.Begin();
        Bench.Put(first, 1, 1, A);
        Bench.Put(second, 1, 1, B);
        Bench.Put(third, 1, 3, NedbValue.FromString("c"));
        first.Commit();
        Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => second.Commit()).Code);
        third.Commit();
        Assert.Equal("1a 3c", Describe(_bench.View.Scan(1, KeyRange.All)));
        Assert.Equal(3, _bench.View.FindNode(3)!.Seq);
    }

    [Fact]
    public void A_unique_value_is_refused_also_against_a_commit_in_between()
    {
        using var first = _bench.Begin();
        using var second = _bench.Begin();
        Bench.Put(first, 1, 1, A);
        Assert.Equal(StorageErrorCode.UniqueViolation, Assert.Throws<StorageException>(() => Bench.Put(first, 1, 5, A)).Code);
        Bench.Put(second, 1, 2, A);
        first.Commit();
        Assert.Equal(StorageErrorCode.UniqueViolation, Assert.Throws<StorageException>(() => second.Commit()).Code);
        Assert.Equal("1a", Describe(_bench.View.Scan(1, KeyRange.All)));
    }

    [Fact]
    public void Nulls_are_never_equal_in_a_unique_index()
    {
        Commit(t =>
        {
            Bench.Put(t, 1, 1, NedbValue.Null);
            Bench.Put(t, 1, 2, NedbValue.Null);
        });
        Assert.Equal(2, _bench.View.EstimateCount(1));
    }

    [Fact]
    public void A_savepoint_takes_back_documents_and_index_entries()
    {
        using var transaction = _bench.Begin();
        Bench.Put(transaction, 1, 1, A);
        var savepoint = transaction.CreateSavepoint();
        Bench.Put(transaction, 1, 1, B);
        Bench.Put(transaction, 1, 2, NedbValue.FromString("c"));
        transaction.RollbackTo(savepoint);
        Bench.Put(transaction, 1, 3, B);
        transaction.RollbackTo(savepoint);
        Assert.Equal("1a", Describe(transaction.View.Scan(1, KeyRange.All)));
        Bench.Put(transaction, 1, 4, B);
        transaction.Commit();
        Assert.Equal("1a 4b", Describe(_bench.View.Scan(1, KeyRange.All)));
        Assert.Equal(3, _bench.Newest.Seq);
    }

    [Fact]
    public void A_serializable_transaction_is_refused_when_a_range_that_it_read_gained_a_document()
    {
        using var reader = _bench.Begin(IsolationMode.Serializable);
        using var indifferent = _bench.Begin();
        Assert.Empty(Bench.Ids(reader.View.ScanIndex(1, 1, KeyRange.Prefix(KeyEncoder.Encode(A)))));
        Bench.Put(reader, 1, 9, B);
        Commit(t => Bench.Put(t, 1, 1, A));
        Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => reader.Commit()).Code);
        Bench.Put(indifferent, 1, 8, B);
        indifferent.Commit();
    }

    [Fact]
    public void Causes_must_exist_and_are_followed_both_ways()
    {
        Commit(t => Bench.Put(t, 1, 1, A));
        var cause = _bench.Newest.Seq;
        using (var t = _bench.Begin())
        {
            var wrong = new WriteMetadata { Provenance = new([cause + 1]) };
            var error = Assert.Throws<StorageException>(() => t.Put(1, default, [1], [NedbValue.FromInt64(7)], wrong));
            Assert.Equal(StorageErrorCode.CauseNotFound, error.Code);
        }

        Commit(t => t.Put(1, default, [1], [NedbValue.FromInt64(2)], new() { Provenance = new([cause], "seen", 0.5) }));
        Assert.Equal([cause + 1], _bench.View.FindEffects(cause));
        Assert.Equal([cause], _bench.View.FindNode(cause + 1)!.Provenance.CausedBy.ToArray());
    }

    [Fact]
    public void Causes_of_the_same_transaction_move_with_it()
    {
        using var transaction = _bench.Begin();
        var first = Bench.Put(transaction, 1, 1, A);
        transaction.Put(1, default, [1], [NedbValue.FromInt64(2)], new() { Provenance = new([first.Seq]) });
        Commit(t => Bench.Put(t, 1, 3, B));
        transaction.Commit();
        Assert.Equal(4, _bench.Newest.Seq);
        Assert.Equal([3L], _bench.View.FindNode(4)!.Provenance.CausedBy.ToArray());
        Assert.Equal([4L], _bench.View.FindEffects(3));
    }

    [Theory]
    [InlineData(DeleteAction.Restrict, StorageErrorCode.ForeignKeyViolation)]
    [InlineData(DeleteAction.Cascade, null)]
    [InlineData(DeleteAction.SetNull, null)]
    public void Deleting_a_principal_follows_the_foreign_key(DeleteAction action, StorageErrorCode? expected)
    {
        _bench.Define(
            Bench.Collection(2, "parts", Bench.Field(2, "thing", FieldKind.Int32)) with { ForeignKeys = [Bench.ForeignKey(2, 1, action)] });
        Commit(t =>
        {
            Bench.Put(t, 1, 1, A);
            Bench.Put(t, 2, 7, NedbValue.FromInt64(1));
        });
        using var transaction = _bench.Begin();
        transaction.Delete(1, Bench.Key(1), WriteMetadata.None);
        if (expected is not null)
        {
            Assert.Equal(expected, Assert.Throws<StorageException>(transaction.CheckReferences).Code);
            return;
        }

        transaction.Commit();
        Assert.Empty(Bench.Ids(_bench.View.Scan(1, KeyRange.All)));
        var part = _bench.View.Find(2, Bench.Key(7));
        if (action == DeleteAction.Cascade)
            Assert.Null(part);
        else
            Assert.True(part!.GetValue(2).IsNull);
    }

    [Fact]
    public void A_reference_must_have_a_target_also_when_a_commit_in_between_deleted_it()
    {
        _bench.Define(
            Bench.Collection(
            2, "parts", Bench.Field(2, "thing", FieldKind.Int32)) with
            { ForeignKeys = [Bench.ForeignKey(2, 1, DeleteAction.Restrict)] });
        Commit(t => Bench.Put(t, 1, 1, A));
        using var orphan = _bench.Begin();
        Bench.Put(orphan, 2, 1, NedbValue.FromInt64(99));
        Assert.Equal(StorageErrorCode.ForeignKeyViolation, Assert.Throws<StorageException>(orphan.CheckReferences).Code);

        using var late = _bench.Begin();
        Bench.Put(late, 2, 1, NedbValue.FromInt64(1));
        late.CheckReferences();
        Commit(t => t.Delete(1, Bench.Key(1), WriteMetadata.None));
        Assert.Equal(StorageErrorCode.ForeignKeyViolation, Assert.Throws<StorageException>(() => late.Commit()).Code);
    }

    [Fact]
    public void A_new_index_is_built_over_the_past_too()
    {
        Commit(t => Bench.Put(t, 1, 1, A));
        Commit(t => Bench.Put(t, 1, 1, B));
        var definition = _bench.View.Catalog.Find(1)!;
        _bench.Define(
            definition with { Indexes = definition.Indexes.Add(new() { Id = 5, Name = "later", Fields = [new(2, IsDescending: true)] }) });
        Assert.Equal("1a", Describe(_bench.View.AsOf(2).ScanIndex(1, 5, KeyRange.All)));
        Assert.Equal("1b", Describe(_bench.View.ScanIndex(1, 5, KeyRange.All)));
    }

    [Fact]
    public void Links_are_found_from_both_ends_and_as_of_then()
    {
        Commit(t =>
        {
            Bench.Put(t, 1, 1, A);
            Bench.Put(t, 1, 2, B);
            t.Link(1, Bench.Key(1), "follows", 1, Bench.Key(2), WriteMetadata.None);
        });
        var linked = _bench.Newest.Seq;
        Commit(t => t.Unlink(1, Bench.Key(1), "follows", 1, Bench.Key(2), WriteMetadata.None));
        Assert.Empty(_bench.View.FindLinks(1, Bench.Key(1), "follows"));
        var then = _bench.View.AsOf(linked);
        Assert.Equal(Bench.Key(2), Assert.Single(then.FindLinks(1, Bench.Key(1), "follows")).Key.ToArray());
        Assert.Equal(Bench.Key(1), Assert.Single(then.FindLinks(1, Bench.Key(2), null, isReverse: true)).Key.ToArray());
        Assert.Empty(then.FindLinks(1, Bench.Key(1), "follow"));
    }

    private static string Describe(DocumentCursor cursor)
    {
        var parts = new List<string>();
        using (cursor)
            while (cursor.MoveNext())
                parts.Add($"{cursor.Current.Id}{(cursor.Current.IsTombstone ? "-" : cursor.Current.GetValue(2).AsString())}");
        return string.Join(' ', parts);
    }

    private void Commit(Action<WriteTransaction> write)
    {
        using var transaction = _bench.Begin();
        write(transaction);
        transaction.Commit();
    }
}
