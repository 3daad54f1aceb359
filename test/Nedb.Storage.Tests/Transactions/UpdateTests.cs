using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Transactions;

public sealed class UpdateTests
{
    private static readonly StoreOptions Tiny = new() { MemtableBytes = 4 * 1024, CacheBytes = 32 * 1024 };

    [Fact]
    public void An_update_leaves_what_a_put_of_the_whole_document_leaves_in_memory_and_on_disk()
    {
        using var put = new Ground(Tiny);
        using var update = new Ground(Tiny);
        foreach (var ground in (Ground[])[put, update])
        {
            DefineThings(ground);
            ground.Commit(t =>
            {
                for (var id = 0; id < 40; id++)
                    t.Put(1, Whole(id, 0));
            });
        }

        var random = new Random(11);
        for (var round = 1; round <= 60; round++)
        {
            var ids = Enumerable.Range(0, 8).Select(_ => random.Next(40)).Distinct().ToList();
            var places = Enumerable.Range(2, 5).Where(_ => random.Next(2) == 0).ToArray();
            var period = random.Next(4) == 0 ? new Period(round, round + 3) : (Period?)null;
            put.Commit(t => ids.ForEach(id => PutChanged(t, id, round, places, period)));
            update.Commit(t => ids.ForEach(id =>
            {
                var old = t.Find(1, Ground.Key(Ground.Int(id)))!;
                t.Update(old, places, Pick(Whole(id, round), places), new() { Period = period });
            }));
        }

        Assert.Equal(Describe(put), Describe(update));
        update.Reopen();
        Assert.Equal(Describe(put), Describe(update));
        update.Reopen(losing: new(1)); // rebuilt from the log
        Assert.Equal(Describe(put), Describe(update));
        Assert.Empty(update.Store.Verify().Damage);
    }

    [Fact]
    public void An_update_that_changes_nothing_writes_nothing_and_leaves_the_period()
    {
        using var ground = new Ground();
        DefineThings(ground);
        ground.Commit(t => t.Put(1, new WriteMetadata { Period = new(5, 9) }, Whole(1, 1)));
        var old = ground.Now.Find(1, Ground.Key(Ground.Int(1)))!;
        using var transaction = ground.Store.BeginTransaction();
        Assert.Equal(old.Seq, transaction.Update(old, [2], [old.GetValue(2)], WriteMetadata.None).Seq);
        Assert.True(transaction.IsEmpty);
        Assert.Equal(new Period(5, 9), transaction.Update(old, [2], [Ground.Text("other")], WriteMetadata.None).Period);
    }

    [Fact]
    public void A_document_that_is_not_current_in_the_transaction_is_refused()
    {
        using var ground = new Ground();
        DefineThings(ground);
        ground.Commit(t => t.Put(1, Whole(1, 1)));
        var old = ground.Now.Find(1, Ground.Key(Ground.Int(1)))!;
        using var transaction = ground.Store.BeginTransaction();
        transaction.Update(old, [2], [Ground.Text("a")], WriteMetadata.None);
        Assert.Throws<ArgumentException>(() => transaction.Update(old, [2], [Ground.Text("b")], WriteMetadata.None));
        // What the transaction wrote itself is in memory, and is seen in any case.
        Assert.Throws<ArgumentException>(() => transaction.Update(old, [2], [Ground.Text("b")], WriteMetadata.None, isRead: true));
    }

    [Fact]
    public void A_document_that_was_just_read_is_followed_wherever_it_lies()
    {
        using var ground = new Ground();
        DefineThings(ground);
        ground.Commit(t => t.Put(1, Whole(1, 1)));
        ground.Reopen();
        using var transaction = ground.Store.BeginTransaction();
        var old = transaction.View.Find(1, Ground.Key(Ground.Int(1)))!;
        var first = transaction.Update(old, [2], [Ground.Text("a")], WriteMetadata.None, isRead: true);
        var second = transaction.Update(first, [2], [Ground.Text("b")], WriteMetadata.None, isRead: true);
        Assert.Equal((old.Seq, first.Seq), (first.PreviousSeq, second.PreviousSeq));
        transaction.Commit();
        Assert.Empty(ground.Store.Verify().Damage);
    }


    [Fact]
    public void Key_fields_unknown_fields_and_fields_out_of_order_are_refused()
    {
        using var ground = new Ground();
        DefineThings(ground);
        ground.Commit(t => t.Put(1, Whole(1, 1)));
        using var transaction = ground.Store.BeginTransaction();
        var old = transaction.Find(1, Ground.Key(Ground.Int(1)))!;
        Assert.Throws<ArgumentException>(() => transaction.Update(old, [1], [Ground.Int(2)], WriteMetadata.None));
        Assert.Throws<ArgumentException>(() => transaction.Update(old, [2, 3], [Ground.Text("x")], WriteMetadata.None));
        var unknown = Assert.Throws<StorageException>(() => transaction.Update(old, [77], [Ground.Int(2)], WriteMetadata.None));
        Assert.Equal(StorageErrorCode.NotFound, unknown.Code);
        Assert.Throws<StorageException>(() => transaction.Update(old, [4, 2], [Ground.Int(2), Ground.Text("x")], WriteMetadata.None));
        Assert.True(transaction.IsEmpty);
    }

    [Fact]
    public void Values_are_held_to_their_fields_unique_indexes_and_preconditions()
    {
        using var ground = new Ground();
        DefineThings(ground);
        ground.Commit(t =>
        {
            t.Put(1, Whole(1, 1));
            t.Put(1, Whole(2, 1));
        });
        using var transaction = ground.Store.BeginTransaction();
        var old = transaction.Find(1, Ground.Key(Ground.Int(1)))!;
        var taken = transaction.Find(1, Ground.Key(Ground.Int(2)))!.GetValue(3);
        Assert.Equal(StorageErrorCode.UniqueViolation, CodeOf([3], [taken]));
        Assert.Equal(StorageErrorCode.TypeMismatch, CodeOf([4], [Ground.Text("five")]));
        Assert.Equal(StorageErrorCode.NotNullViolation, CodeOf([7], [NedbValue.Null]));
        Assert.Equal(StorageErrorCode.CauseNotFound, CodeOf([4], [Ground.Int(7)], new() { Provenance = new([99]) }));
        Assert.Equal(
            StorageErrorCode.PreconditionFailed,
            CodeOf([4], [Ground.Int(7)], new() { Precondition = new(PreconditionKind.LastSeqIs, 999) }));
        // Its own value is no other document's.
        transaction.Update(old, [3, 4], [old.GetValue(3), Ground.Int(8)], WriteMetadata.None);

        StorageErrorCode CodeOf(int[] fields, NedbValue[] values, WriteMetadata? metadata = null) => Assert.Throws<StorageException>(
            () => transaction.Update(old, fields, values, metadata ?? WriteMetadata.None)).Code;
    }

    [Fact]
    public void A_version_from_before_a_field_was_added_gets_the_field_with_its_default()
    {
        using var ground = new Ground();
        DefineThings(ground);
        ground.Commit(t => t.Put(1, Whole(1, 1)));
        ground.Commit(t =>
        {
            var things = t.Catalog.Find(1)!;
            t.Define(things with
            {
                Fields = [.. things.Fields, new() { Id = 8, Name = "late", Type = new(FieldKind.Int32), Default = Ground.Int(42) }],
                NextFieldId = 9,
            });
        });
        ground.Commit(t => t.Update(t.Find(1, Ground.Key(Ground.Int(1)))!, [4], [Ground.Int(3)], WriteMetadata.None));
        var now = ground.Now.Find(1, Ground.Key(Ground.Int(1)))!;
        Assert.True(now.HasField(8));
        Assert.Equal(Ground.Int(42), now.GetValue(8));
    }

    [Fact]
    public void A_reference_that_was_never_valid_is_found_although_the_last_write_left_it_alone()
    {
        using var ground = new Ground();
        DefineThings(ground);
        var parts = ground.Define(
            "parts",
            d => d with { ForeignKeys = [Bench.ForeignKey(2, 1, DeleteAction.Restrict)] },
            ("id", FieldKind.Int64), ("thing", FieldKind.Int64), ("size", FieldKind.Int64));
        using var transaction = ground.Store.BeginTransaction();
        var orphan = transaction.Put(parts, Ground.Int(1), Ground.Int(5), Ground.Int(1));
        transaction.Update(orphan, [3], [Ground.Int(2)], WriteMetadata.None);
        Assert.Equal(
            StorageErrorCode.ForeignKeyViolation, Assert.Throws<StorageException>(transaction.CheckReferences).Code);
    }

    [Fact]
    public void A_principal_that_goes_is_missed_by_a_dependent_that_was_updated_in_the_same_transaction()
    {
        using var ground = new Ground();
        DefineThings(ground);
        var parts = ground.Define(
            "parts",
            d => d with { ForeignKeys = [Bench.ForeignKey(2, 1, DeleteAction.Restrict)] },
            ("id", FieldKind.Int64), ("thing", FieldKind.Int64), ("size", FieldKind.Int64));
        ground.Commit(t =>
        {
            t.Put(1, Whole(5, 1));
            t.Put(parts, Ground.Int(1), Ground.Int(5), Ground.Int(1));
        });
        using var transaction = ground.Store.BeginTransaction();
        transaction.Update(transaction.Find(parts, Ground.Key(Ground.Int(1)))!, [3], [Ground.Int(2)], WriteMetadata.None);
        var refused = Assert.Throws<StorageException>(() =>
        {
            transaction.Delete(1, Ground.Int(5));
            transaction.CheckReferences();
        });
        Assert.Equal(StorageErrorCode.ForeignKeyViolation, refused.Code);
    }

    [Fact]
    public void An_update_that_is_repeated_under_its_idempotency_key_gives_the_first_outcome()
    {
        using var ground = new Ground();
        DefineThings(ground);
        ground.Commit(t => t.Put(1, Whole(1, 1)));
        var first = ground.Commit(t => Write(t, 8));
        var again = ground.Commit(t => Write(t, 8));
        Assert.True(again.IsReplayed);
        Assert.Equal(first.LastSeq, again.LastSeq);
        Assert.Equal(StorageErrorCode.ReplayMismatch, Assert.Throws<StorageException>(() => ground.Commit(t => Write(t, 9))).Code);

        static void Write(WriteTransaction t, int number)
        {
            t.IdempotencyKey = "once";
            t.Update(t.View.Find(1, Ground.Key(Ground.Int(1)))!, [4], [Ground.Int(number)], WriteMetadata.None);
        }
    }

    [Fact]
    public void A_commit_of_very_many_versions_is_hashed_as_small_ones_are()
    {
        using var ground = new Ground();
        DefineThings(ground);
        ground.Commit(t =>
        {
            for (var id = 0; id < 2_000; id++)
                t.Put(1, Whole(id, 0));
        });
        ground.Commit(t =>
        {
            foreach (var document in t.View.All(1))
                t.Update(document, [4], [Ground.Int(document.Seq)], WriteMetadata.None);
        });
        Assert.Empty(ground.Store.Verify().Damage);
        Assert.All(ground.Now.All(1), document => Assert.Equal(document.PreviousSeq, document.GetValue(4).AsInt64()));
    }

    private static void DefineThings(Ground ground) => ground.Define(
        "things",
        things => things with
        {
            Indexes = [Ground.Index(1, false, 2), Ground.Index(2, true, 3)],
            NextIndexId = 3,
            Fields = [.. things.Fields.Select(field => field.Id == 7 ? field with { IsNullable = false } : field)],
        },
        ("id", FieldKind.Int64), ("name", FieldKind.String), ("code", FieldKind.String), ("number", FieldKind.Int64),
        ("list", FieldKind.Array), ("at", FieldKind.Timestamp), ("sum", FieldKind.Decimal));

    private static NedbValue[] Whole(int id, int round) =>
    [
        Ground.Int(id),
        round % 5 == 4 ? NedbValue.Null : Ground.Text($"name {round % 3}"),
        Ground.Text($"{id}: {round / 2}"),
        Ground.Int((long)round << (round % 40)),
        NedbValue.FromArray(new NedbArray(Enumerable.Range(0, round % 4).Select(n => Ground.Int(n)).ToArray())),
        NedbValue.FromTimestamp(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(round)),
        NedbValue.FromDecimal(round * 1.25m),
    ];

    private static NedbValue[] Pick(NedbValue[] values, int[] places) => Array.ConvertAll(places, place => values[place - 1]);

    private static void PutChanged(WriteTransaction t, int id, int round, int[] places, Period? period)
    {
        var old = t.Find(1, Ground.Key(Ground.Int(id)))!;
        NedbValue[] values = [.. Enumerable.Range(1, 7).Select(old.GetValue)];
        foreach (var place in places)
            values[place - 1] = Whole(id, round)[place - 1];
        t.Put(1, new WriteMetadata { Period = period ?? old.Period }, values);
    }

    private static List<string> Describe(Ground ground)
    {
        var lines = new List<string>();
        var now = ground.Now;
        for (var seq = 1L; seq <= now.Seq; seq += 17)
        {
            var view = now.AsOf(seq);
            lines.AddRange(view.All(1).Select(Line));
            foreach (var index in (int[])[1, 2])
                lines.Add(string.Join(',', view.ScanIndex(1, index, KeyRange.All).Read().Select(document => document.Seq)));
        }

        lines.AddRange(now.ScanHistory(1, KeyRange.All).Read().Select(Line));
        return lines;
    }

    private static string Line(Document version) => $"{version.Seq} {version.PreviousSeq} {version.Period} "
        + string.Join('|', version.FieldIds.ToArray().Select(id => $"{id}={version.GetValue(id)}"));
}
