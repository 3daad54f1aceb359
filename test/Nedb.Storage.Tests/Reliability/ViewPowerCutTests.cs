using Nedb.Storage.Diagnostics;
using Nedb.Storage.Tests.Layers;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: write under options with which nearly every commit is followed by writing views and merging them, on a disk whose power goes
/// at some changing call; look at the disk in every way it may be found, and open it. Invariants: it opens; what was acknowledged is there,
/// and at most the one commit under way besides; what the views say is what the log alone says; it goes on.
/// </summary>
public sealed class ViewPowerCutTests
{
    private const int Rounds = 14;

    private static readonly CrashLoss[] Losses = Enum.GetValues<CrashLoss>();

    [Fact]
    public void Law_1_A_power_cut_while_views_are_written_or_merged_loses_nothing_and_shows_nothing_wrong()
    {
        var random = new Random(Torture.Seed);
        var isCut = true;
        var recoveries = 0;
        for (var cut = 1; isCut; cut += Torture.Factor > 1 ? 1 : random.Next(1, 16))
        {
            var disk = new CrashFileSystem { CutAt = cut };
            isCut = !Run(disk, out var acknowledged);
            var loss = Losses[recoveries++ % Losses.Length];
            Check(disk.Survive(loss, cut), acknowledged, $"seed {Torture.Seed}, power cut at call {cut}, {loss}");
        }

        Assert.True(recoveries > 20);
    }

    private static bool Run(CrashFileSystem disk, out int acknowledged)
    {
        acknowledged = 0;
        LogStore? store = null;
        try
        {
            store = LogStore.Open(disk, LayeredGround.Tiny);
            LayeredGround.Define(store);
            for (; acknowledged < Rounds; acknowledged++)
            {
                LayeredGround.Write(store, acknowledged + 1);
                store.WaitForViews();
            }

            store.Dispose();
            return true;
        }
        catch (StorageException error) when (error.Code is StorageErrorCode.Io or StorageErrorCode.ReadOnlyAfterError)
        {
            DisposeQuietly(store);
            return false;
        }
    }

    private static void Check(CrashFileSystem disk, int acknowledged, string what)
    {
        using var store = Open(disk, what);
        for (var round = 1; round <= acknowledged; round++)
            Assert.True(store.FindCommit($"key {round}") is not null, $"{what}: round {round} was acknowledged and is gone");
        Assert.True(store.FindCommit($"key {acknowledged + 2}") is null, what);
        if (store.Seq < 2)
            return; // not even the definitions
        using (var log = LogStore.Open(disk, LayeredGround.Tiny with { IsReadOnly = true }, keepsViews: false))
            Assert.Equal(LayeredGround.Describe(log, Rounds), LayeredGround.Describe(store, Rounds));
        for (var round = acknowledged + 2; round < acknowledged + 5; round++)
            LayeredGround.Write(store, round);
    }

    private static LogStore Open(CrashFileSystem disk, string what)
    {
        try
        {
            return LogStore.Open(disk, LayeredGround.Tiny);
        }
        catch (Exception error)
        {
            throw new Xunit.Sdk.XunitException($"{what}: cannot be opened: {error.Message}");
        }
    }

    private static void DisposeQuietly(LogStore? store)
    {
        try
        {
            store?.Dispose();
        }
        catch (StorageException)
        {
            // The power is off; that the end fails too is no news.
        }
    }
}
