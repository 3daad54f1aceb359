using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Transactions;

public sealed class PeriodRulesTests : IDisposable
{
    private readonly Ground _ground = new();
    private readonly int _prices;
    private readonly int _sales;

    public PeriodRulesTests()
    {
        (_prices, _sales) = DefineBoth(_ground);
    }

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Two_documents_of_one_key_that_are_valid_at_one_time_are_refused_and_named()
    {
        _ground.Commit(t => t.Put(_prices, Text("tea"), Day(1), Day(10)));
        var e = Refused(StorageErrorCode.OverlapViolation, t => t.Put(_prices, Text("tea"), Day(9), Day(12)));
        Assert.Equal(("prices", "price_key"), (e.Collection, e.Constraint));
        Assert.True(e.Documents.SequenceEqual([Id(9), Id(1)]));
        Assert.Contains("2024-01-01T00:00:00 to 2024-01-10T00:00:00", e.Message, StringComparison.Ordinal);
        Refused(StorageErrorCode.OverlapViolation, t => t.Put(_prices, Text("tea"), Day(3), Day(4)));
        Assert.Single(_ground.Now.All(_prices));

        static NedbValue Id(int day) => NedbValue.FromArray(new NedbArray([Text("tea"), Day(day)]));
    }

    [Fact]
    public void Periods_that_meet_and_periods_of_other_keys_are_no_overlap()
    {
        _ground.Commit(t => t.Put(_prices, Text("tea"), Day(5), Day(10)));
        _ground.Commit(t => t.Put(_prices, Text("tea"), Day(10), default));
        _ground.Commit(t => t.Put(_prices, Text("tea"), Day(1), Day(5)));
        _ground.Commit(t => t.Put(_prices, Text("team"), Day(1), default));
        Refused(StorageErrorCode.OverlapViolation, t => t.Put(_prices, Text("tea"), Day(25), Day(26)));
        Assert.Equal(4, _ground.Now.All(_prices).Count);
    }

    [Fact]
    public void A_period_may_grow_into_the_room_that_the_same_commit_makes()
    {
        _ground.Commit(t =>
        {
            t.Put(_prices, Text("tea"), Day(1), Day(10));
            t.Put(_prices, Text("tea"), Day(10), Day(20));
        });
        Refused(StorageErrorCode.OverlapViolation, t => t.Put(_prices, Text("tea"), Day(1), Day(15)));
        _ground.Commit(t =>
        {
            t.Put(_prices, Text("tea"), Day(1), Day(15));
            t.Delete(_prices, Text("tea"), Day(10));
            t.Put(_prices, Text("tea"), Day(15), Day(20));
        });
        Assert.Equal(2, _ground.Now.All(_prices).Count);
    }

    [Fact]
    public void Of_two_writers_at_once_the_second_is_refused()
    {
        using var first = _ground.Store.BeginTransaction();
        using var second = _ground.Store.BeginTransaction();
        first.Put(_prices, Text("tea"), Day(1), Day(10));
        second.Put(_prices, Text("tea"), Day(5), Day(15));
        second.CheckReferences();
        first.Commit();
        var e = Assert.Throws<StorageException>(() => second.Commit());
        Assert.Equal(StorageErrorCode.OverlapViolation, e.Code);
        Assert.Single(_ground.Now.All(_prices));
    }

    [Fact]
    public void An_index_without_overlaps_exempts_nulls_but_not_a_period_without_a_start()
    {
        var stays = _ground.Define(
            "stays",
            definition => definition with
            {
                Indexes = [Index(1, true, 2, 3) with { IsWithoutOverlaps = true }],
                NextIndexId = 2,
                PeriodFromFieldId = 3,
                PeriodToFieldId = 4,
            },
            ("id", FieldKind.Int32),
            ("room", FieldKind.String),
            ("from", FieldKind.Date),
            ("to", FieldKind.Date));
        _ground.Commit(t => t.Put(stays, Int(1), default, Day(1), Day(9)));
        _ground.Commit(t => t.Put(stays, Int(2), default, Day(1), Day(9)));
        _ground.Commit(t => t.Put(stays, Int(3), Text("a"), default, Day(9)));
        var e = Refused(StorageErrorCode.OverlapViolation, t => t.Put(stays, Int(4), Text("a"), default, Day(2)));
        Assert.Equal((Int(4), Int(3)), (e.Documents[0], e.Documents[1]));
        Refused(StorageErrorCode.OverlapViolation, t => t.Put(stays, Int(4), Text("a"), Day(8), default));
        _ground.Commit(t => t.Put(stays, Int(4), Text("a"), Day(9), default));
        // The two change rooms in one commit.
        _ground.Commit(t => t.Put(stays, Int(5), Text("b"), Day(9), default));
        _ground.Commit(t =>
        {
            t.Put(stays, Int(4), Text("b"), Day(9), default);
            t.Put(stays, Int(5), Text("a"), Day(9), default);
        });
    }

    [Fact]
    public void A_reference_with_a_period_must_be_covered_by_what_it_refers_to_together()
    {
        _ground.Commit(t =>
        {
            t.Put(_prices, Text("tea"), Day(1), Day(10));
            t.Put(_prices, Text("tea"), Day(10), Day(20));
        });
        _ground.Commit(t => t.Put(_sales, Int(1), Text("tea"), Day(5), Day(15)));
        _ground.Commit(t => t.Put(_sales, Int(2), default, Day(5), default));
        var e = Refused(StorageErrorCode.ForeignKeyViolation, t => t.Put(_sales, Int(3), Text("tea"), Day(15), Day(25)));
        Assert.Contains("none is valid 2024-01-20T00:00:00 to 2024-01-25T00:00:00", e.Message, StringComparison.Ordinal);
        Assert.Equal(("sales", "priced", Int(3)), (e.Collection, e.Constraint, e.Documents[0]));
        Refused(StorageErrorCode.ForeignKeyViolation, t => t.Put(_sales, Int(3), Text("tea"), Day(15), default));
        Refused(StorageErrorCode.ForeignKeyViolation, t => t.Put(_sales, Int(3), Text("tea"), default, Day(5)));
        Refused(StorageErrorCode.ForeignKeyViolation, t => t.Put(_sales, Int(3), Text("coffee"), Day(5), Day(6)));
        Refused(StorageErrorCode.ForeignKeyViolation, t => t.Put(_sales, Int(1), Text("tea"), Day(5), Day(21)));
    }

    [Fact]
    public void What_is_referred_to_cannot_leave_a_gap()
    {
        _ground.Commit(t =>
        {
            t.Put(_prices, Text("tea"), Day(1), Day(10));
            t.Put(_prices, Text("tea"), Day(10), Day(20));
            t.Put(_sales, Int(1), Text("tea"), Day(5), Day(15));
        });
        Refused(StorageErrorCode.ForeignKeyViolation, t => t.Delete(_prices, Text("tea"), Day(1)));
        Refused(StorageErrorCode.ForeignKeyViolation, t => t.Put(_prices, Text("tea"), Day(1), Day(9)));
        // The end of the second is not needed, and the first may be cut in two.
        _ground.Commit(t => t.Put(_prices, Text("tea"), Day(10), Day(15)));
        _ground.Commit(t =>
        {
            t.Put(_prices, Text("tea"), Day(1), Day(7));
            t.Put(_prices, Text("tea"), Day(7), Day(10));
        });
        _ground.Commit(t =>
        {
            t.Delete(_prices, Text("tea"), Day(1));
            t.Delete(_sales, Int(1));
        });
    }

    [Fact]
    public void A_writer_that_refers_and_one_that_deletes_cannot_both_commit()
    {
        _ground.Commit(t => t.Put(_prices, Text("tea"), Day(1), Day(10)));
        using var referring = _ground.Store.BeginTransaction();
        using var deleting = _ground.Store.BeginTransaction();
        referring.Put(_sales, Int(1), Text("tea"), Day(5), Day(6));
        deleting.Delete(_prices, Text("tea"), Day(1));
        referring.Commit();
        Assert.Equal(StorageErrorCode.ForeignKeyViolation, Assert.Throws<StorageException>(() => deleting.Commit()).Code);
        using var again = _ground.Store.BeginTransaction();
        again.Put(_sales, Int(2), Text("tea"), Day(5), Day(6));
        _ground.Commit(t =>
        {
            t.Delete(_sales, Int(1));
            t.Delete(_prices, Text("tea"), Day(1));
        });
        Assert.Equal(StorageErrorCode.ForeignKeyViolation, Assert.Throws<StorageException>(() => again.Commit()).Code);
    }

    [Fact]
    public void A_period_beside_the_fields_that_say_it_is_refused()
    {
        var metadata = new WriteMetadata { Period = new Period(0, 5) };
        var e = Refused(StorageErrorCode.PeriodInvalid, t => t.Put(_prices, metadata, Text("tea"), Day(1), Day(2)));
        Assert.Contains("set the fields", e.Message, StringComparison.Ordinal);

        // No key need be over them.
        var things = _ground.Define(
            "things",
            static definition => definition with { PeriodFromFieldId = 2, PeriodToFieldId = 3 },
            ("id", FieldKind.Int64),
            ("from", FieldKind.Date),
            ("to", FieldKind.Date));
        Refused(StorageErrorCode.PeriodInvalid, t => t.Put(things, metadata, Int(1), Day(1), Day(2)));
        Refused(StorageErrorCode.PeriodInvalid, t => t.Put(things, metadata, Int(1), NedbValue.Null, NedbValue.Null));
        _ground.Commit(t => t.Put(things, Int(1), Day(1), Day(2)));
        Refused(
            StorageErrorCode.PeriodInvalid,
            t => t.Update(t.View.Find(things, KeyEncoder.Encode(Int(1)))!, [3], [Day(3)], metadata));
        _ground.Commit(t => t.Put(things, new WriteMetadata { Period = _ground.Now.All(things)[0].Period }, Int(1), Day(1), Day(2)));

        // Documents that are put under another key go on saying what their fields say.
        _ground.Commit(t => t.Define(t.Catalog.Find(things)! with { KeyFieldIds = [1, 2] }));
        Assert.Single(_ground.Now.All(things));
    }

    /// <summary>A period that was said before the fields were its bounds.</summary>
    [Fact]
    public void A_new_key_is_given_to_documents_whose_fields_became_the_period_later()
    {
        var things = _ground.Define("things", null, ("id", FieldKind.Int64), ("from", FieldKind.Date), ("to", FieldKind.Date));
        _ground.Commit(t => t.Put(things, new WriteMetadata { Period = new(0, 5) }, Int(1), Day(1), Day(2)));
        _ground.Commit(t => t.Define(t.Catalog.Find(things)! with { PeriodFromFieldId = 2, PeriodToFieldId = 3 }));
        _ground.Commit(t => t.Define(t.Catalog.Find(things)! with { KeyFieldIds = [1, 3] }));
        Assert.NotEqual(new Period(0, 5), _ground.Now.All(things).Single().Period);
    }

    [Fact]
    public void Rules_are_checked_against_what_is_stored_when_they_are_defined()
    {
        var things = _ground.Define(
            "things",
            definition => definition with { KeyFieldIds = [1, 2], PeriodFromFieldId = 2, PeriodToFieldId = 3 },
            ("id", FieldKind.String),
            ("from", FieldKind.Date),
            ("to", FieldKind.Date));
        _ground.Commit(t =>
        {
            t.Put(things, Text("a"), Day(1), Day(5));
            t.Put(things, Text("a"), Day(3), Day(6));
        });
        Refused(StorageErrorCode.OverlapViolation, t => t.Define(t.Catalog.Find(things)! with { IsKeyWithoutOverlaps = true }));
        _ground.Commit(t => t.Put(things, Text("a"), Day(1), Day(3)));
        _ground.Commit(t => t.Define(t.Catalog.Find(things)! with { IsKeyWithoutOverlaps = true }));
        Refused(StorageErrorCode.OverlapViolation, t => t.Put(things, Text("a"), Day(1), Day(4)));
        _ground.Commit(t => t.Put(_prices, Text("a"), Day(1), Day(5)));
        Refused(StorageErrorCode.ForeignKeyViolation, t => t.Define(t.Catalog.Find(things)! with { ForeignKeys = [Reference(_prices)] }));
        _ground.Commit(t => t.Put(_prices, Text("a"), Day(5), default));
        _ground.Commit(t => t.Define(t.Catalog.Find(things)! with { ForeignKeys = [Reference(_prices)] }));
        Refused(StorageErrorCode.ForeignKeyViolation, t => t.Delete(_prices, Text("a"), Day(5)));

        static ForeignKeyDefinition Reference(int prices) => new()
        {
            Name = "things_priced",
            FieldIds = [1, 2],
            PrincipalCollectionId = prices,
            PrincipalFieldIds = [1, 2],
            HasPeriod = true,
        };
    }

    [Fact]
    public void Definitions_that_contradict_their_period_are_refused()
    {
        Invalid(_prices, prices => prices with { PeriodToFieldId = 0 });
        Invalid(_prices, prices => prices with { KeyFieldIds = [2] });
        Invalid(_prices, prices => prices with { KeyFieldIds = [2, 1] });
        Invalid(_prices, prices => prices with { KeyFieldIds = [1, 3, 2] });
        // The sales refer to it.
        Invalid(_prices, prices => prices with { IsKeyWithoutOverlaps = false });
        Invalid(_sales, sales => sales with { ForeignKeys = [sales.ForeignKeys[0] with { OnDelete = DeleteAction.Cascade }] });
        Invalid(_sales, sales => sales with { ForeignKeys = [sales.ForeignKeys[0] with { FieldIds = [2, 4] }] });
        Invalid(_sales, sales => sales with { PeriodFromFieldId = 0, PeriodToFieldId = 0 });
        Invalid(_sales, sales => sales with { Indexes = [Index(1, false, 2, 3) with { IsWithoutOverlaps = true }], NextIndexId = 2 });

        void Invalid(int collection, Func<CollectionDefinition, CollectionDefinition> change) =>
            Refused(StorageErrorCode.DefinitionInvalid, t => t.Define(change(t.Catalog.Find(collection)!)));
    }

    [Fact]
    public void The_rules_are_there_after_opening_again()
    {
        _ground.Commit(t => t.Put(_prices, Text("tea"), Day(1), Day(10)));
        _ground.Reopen();
        Refused(StorageErrorCode.OverlapViolation, t => t.Put(_prices, Text("tea"), Day(9), Day(12)));
        Refused(StorageErrorCode.ForeignKeyViolation, t => t.Put(_sales, Int(3), Text("tea"), Day(5), Day(25)));
        var definition = _ground.Now.Catalog.Find(_prices)!;
        Assert.True(definition.IsKeyWithoutOverlaps);
        Assert.True(_ground.Now.Catalog.Find(_sales)!.ForeignKeys[0].HasPeriod);
        Assert.True(DefinitionRules.AreEqual(definition, DefinitionCodec.Decode(DefinitionCodec.Encode(definition))!));
    }

    [Fact]
    public void The_rules_are_exported_with_their_definitions()
    {
        foreach (var definition in _ground.Now.Catalog.Collections)
        {
            var ruled = definition with { Indexes = [Index(1, true, 1, 2) with { IsWithoutOverlaps = true }] };
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using (var writer = new System.Text.Json.Utf8JsonWriter(buffer))
                Nedb.Storage.Exports.DefinitionJson.Write(writer, ruled);
            using var json = System.Text.Json.JsonDocument.Parse(buffer.WrittenMemory);
            Assert.True(DefinitionRules.AreEqual(ruled, Nedb.Storage.Exports.DefinitionJson.Read(json.RootElement)));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Random_commits_are_accepted_as_a_naive_model_says(int seed, bool isLayered)
    {
        using var ground = new Ground(isLayered ? LayeredGround.Tiny : null);
        var (prices, sales) = DefineBoth(ground);
        var random = new Random(seed);
        var model = new PeriodModel();
        var accepted = 0;
        for (var round = 0; round < 1_500; round++)
        {
            var next = model.Copy();
            using var transaction = ground.Store.BeginTransaction();
            for (var i = random.Next(1, 5); i > 0; i--)
                Write(transaction, next, random, prices, sales);
            var expected = next.FindViolation();
            StorageErrorCode? found = null;
            try
            {
                transaction.Commit();
            }
            catch (StorageException e)
            {
                found = e.Code;
            }

            Assert.True((expected is null) == (found is null), $"round {round}: expected {expected}, found {found}");
            if (expected is not null)
                continue;
            model = next;
            accepted++;
        }

        Assert.InRange(accepted, 300, 1_400);
        Assert.Equal(model.Prices.Count, ground.Now.All(prices).Count);
        Assert.Equal(model.Sales.Count, ground.Now.All(sales).Count);
    }

    private static void Write(WriteTransaction transaction, PeriodModel model, Random random, int prices, int sales)
    {
        var item = random.Next(2);
        var from = random.Next(1, 12);
        var to = random.Next(5) == 0 ? int.MaxValue : random.Next(from + 1, 14);
        var end = to == int.MaxValue ? default : Day(to);
        var id = random.Next(8);
        switch (random.Next(5))
        {
            case 0:
                transaction.Delete(prices, Text($"item {item}"), Day(from));
                model.Prices.Remove((item, from));
                break;
            case 1:
                transaction.Put(sales, Int(id), Text($"item {item}"), Day(from), end);
                model.Sales[id] = (item, from, to);
                break;
            case 2:
                transaction.Delete(sales, Int(id));
                model.Sales.Remove(id);
                break;
            default:
                transaction.Put(prices, Text($"item {item}"), Day(from), end);
                model.Prices[(item, from)] = to;
                break;
        }
    }

    private static (int Prices, int Sales) DefineBoth(Ground ground)
    {
        var prices = ground.Define(
            "prices",
            definition => definition with
            {
                KeyFieldIds = [1, 2],
                KeyName = "price_key",
                IsKeyWithoutOverlaps = true,
                PeriodFromFieldId = 2,
                PeriodToFieldId = 3,
            },
            ("item", FieldKind.String),
            ("from", FieldKind.Date),
            ("to", FieldKind.Date));
        var sales = ground.Define(
            "sales",
            definition => definition with
            {
                PeriodFromFieldId = 3,
                PeriodToFieldId = 4,
                ForeignKeys =
                [
                    new()
                    {
                        Name = "priced",
                        FieldIds = [2, 3],
                        PrincipalCollectionId = prices,
                        PrincipalFieldIds = [1, 2],
                        HasPeriod = true,
                    },
                ],
            },
            ("id", FieldKind.Int32),
            ("item", FieldKind.String),
            ("from", FieldKind.Date),
            ("to", FieldKind.Date));
        return (prices, sales);
    }

    private static NedbValue Day(int day) => NedbValue.FromDate(new DateOnly(2024, 1, 1).AddDays(day - 1));

    private StorageException Refused(StorageErrorCode code, Action<WriteTransaction> write)
    {
        var e = Assert.Throws<StorageException>(() => _ground.Commit(write));
        Assert.Equal(code, e.Code);
        return e;
    }
}
