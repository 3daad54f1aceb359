using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Testing;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Expiry;

public sealed class ExpirySweeperTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new(Noon);

    private StoreOptions Options => new() { Clock = _clock, SweepInterval = Minute };

    [Fact]
    public void What_has_expired_ends_by_itself_in_the_interval_after()
    {
        using var store = LogStore.Open(new MemoryFileSystem(), Options);
        var things = Fill(store, Noon.AddSeconds(30), Noon.AddSeconds(90), null);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(3, Count(store, things));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Count(store, things));
        _clock.Advance(Minute);
        Assert.Equal(1, Count(store, things));
        Assert.Equal("expired at 2026-12-01T12:01:30.0000000Z", store.OpenSnapshot().FindNode(store.Seq - 1)!.Provenance.Evidence);
        var swept = store.Checkpoint;
        _clock.Advance(10 * Minute);
        Assert.Equal(swept, store.Checkpoint);
        Assert.Null(store.SweepFailure);
    }

    [Fact]
    public void Nothing_is_swept_where_nobody_asked_for_it_or_the_database_is_only_read()
    {
        var files = new MemoryFileSystem();
        using (var store = LogStore.Open(files, Options with { SweepInterval = null }))
        {
            var things = Fill(store, Noon);
            _clock.Advance(10 * Minute);
            Assert.Equal(1, Count(store, things));
        }

        using var reader = LogStore.Open(files, Options with { IsReadOnly = true });
        Assert.Equal(0, _clock.Waiting);
        _clock.Advance(10 * Minute);
        Assert.Equal(1, Count(reader, reader.OpenSnapshot().Catalog.Find("things")!.Id));
    }

    [Fact]
    public void A_closed_database_sweeps_no_more()
    {
        using (var store = LogStore.Open(new MemoryFileSystem(), Options))
            Fill(store, Noon);
        Assert.Equal(0, _clock.Waiting);
        _clock.Advance(10 * Minute);
    }

    [Fact]
    public void A_sweep_that_cannot_be_written_is_told_and_the_database_goes_on_reading()
    {
        var files = new FaultFileSystem(new MemoryFileSystem());
        var store = LogStore.Open(files, Options);
        var things = Fill(store, Noon, null);
        files.Heal();
        (files.Only, files.IsForEver, files.FailAt) = (FileCall.Write, true, 1);
        _clock.Advance(Minute);
        Assert.Equal(StorageErrorCode.Io, Assert.IsType<StorageException>(store.SweepFailure).Code);
        Assert.NotNull(store.WriteFailure);
        Assert.Equal(2, Count(store, things));
        _clock.Advance(Minute);
        Assert.Equal(StorageErrorCode.ReadOnlyAfterError, Assert.IsType<StorageException>(store.SweepFailure).Code);
        files.Heal();
        store.Dispose();
        using var again = LogStore.Open(files, Options);
        _clock.Advance(Minute);
        Assert.Equal(1, Count(again, things));
        Assert.Null(again.SweepFailure);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(100_000)]
    public void An_interval_out_of_its_range_is_refused(double seconds) => Assert.Throws<ArgumentOutOfRangeException>(
        () => LogStore.Open(new MemoryFileSystem(), Options with { SweepInterval = TimeSpan.FromSeconds(seconds) }));

    private static int Fill(NedbStore store, params DateTimeOffset?[] ends)
    {
        using var transaction = store.BeginTransaction();
        var things = Ground.Make(1, "things", ("id", FieldKind.Int64), ("value", FieldKind.Int64));
        transaction.Define(things);
        for (var i = 0; i < ends.Length; i++)
            transaction.Put(1, new WriteMetadata { ExpiresAt = ends[i] }, Ground.Int(i), Ground.Int(i));
        transaction.Commit();
        return things.Id;
    }

    private static int Count(NedbStore store, int things) => store.OpenSnapshot().All(things).Count();
}
