using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Transactions;

/// <summary>The anomalies by their usual names, and what each isolation lets happen.</summary>
public sealed class IsolationTests : IDisposable
{
    private readonly Ground _ground = new();
    private readonly int _doctors;

    public IsolationTests()
    {
        _doctors = _ground.Define(
            "doctors", definition =>
                definition with { Indexes = [Index(1, false, 2)], NextIndexId = 2 }, ("id", FieldKind.Int32), ("shift", FieldKind.Int32));
        _ground.Commit(t =>
        {
            t.Put(_doctors, Int(1), Int(1));
            t.Put(_doctors, Int(2), Int(1));
        });
    }

    public void Dispose() => _ground.Dispose();

    [Theory]
    [InlineData(IsolationMode.Snapshot)]
    [InlineData(IsolationMode.Serializable)]
    public void Reads_do_not_become_dirty_or_change_and_no_update_is_lost(IsolationMode isolation)
    {
        using var reader = _ground.Store.BeginTransaction(isolation);
        using var writer = _ground.Store.BeginTransaction(isolation);
        writer.Put(_doctors, Int(1), Int(9));
        Assert.Equal(1, Shift(reader.View, 1));
        writer.Commit();
        Assert.Equal(1, Shift(reader.View, 1));
        Assert.Equal(2, reader.View.ScanIndex(_doctors, 1, KeyRange.Prefix(Key(Int(1)))).Read().Count);
        reader.Put(_doctors, Int(1), Int(Shift(reader.View, 1) + 1));
        Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => reader.Commit()).Code);
        Assert.Equal(9, Shift(_ground.Now, 1));
    }

    [Theory]
    [InlineData(IsolationMode.Snapshot, false)]
    [InlineData(IsolationMode.Serializable, true)]
    public void What_is_found_without_a_view_is_checked_for_when_serializable(IsolationMode isolation, bool isRefused)
    {
        using var first = _ground.Store.BeginTransaction(isolation);
        using var second = _ground.Store.BeginTransaction(isolation);
        Assert.Equal(1, first.Find(_doctors, Key(Int(2)))!.GetValue(2).AsInt64());
        Assert.Equal(1, second.Find(_doctors, Key(Int(1)))!.GetValue(2).AsInt64());
        Assert.Null(second.Find(_doctors, Key(Int(3))));
        first.Put(_doctors, Int(1), Int(0));
        second.Put(_doctors, Int(2), Int(0));
        Assert.Equal(0, second.Find(_doctors, Key(Int(2)))!.GetValue(2).AsInt64());
        first.Commit();
        if (isRefused)
            Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => second.Commit()).Code);
        else
            second.Commit();
    }

    [Theory]
    [InlineData(IsolationMode.Snapshot, false, false)]
    [InlineData(IsolationMode.Serializable, true, false)]
    [InlineData(IsolationMode.Serializable, true, true)]
    public void Write_skew_is_refused_when_serializable_by_key_and_by_index(IsolationMode isolation, bool isRefused, bool byIndex)
    {
        // Each sees two on the shift and leaves it; together they would leave it empty.
        using var first = _ground.Store.BeginTransaction(isolation);
        using var second = _ground.Store.BeginTransaction(isolation);
        Leave(first, 1);
        Leave(second, 2);
        first.Commit();
        if (isRefused)
            Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => second.Commit()).Code);
        else
            second.Commit();
        Assert.Equal(isRefused ? 1 : 0, _ground.Now.ScanIndex(_doctors, 1, KeyRange.Prefix(Key(Int(1)))).Read().Count);

        void Leave(WriteTransaction transaction, int id)
        {
            var onShift = byIndex
                ? transaction.View.ScanIndex(_doctors, 1, KeyRange.Prefix(Key(Int(1)))).Read()
                : transaction.View.All(_doctors).Where(doctor => doctor.GetValue(2).AsInt64() == 1).ToList();
            Assert.Equal(2, onShift.Count);
            transaction.Put(_doctors, Int(id), Int(0));
        }
    }

    [Fact]
    public void A_phantom_that_enters_or_leaves_a_range_that_was_read_is_a_conflict_and_one_beside_it_is_not()
    {
        AssertConflict(t => t.Put(_doctors, Int(5), Int(1)), true);
        AssertConflict(t => t.Delete(_doctors, Int(5)), true);
        AssertConflict(t => t.Put(_doctors, Int(6), Int(2)), false);
        AssertConflict(t => t.Put(_doctors, Int(6), Int(1)), true);

        void AssertConflict(Action<WriteTransaction> other, bool expected)
        {
            using var reader = _ground.Store.BeginTransaction(IsolationMode.Serializable);
            var count = reader.View.ScanIndex(_doctors, 1, KeyRange.Prefix(Key(Int(1)))).Read().Count;
            reader.Put(_doctors, Int(100), Int(-count - _ground.Store.Seq));
            _ground.Commit(other);
            if (expected)
                Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => reader.Commit()).Code);
            else
                reader.Commit();
        }
    }

    [Theory]
    [InlineData(IsolationMode.Snapshot)]
    [InlineData(IsolationMode.Serializable)]
    public void A_write_that_changes_nothing_loses_to_the_first_writer_of_its_key(IsolationMode isolation)
    {
        _ground.Commit(t => Link(t, 1, 2));
        AssertConflict(t => t.Put(_doctors, Int(1), Int(1)), t => t.Put(_doctors, Int(1), Int(5)));
        AssertConflict(t => Link(t, 1, 2), t => t.Unlink(_doctors, Key(Int(1)), "knows", _doctors, Key(Int(2)), WriteMetadata.None));
        AssertConflict(
            t => t.Update(t.Find(_doctors, Key(Int(2)))!, [2], [Int(1)], WriteMetadata.None), t => t.Delete(_doctors, Int(2)));
        AssertConflict(t => t.Put(_doctors, Int(1), Int(5)), t => t.Drop(_doctors));

        void AssertConflict(Action<WriteTransaction> keep, Action<WriteTransaction> other)
        {
            var log = _ground.Define($"log{_ground.Store.Seq}", null, ("id", FieldKind.Int32));
            using var transaction = _ground.Store.BeginTransaction(isolation);
            keep(transaction);
            Assert.True(transaction.IsEmpty);
            transaction.Put(log, Int(1));
            _ground.Commit(other);
            Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => transaction.Commit()).Code);
            Assert.Empty(_ground.Now.All(log));
        }
    }

    [Fact]
    public void A_write_that_changes_nothing_and_was_taken_back_loses_to_nobody()
    {
        using var transaction = _ground.Store.BeginTransaction();
        transaction.Put(_doctors, Int(3), Int(1));
        var mark = transaction.CreateSavepoint();
        transaction.Put(_doctors, Int(1), Int(1));
        transaction.Put(_doctors, Int(3), Int(1));
        transaction.RollbackTo(mark);
        _ground.Commit(t => t.Put(_doctors, Int(1), Int(5)));

        transaction.Commit();

        Assert.Equal(1, Shift(_ground.Now, 3));
    }

    [Theory]
    [InlineData("an unlink of nothing")]
    [InlineData("a delete of nothing")]
    [InlineData("the ends of a link")]
    [InlineData("effects")]
    [InlineData("the newest version")]
    [InlineData("a refused insert")]
    [InlineData("a refused precondition")]
    [InlineData("a refused unique value")]
    [InlineData("a refused reference")]
    [InlineData("a collection that is dropped")]
    public void What_a_serializable_transaction_learned_in_any_way_is_checked_for(string what)
    {
        var seq = _ground.Now.Find(_doctors, Key(Int(1)))!.Seq;
        var log = _ground.Define("log", null, ("id", FieldKind.Int32));
        var rooms = _ground.Define(
            "rooms",
            definition => definition with
            {
                Indexes = [Index(1, true, 2)],
                NextIndexId = 2,
                ForeignKeys = [new() { Name = "of", FieldIds = [3], PrincipalCollectionId = _doctors, PrincipalFieldIds = [1] }],
            },
            ("id", FieldKind.Int32), ("name", FieldKind.String), ("doctor", FieldKind.Int32));
        _ground.Commit(t => t.Put(rooms, Int(1), Text("a"), default));
        var (learn, other) = Case();
        using var transaction = _ground.Store.BeginTransaction(IsolationMode.Serializable);
        learn(transaction);
        transaction.Put(log, Int(1));
        _ground.Commit(other);

        Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => transaction.Commit()).Code);

        (Action<WriteTransaction> Learn, Action<WriteTransaction> Other) Case() => what switch
        {
            "an unlink of nothing" => (
                t => Assert.False(t.Unlink(_doctors, Key(Int(1)), "knows", _doctors, Key(Int(2)), WriteMetadata.None)),
                t => Link(t, 1, 2)),
            "a delete of nothing" => (t => Assert.False(t.Delete(_doctors, Int(9))), t => t.Put(_doctors, Int(9), Int(1))),
            "the ends of a link" => (t => Link(t, 2, 1), t => t.Delete(_doctors, Int(1))),
            "effects" => (
                t => Assert.Empty(t.View.FindEffects(seq)),
                t => t.Put(_doctors, new WriteMetadata { Provenance = new([seq], null, null) }, Int(8), Int(1))),
            "the newest version" => (
                t => Assert.NotNull(t.View.FindNode(_doctors, seq)),
                t => t.Put(_doctors, Int(9), Int(1))),
            "a refused insert" => (
                t => Refused(t, StorageErrorCode.DuplicateKey, () => t.Insert(_doctors, Int(1), Int(7))),
                t => t.Delete(_doctors, Int(1))),
            "a refused precondition" => (
                t => Refused(
                    t,
                    StorageErrorCode.PreconditionFailed,
                    () => t.Put(_doctors, new WriteMetadata { Precondition = new(PreconditionKind.Absent) }, Int(1), Int(7))),
                t => t.Delete(_doctors, Int(1))),
            "a refused unique value" => (
                t => Refused(t, StorageErrorCode.UniqueViolation, () => t.Put(rooms, Int(2), Text("a"), default)),
                t => t.Put(rooms, Int(1), Text("b"), default)),
            "a refused reference" => (
                t => Refused(t, StorageErrorCode.ForeignKeyViolation, () => t.Put(rooms, Int(2), Text("c"), Int(9))),
                t => t.Put(_doctors, Int(9), Int(1))),
            _ => (t => Assert.NotEmpty(t.View.All(rooms)), t => t.Drop(rooms)),
        };

        static void Refused(WriteTransaction transaction, StorageErrorCode code, Action write)
        {
            var mark = transaction.CreateSavepoint();
            var error = Assert.Throws<StorageException>(() =>
            {
                write();
                transaction.CheckReferences();
            });
            Assert.Equal(code, error.Code);
            transaction.RollbackTo(mark);
        }
    }

    [Fact]
    public void A_unique_value_and_a_reference_hold_against_the_commits_of_others()
    {
        var teams = _ground.Define(
            "teams", definition =>
            definition with { Indexes = [Index(1, true, 2)], NextIndexId = 2 }, ("id", FieldKind.Int32), ("name", FieldKind.String));
        var members = _ground.Define(
            "members",
            definition => definition with
            {
                ForeignKeys = [new() { Name = "team", FieldIds = [2], PrincipalCollectionId = teams, PrincipalFieldIds = [1] }],
            },
            ("id", FieldKind.Int32),
            ("team", FieldKind.Int32));
        _ground.Commit(t => t.Put(teams, Int(1), Text("red")));
        using var joins = _ground.Store.BeginTransaction();
        using var names = _ground.Store.BeginTransaction();
        joins.Put(members, Int(1), Int(1));
        names.Put(teams, Int(2), Text("blue"));
        _ground.Commit(t =>
        {
            t.Put(teams, Int(3), Text("blue"));
            t.Delete(teams, Int(1));
        });
        Assert.Equal(StorageErrorCode.ForeignKeyViolation, Assert.Throws<StorageException>(() => joins.Commit()).Code);
        Assert.Equal(StorageErrorCode.UniqueViolation, Assert.Throws<StorageException>(() => names.Commit()).Code);
        Assert.Empty(_ground.Now.All(members));
    }

    [Fact]
    public void A_long_chain_of_cascades_ends_wholly_and_a_cycle_ends_too()
    {
        var nodes = _ground.Define(
            "nodes",
            definition => definition with
            {
                ForeignKeys =
                    [new() { Name = "next", FieldIds = [2], PrincipalCollectionId = definition.Id, PrincipalFieldIds = [1],
                    OnDelete = DeleteAction.Cascade }],
                Indexes = [Index(1, false, 2)],
                NextIndexId = 2,
            },
            ("id", FieldKind.Int32),
            ("next", FieldKind.Int32));
        _ground.Commit(t =>
        {
            for (var i = 0; i < 20_000; i++)
                t.Put(nodes, Int(i), i == 0 ? Int(19_999) : Int(i - 1));
        });
        Assert.Equal(20_000, _ground.Commit(t => t.Delete(nodes, Int(7))).Count);
        Assert.Empty(_ground.Now.All(nodes));
        Assert.Equal(20_000, _ground.Now.AsOf(_ground.Store.Seq - 20_000).All(nodes).Count);
    }

    [Fact]
    public void A_default_given_later_changes_neither_nulls_nor_what_older_versions_read_as()
    {
        _ground.Commit(t => t.Put(_doctors, Int(3)));
        _ground.Commit(
            t =>
            t.Define(
            Changed(t, definition => definition with { Fields = [definition.Fields[0], definition.Fields[1] with { Default = Int(1) }] })));
        _ground.Commit(t => t.Define(Changed(t, definition => definition with
        {
            Fields = definition.Fields.Add(new() { Id = 3, Name = "rank", Type = new(FieldKind.Int32), Default = Int(5) }),
            NextFieldId = 4,
            Indexes = definition.Indexes.Add(Index(2, false, 3)),
            NextIndexId = 3,
        })));
        Assert.True(_ground.Now.Find(_doctors, Key(Int(3)))!.HasField(2));
        Assert.Equal(2, _ground.Now.ScanIndex(_doctors, 1, KeyRange.Prefix(Key(Int(1)))).Read().Count);
        Assert.Equal(3, _ground.Now.ScanIndex(_doctors, 2, KeyRange.Prefix(Key(Int(5)))).Read().Count);
        _ground.Commit(
            t =>
            t.Define(
            Changed(
            t, definition => definition with { Fields = definition.Fields.SetItem(2, definition.Fields[2] with { Default = Int(6) }) })));
        for (var round = 0; round < 2; round++)
        {
            Assert.Empty(_ground.Now.ScanIndex(_doctors, 2, KeyRange.Prefix(Key(Int(6)))).Read());
            Assert.Equal(3, _ground.Now.ScanIndex(_doctors, 2, KeyRange.Prefix(Key(Int(5)))).Read().Count);
            _ground.Reopen();
        }

        CollectionDefinition Changed(WriteTransaction t, Func<CollectionDefinition, CollectionDefinition> change) =>
            change(t.View.Catalog.Find(_doctors)!);
    }

    [Fact]
    public void A_new_key_makes_new_documents_of_all_and_leaves_the_past_as_it_was()
    {
        var before = _ground.Store.Seq;
        _ground.Commit(t => t.Put(_doctors, Int(2), Int(7)));
        _ground.Commit(t => t.Define(t.View.Catalog.Find(_doctors)! with { KeyFieldIds = [] }));
        Assert.Equal([Int(1), Int(2)], _ground.Now.All(_doctors).Select(document => document.Id));
        _ground.Commit(t => t.Define(t.View.Catalog.Find(_doctors)! with { KeyFieldIds = [2] }));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(2, _ground.Now.Find(_doctors, Key(Int(7)))!.GetValue(1).AsInt64());
            Assert.Null(_ground.Now.Find(_doctors, Key(Int(2))));
            Assert.Equal(2, _ground.Now.ScanIndex(_doctors, 1, KeyRange.All).Read().Count);
            Assert.Equal(1, _ground.Now.AsOf(before).Find(_doctors, Key(Int(2)))!.GetValue(2).AsInt64());
            _ground.Reopen();
        }

        _ground.Commit(t => t.Put(_doctors, Int(2), Int(8)));
        var checkpoint = _ground.Store.Checkpoint;
        // Both have the same first field, so it cannot be the key of both.
        using var transaction = _ground.Store.BeginTransaction();
        var refusal = Assert.Throws<StorageException>(
            () => transaction.Define(transaction.View.Catalog.Find(_doctors)! with { KeyFieldIds = [1] }));
        Assert.Equal(StorageErrorCode.DuplicateKey, refusal.Code);
        Assert.True(transaction.IsEmpty);
        Assert.Equal(checkpoint, _ground.Store.Checkpoint);
    }

    private void Link(WriteTransaction transaction, int from, int to) =>
        transaction.Link(_doctors, Key(Int(from)), "knows", _doctors, Key(Int(to)), WriteMetadata.None);

    private long Shift(ReadView view, int id) => view.Find(_doctors, Key(Int(id)))!.GetValue(2).AsInt64();
}
