using Nedb.Storage.Diagnostics;
using Nedb.Storage.Expiry;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Expiry;

public sealed class NedbExpiriesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Ground _ground = new();
    private readonly int _things;

    public NedbExpiriesTests() => _things = _ground.Define("things", null, ("id", FieldKind.Int32), ("value", FieldKind.Int32));

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void A_document_is_there_until_a_sweep_after_its_time_and_stays_readable_as_of_before()
    {
        _ground.Commit(t =>
        {
            Put(t, 1, Noon);
            Put(t, 2, Noon.AddTicks(1));
            Put(t, 3, null);
        });
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(Noon.UtcDateTime, NedbExpiries.Find(_ground.Now, _things, Key(Int(1))));
            Assert.Null(NedbExpiries.Find(_ground.Now, _things, Key(Int(3))));
            Assert.Equal(0, NedbExpiries.Sweep(_ground.Store, Noon.AddTicks(-1)));
            Assert.NotNull(_ground.Now.Find(_things, Key(Int(1))));
            _ground.Reopen();
        }

        var before = _ground.Store.Seq;
        Assert.Equal(1, NedbExpiries.Sweep(_ground.Store, Noon));
        Assert.Null(_ground.Now.Find(_things, Key(Int(1))));
        Assert.NotNull(_ground.Now.Find(_things, Key(Int(2))));
        Assert.NotNull(_ground.Now.AsOf(before).Find(_things, Key(Int(1))));
        Assert.Equal("expired at 2026-12-01T12:00:00.0000000Z", _ground.Now.FindNode(before + 1)!.Provenance.Evidence);
        var swept = _ground.Store.Checkpoint;
        Assert.Equal(0, NedbExpiries.Sweep(_ground.Store, Noon));
        Assert.Equal(swept, _ground.Store.Checkpoint);
        _ground.Reopen();
        Assert.Null(_ground.Now.Find(_things, Key(Int(1))));
        Assert.Equal(1, NedbExpiries.Sweep(_ground.Store, DateTimeOffset.MaxValue));
        Assert.NotNull(_ground.Now.Find(_things, Key(Int(3))));
    }

    [Fact]
    public void A_later_write_keeps_moves_or_takes_back_an_expiry_and_a_deletion_takes_it_back()
    {
        _ground.Commit(t =>
        {
            for (var id = 1; id <= 4; id++)
                Put(t, id, Noon);
        });
        _ground.Commit(t =>
        {
            t.Put(_things, Int(1), Int(9));
            Put(t, 2, Noon.AddDays(1));
            Put(t, 3, DateTimeOffset.MaxValue);
            t.Delete(_things, Key(Int(4)), WriteMetadata.None);
            t.Put(_things, Int(4), Int(9));
        });
        Assert.Equal(1, NedbExpiries.Sweep(_ground.Store, Noon));
        Assert.Equal([2, 3, 4], Bench.Ids(_ground.Now.Scan(_things, KeyRange.All)).Select(id => (int)id));
        Assert.Null(NedbExpiries.Find(_ground.Now, _things, Key(Int(4))));
        Assert.Equal(Noon.AddDays(1).UtcDateTime, NedbExpiries.Find(_ground.Now, _things, Key(Int(2))));
    }

    [Fact]
    public void What_others_refer_to_stays_until_they_are_gone_and_what_depends_on_it_falls_with_it()
    {
        var key = Bench.ForeignKey(2, _things, DeleteAction.Restrict);
        var notes = _ground.Define("notes", d => d with { ForeignKeys = [key] }, ("id", FieldKind.Int32), ("thing", FieldKind.Int32));
        _ground.Commit(t =>
        {
            Put(t, 1, Noon);
            Put(t, 2, Noon);
            t.Put(notes, Int(1), Int(1));
        });
        Assert.Equal(1, NedbExpiries.Sweep(_ground.Store, Noon));
        Assert.NotNull(_ground.Now.Find(_things, Key(Int(1))));
        _ground.Commit(t => t.Delete(notes, Key(Int(1)), WriteMetadata.None));
        Assert.Equal(1, NedbExpiries.Sweep(_ground.Store, Noon));
        Assert.Null(_ground.Now.Find(_things, Key(Int(1))));
    }

    [Fact]
    public void Many_expire_in_several_commits_and_those_of_a_dropped_collection_are_forgotten()
    {
        _ground.Commit(t =>
        {
            for (var id = 0; id < 2_500; id++)
                Put(t, id, Noon.AddSeconds(-id));
        });
        Assert.Equal(2_500, NedbExpiries.Sweep(_ground.Store, Noon));
        _ground.Commit(t => Put(t, 1, Noon));
        _ground.Commit(t => t.Drop(_things));
        Assert.Equal(0, NedbExpiries.Sweep(_ground.Store, Noon));
        var before = _ground.Store.Checkpoint;
        Assert.Equal(0, NedbExpiries.Sweep(_ground.Store, Noon));
        Assert.Equal(before, _ground.Store.Checkpoint);
        Assert.True(_ground.Store.Verify().IsIntact);
    }

    [Fact]
    public void A_refused_write_leaves_no_expiry_and_a_repeated_one_is_recognised()
    {
        using (var transaction = _ground.Store.BeginTransaction())
        {
            Put(transaction, 1, Noon);
            var refused = new WriteMetadata { ExpiresAt = Noon, Precondition = new(PreconditionKind.Absent) };
            Assert.Throws<StorageException>(() => transaction.Put(_things, default, [1, 2], [Int(1), Int(2)], refused));
            transaction.RollbackTo(transaction.CreateSavepoint());
        }

        Assert.Null(NedbExpiries.Find(_ground.Now, _things, Key(Int(1))));
        for (var round = 0; round < 2; round++)
        {
            using var transaction = _ground.Store.BeginTransaction();
            transaction.IdempotencyKey = "once";
            Put(transaction, 1, Noon);
            Put(transaction, 2, Noon);
            Assert.Equal(round > 0, transaction.Commit().IsReplayed);
        }

        Assert.Equal(2, NedbExpiries.Sweep(_ground.Store, Noon));
    }

    private void Put(WriteTransaction transaction, int id, DateTimeOffset? expiresAt) =>
        transaction.Put(_things, default, [1, 2], [Int(id), Int(id)], new() { ExpiresAt = expiresAt });
}
