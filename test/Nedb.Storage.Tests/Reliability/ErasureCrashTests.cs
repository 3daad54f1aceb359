using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Tests.Erasures;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: let the power go, or a file call fail, at every call of an erasure, look at the disk in every way it may be found, and open it.
/// Invariants: an erasure that was acknowledged is complete on the disk; one that is in the log is complete when the database is open; one
/// that is not in the log left everything as it was. What was written beside it is there, and every hash is right.
/// </summary>
public sealed class ErasureCrashTests
{
    private const string Secret = "a secret 51c07e";
    private const int People = LayeredGround.Things;

    // So long that its frame, and with it all that stands behind it, shrinks by what is erased: also where the views end.
    private static readonly string Document = Secret + new string('.', 3000);

    private static readonly CrashLoss[] Losses = Enum.GetValues<CrashLoss>();

    [Fact]
    public void Law_1_A_power_cut_at_any_call_of_an_erasure_leaves_it_undone_or_to_be_finished_by_the_next_opening()
    {
        var random = new Random(Torture.Seed);
        var cuts = 0;
        var finished = 0;
        foreach (var loss in Losses)
            for (var cut = 1; ; cut += Step(random, 6))
            {
                var disk = new CrashFileSystem();
                var seq = Prepare(disk);
                var before = disk.Changes;
                disk.CutAt = before + cut;
                if (Erase(disk, seq))
                    break;
                cuts++;
                finished += Check(disk, loss, seq, cut);
            }

        Assert.True(cuts > 15, $"only {cuts} cuts");
        Assert.InRange(finished, 5, cuts - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Law_2_A_failed_call_of_an_erasure_is_a_typed_failure_and_the_next_opening_finishes_what_is_logged(bool isForEver)
    {
        var random = new Random(Torture.Seed);
        for (var call = 1; ; call += Step(random, 12))
        {
            var disk = new MemoryFileSystem();
            var seq = Prepare(disk);
            var files = new FaultFileSystem(disk);
            var error = EraseFailing(files, seq, call, isForEver);
            if (error is null && !files.HasFailed)
                break;
            files.Heal();
            using var store = LogStore.Open(disk, LayeredGround.Tiny);
            var isErased = store.OpenSnapshot().FindNode(seq)!.IsContentErased;
            Assert.True(isErased || error is not null, $"call {call}");
            CheckContents(store, disk, seq, isErased, $"call {call} failed, for ever: {isForEver}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_erasure_that_was_cut_off_is_finished_also_where_the_views_end_in_a_segment_that_it_writes_anew(bool isEncrypted)
    {
        var options = LayeredGround.Tiny with { Key = isEncrypted ? new EncryptionKey(new byte[32]) : null };
        var finished = 0;
        for (var call = 1; ; call++)
        {
            var disk = new MemoryFileSystem();
            var seq = Prepare(disk, options);
            var files = new FaultFileSystem(disk) { Only = FileCall.Rename };
            var error = EraseFailing(files, seq, call, isForEver: true, options);
            if (error is null)
                break;
            using var store = LogStore.Open(disk, options);
            var isErased = store.OpenSnapshot().FindNode(seq)!.IsContentErased;
            finished += isErased ? 1 : 0;
            Assert.True(store.Verify().IsIntact);
            Assert.Equal(isErased, store.Prove(seq).Commitment is not null);
            LayeredGround.Write(store, 3);
        }

        Assert.True(finished > 2, $"only {finished} were finished");
    }

    private static int Step(Random random, int most) => Torture.Factor > 1 ? 1 : random.Next(1, most);

    private static Exception? EraseFailing(FaultFileSystem files, long seq, int call, bool isForEver, StoreOptions? options = null)
    {
        LogStore? store = null;
        try
        {
            store = LogStore.Open(files, options ?? LayeredGround.Tiny);
            store.WaitForViews();
            files.Heal();
            (files.FailAt, files.IsForEver) = (call, isForEver);
            Erase(store, seq);
            store.Dispose();
            return null;
        }
        catch (StorageException error)
        {
            Assert.Contains(error.Code, (StorageErrorCode[])[StorageErrorCode.Io, StorageErrorCode.ReadOnlyAfterError]);
            try
            {
                store?.Dispose();
            }
            catch (StorageException)
            {
                // That the end fails too is no news.
            }

            return error;
        }
    }

    /// <summary>A disk with a database in it whose version of a seq, no longer the present one, holds the secret.</summary>
    private static long Prepare(IFileSystem disk, StoreOptions? options = null)
    {
        using var store = LogStore.Open(disk, options ?? LayeredGround.Tiny);
        LayeredGround.Define(store);
        LayeredGround.Write(store, 1);
        using (var transaction = store.BeginTransaction())
        {
            transaction.Put(People, Ground.Int(1), Ground.Int(4711), Ground.Text(Document));
            transaction.Commit();
        }

        var seq = store.Seq;
        LayeredGround.Write(store, 2);
        using (var transaction = store.BeginTransaction())
        {
            transaction.Put(People, Ground.Int(1), Ground.Int(4712), Ground.Text("other"));
            transaction.Commit();
        }

        store.WaitForViews();
        return seq;
    }

    private static bool Erase(CrashFileSystem disk, long seq)
    {
        LogStore? store = null;
        try
        {
            store = LogStore.Open(disk, LayeredGround.Tiny);
            Erase(store, seq);
            store.Dispose();
            return true;
        }
        catch (StorageException error) when (error.Code is StorageErrorCode.Io or StorageErrorCode.ReadOnlyAfterError)
        {
            try
            {
                store?.Dispose();
            }
            catch (StorageException)
            {
                // The power is off; that the end fails too is no news.
            }

            return false;
        }
    }

    private static void Erase(NedbStore store, long seq)
    {
        using var transaction = store.BeginTransaction();
        transaction.Put(People, Ground.Int(2), Ground.Int(4713), Ground.Text("together"));
        transaction.Erase(People, [seq], null, WriteMetadata.None);
        transaction.Commit();
    }

    /// <summary>Opens what is left, cutting the power again on the way, and checks what then is there.</summary>
    private static int Check(CrashFileSystem disk, CrashLoss loss, long seq, int cut)
    {
        var found = disk.Survive(loss, cut);
        for (var again = cut % 3 + 1; again < 40; again += 5)
        {
            found.CutAt = found.Changes + again;
            try
            {
                LogStore.Open(found, LayeredGround.Tiny).Dispose();
            }
            catch (StorageException)
            {
                // The power went while it was put right.
            }

            found = found.Survive(loss, cut + again);
        }

        using var store = LogStore.Open(found, LayeredGround.Tiny);
        var isErased = store.OpenSnapshot().FindNode(seq)!.IsContentErased;
        CheckContents(store, found, seq, isErased, $"{loss}, cut {cut}");
        return isErased ? 1 : 0;
    }

    private static void CheckContents(LogStore store, IFileSystem disk, long seq, bool isErased, string what)
    {
        var view = store.OpenSnapshot();
        var isLogged = view.FindNode(view.Seq)!.Kind == NodeKind.Erasure;
        Assert.True(isLogged == isErased, $"{what}: logged {isLogged}, erased {isErased}");
        var places = SecretFolder.Find(disk, Secret);
        Assert.True(isErased == (places.Count == 0), $"{what}: {string.Join(' ', places)}");
        var together = view.Find(People, Ground.Key(Ground.Int(2)))?.GetValue(3) ?? default;
        Assert.True(isErased == (together == Ground.Text("together")), what);
        Assert.Equal("other", view.Find(People, Ground.Key(Ground.Int(1)))!.GetValue(3).AsString());
        if (!isErased)
            Assert.Equal(Document, view.AsOf(seq).Find(People, Ground.Key(Ground.Int(1)))!.GetValue(3).AsString());
        var report = store.Verify();
        Assert.True(report.IsIntact, $"{what}: {(report.IsIntact ? "" : report.Damage[0])}");
        LayeredGround.Write(store, 3);
    }
}
