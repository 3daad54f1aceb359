using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Transactions;

/// <summary>Each bad input is one typed error, the transaction is as it was before the call, and nothing reaches the log.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Half = "half\udc00";

    private readonly Clock _clock = new();
    private readonly Ground _ground;
    private readonly int _things;
    private readonly int _loose;

    public BadInputTests()
    {
        _ground = new(new() { Clock = _clock });
        _things = _ground.Define("things", null, ("id", FieldKind.String), ("value", FieldKind.Any));
        using var transaction = _ground.Store.BeginTransaction();
        _loose = transaction.GetOrAddSchemaless("loose").Id;
        transaction.Put(_loose, Int(1), [], [], WriteMetadata.None);
        transaction.Commit();
    }

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void A_key_of_more_than_4096_bytes()
    {
        // One byte for the class, two for the end.
        Refuses(StorageErrorCode.ValueInvalid, "4,096", t => t.Put(_things, Text(new('k', 4_094)), Int(1)));
        Refuses(StorageErrorCode.ValueInvalid, "4,096", t => t.Put(_loose, NedbValue.FromBytes(new byte[5_000]), [], [], WriteMetadata.None));
        Accepts(t => t.Put(_things, Text(new('k', 4_093)), Int(1)));
    }

    [Fact]
    public void A_document_of_more_than_16_MiB()
    {
        const int Limit = 16 * 1024 * 1024;
        Refuses(StorageErrorCode.ValueInvalid, "16,777,216", t => t.Put(_things, Text("a"), NedbValue.FromBytes(new byte[Limit])));
        Refuses(StorageErrorCode.ValueInvalid, "16,777,216", t => t.Put(_things, Text("a"), Text(new('x', Limit + 1))));
        Refuses(StorageErrorCode.ValueInvalid, "16,777,216", t => t.Put(_things, Text("a"), Text(new('\u6f22', Limit / 3 + 1))));
        Accepts(t => t.Put(_things, Text("a"), NedbValue.FromBytes(new byte[Limit - 1_000])));
    }

    [Fact]
    public void Names_and_evidence_that_are_too_long()
    {
        var name = new string('n', 257);
        Refuses(StorageErrorCode.ValueInvalid, "256", t => t.GetOrAddSchemaless(name));
        Refuses(StorageErrorCode.ValueInvalid, "256", t => t.GetOrAddField(_loose, name));
        Refuses(StorageErrorCode.ValueInvalid, "256", t => t.Link(_loose, Key(Int(1)), name, _loose, Key(Int(1)), WriteMetadata.None));
        Refuses(StorageErrorCode.ValueInvalid, "65,536", t => t.Put(_things, Why(new([], new('e', 65_537))), Text("a"), Int(1)));
        RefusesCommit(StorageErrorCode.ValueInvalid, new() { Client = name });
        RefusesCommit(StorageErrorCode.ValueInvalid, new() { IdempotencyKey = name });
        RefusesCommit(StorageErrorCode.ValueInvalid, new() { IdempotencyKey = "" });
        RefusesCommit(StorageErrorCode.ValueInvalid, new() { Provenance = new([], new('e', 65_537)) });
    }

    [Fact]
    public void NaN_anywhere_in_a_document()
    {
        var nan = NedbValue.FromDouble(double.NaN);
        Refuses(StorageErrorCode.ValueInvalid, "NaN", t => t.Put(_things, Text("a"), nan));
        Refuses(StorageErrorCode.ValueInvalid, "NaN", t => t.Put(_loose, nan, [], [], WriteMetadata.None));
        var nested = NedbValue.FromObject(new([KeyValuePair.Create("x", NedbValue.FromArray(new([nan])))]));
        Refuses(StorageErrorCode.ValueInvalid, "NaN", t => t.Put(_things, Text("a"), nested));
        Accepts(t => t.Put(_things, Text("a"), NedbValue.FromDouble(double.NegativeInfinity)));
    }

    [Fact]
    public void Text_that_is_not_UTF_16()
    {
        Refuses(StorageErrorCode.ValueInvalid, "surrogate", t => t.Put(_things, Text(Half), Int(1)));
        Refuses(StorageErrorCode.ValueInvalid, "surrogate", t => t.Put(_things, Text("a"), Text(Half)));
        Refuses(StorageErrorCode.ValueInvalid, "surrogate", t => t.Put(_things, Text("a"), NedbValue.FromArray(new([Text(Half)]))));
        var member = NedbValue.FromObject(new([KeyValuePair.Create(Half, Int(1))]));
        Refuses(StorageErrorCode.ValueInvalid, "surrogate", t => t.Put(_things, Text("a"), member));
        Refuses(StorageErrorCode.ValueInvalid, "name", t => t.GetOrAddSchemaless(Half));
        Refuses(StorageErrorCode.ValueInvalid, "name", t => t.GetOrAddField(_loose, Half));
        Refuses(StorageErrorCode.ValueInvalid, "name", t => t.Link(_loose, Key(Int(1)), Half, _loose, Key(Int(1)), WriteMetadata.None));
        Refuses(StorageErrorCode.ValueInvalid, "UTF-16", t => t.Put(_things, Why(new([], Half)), Text("a"), Int(1)));
        RefusesCommit(StorageErrorCode.ValueInvalid, new() { Client = Half });
        RefusesCommit(StorageErrorCode.ValueInvalid, new() { IdempotencyKey = Half });
        RefusesCommit(StorageErrorCode.ValueInvalid, new() { Provenance = new([], Half) });
    }

    [Fact]
    public void Values_that_are_nested_too_deep()
    {
        NedbValue Nest(int levels)
        {
            var value = Int(1);
            for (var i = 0; i < levels; i++)
                value = i % 2 == 0 ? NedbValue.FromArray(new([value])) : NedbValue.FromObject(new([KeyValuePair.Create("x", value)]));
            return value;
        }

        Refuses(StorageErrorCode.ValueInvalid, "64", t => t.Put(_things, Text("a"), Nest(64)));
        Refuses(StorageErrorCode.ValueInvalid, "64", t => t.Put(_things, Text("a"), Nest(200_000)));
        Accepts(t => t.Put(_things, Text("a"), Nest(63)));
        _ground.Reopen();
        Assert.Equal(Nest(63), _ground.Now.Find(_things, Key(Text("a")))!.GetValue(2));
    }

    [Fact]
    public void A_cause_in_the_future_or_that_never_was()
    {
        var next = _ground.Store.Seq + 1;
        // The transaction has a write of its own at the next seq; the one after would be the refused write itself.
        foreach (var cause in (long[])[next + 1, next + 5, 0, -1, long.MaxValue, long.MinValue])
        {
            Refuses(StorageErrorCode.CauseNotFound, $"{cause}", t => t.Put(_things, Why(new([cause])), Text("a"), Int(1)));
            Refuses(StorageErrorCode.CauseNotFound, $"{cause}", t => t.Delete(_loose, Key(Int(1)), Why(new([cause]))));
            Refuses(
                StorageErrorCode.CauseNotFound,
                $"{cause}",
                t => t.Link(_loose, Key(Int(1)), "r", _loose, Key(Int(1)), Why(new([cause]))));
            RefusesCommit(StorageErrorCode.CauseNotFound, new() { Provenance = new([cause]) });
        }

        Accepts(t =>
        {
            var first = t.Put(_things, Text("a"), Int(1));
            t.Put(_things, Why(new([first.Seq])), Text("b"), Int(1));
        });
    }

    [Fact]
    public void A_confidence_outside_of_0_to_1()
    {
        foreach (var confidence in (double[])[-0.1, 1.1, double.NaN, double.PositiveInfinity])
            Refuses(StorageErrorCode.ValueInvalid, "between 0 and 1", t => t.Put(_things, Why(new([], null, confidence)), Text("a"), Int(1)));
    }

    [Fact]
    public void A_clock_that_goes_back_does_not_take_the_times_of_commits_with_it()
    {
        var first = _ground.Commit(t => t.Put(_things, Text("a"), Int(1)));
        _clock.Now -= TimeSpan.FromDays(400);
        var second = _ground.Commit(t => t.Put(_things, Text("a"), Int(2)));
        _ground.Reopen();
        var third = _ground.Commit(t => t.Put(_things, Text("a"), Int(3)));
        Assert.True(first.CommittedAt < second.CommittedAt && second.CommittedAt < third.CommittedAt);
        Assert.Equal(first.LastSeq, _ground.Now.FindSeq(first.CommittedAt));
        Assert.Equal(second.LastSeq, _ground.Now.FindSeq(second.CommittedAt));
        Assert.Equal(third.LastSeq, _ground.Now.FindSeq(third.CommittedAt));
        var future = Assert.Throws<StorageException>(() => _ground.Now.FindSeq(third.CommittedAt.AddTicks(1)));
        Assert.Equal(StorageErrorCode.SeqNotReached, future.Code);
        Assert.True(_ground.Store.Verify().IsIntact);
    }

    private static WriteMetadata Why(Provenance provenance) => new() { Provenance = provenance };

    private void Accepts(Action<WriteTransaction> write)
    {
        var before = _ground.Store.Seq;
        _ground.Commit(write);
        Assert.True(_ground.Store.Seq > before);
    }

    private void Refuses(StorageErrorCode code, string says, Action<WriteTransaction> write)
    {
        var before = _ground.Store.Checkpoint;
        using var transaction = _ground.Store.BeginTransaction();
        transaction.Put(_things, Text("own"), Int(1));
        var seq = transaction.View.Seq;
        var error = Assert.Throws<StorageException>(() => write(transaction));
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(seq, transaction.View.Seq);
        Assert.NotNull(transaction.View.Find(_things, Key(Text("own"))));
        Assert.Equal(before, _ground.Store.Checkpoint);
    }

    private void RefusesCommit(StorageErrorCode code, CommitOptions options)
    {
        var before = _ground.Store.Checkpoint;
        var error = Assert.Throws<StorageException>(() => _ground.Commit(t => t.Put(_things, Text("own"), Int(7)), options));
        Assert.Equal(code, error.Code);
        Assert.Equal(before, _ground.Store.Checkpoint);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
