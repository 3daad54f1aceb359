using Nedb.Storage.Diagnostics;
using Nedb.Storage.Log;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: run a workload on a disk whose power goes at its n-th changing call, for every n; look at the disk in every way it may be
/// found; open it. Invariants: it opens; everything acknowledged is there; what was not is wholly there or wholly absent; it goes on; and
/// all of this again when the power goes during recovery.
/// </summary>
public sealed class PowerCutTests
{
    private static readonly CrashLoss[] Losses = Enum.GetValues<CrashLoss>();

    [Theory]
    [InlineData(SynchronousMode.Full, 3000)]
    [InlineData(SynchronousMode.Normal, 1000)]
    [InlineData(SynchronousMode.Off, 1000)]
    public void Law_1_An_acknowledged_commit_survives_a_power_cut_at_every_call(SynchronousMode mode, int recoveries)
    {
        var seed = Torture.Seed;
        for (var done = 0; done < recoveries * Torture.Factor; seed++)
            done += CutEverywhere(new LogWorkload(seed, mode), seed, Math.Max(5, recoveries / 120));
    }

    [Fact]
    public void Law_1_An_acknowledged_commit_of_an_encrypted_database_survives_a_power_cut_at_every_call()
    {
        var seed = Torture.Seed;
        for (var done = 0; done < 1000 * Torture.Factor; seed++)
            done += CutEverywhere(new LogWorkload(seed, key: EncryptionKey.Generate()), seed, 8);
    }

    [Fact]
    public void A_disk_that_forgets_a_sync_is_noticed_by_this_test()
    {
        // The test of the test: without any sync the promise cannot hold, and the checks must say so.
        var workload = new LogWorkload(Torture.Seed, SynchronousMode.Off);
        var disk = new CrashFileSystem { CutAt = 60 };
        Assert.NotNull(workload.Run(disk));
        var full = new LogWorkload(Torture.Seed);
        Assert.NotNull(full.Run(new CrashFileSystem { CutAt = 60 }));
        var isNoticed = false;
        for (var i = 0; i < 20 && !isNoticed; i++)
        {
            try
            {
                full.CheckAfterCrash(disk.Survive(CrashLoss.DropAll, i), "forgetful");
            }
            catch (Xunit.Sdk.XunitException)
            {
                isNoticed = true;
            }
        }

        Assert.True(isNoticed);
    }

    private static int CutEverywhere(LogWorkload workload, int seed, int perPoint)
    {
        var done = 0;
        for (var cut = 1; ; cut++)
        {
            var disk = new CrashFileSystem { CutAt = cut };
            var error = workload.Run(disk);
            if (error is null)
                return done;
            for (var i = 0; i < perPoint; i++, done++)
            {
                var loss = Losses[i % Losses.Length];
                var what = $"seed {seed}, power cut at call {cut}, {loss} {i}";
                var survivor = disk.Survive(loss, seed + i);
                if (i % 3 == 2)
                    survivor = CutRecovery(workload, survivor, 1 + (cut + i) % 5, seed + i);
                workload.CheckAfterCrash(survivor, what, isGoingOn: i % 8 == 0);
            }
        }
    }

    private static CrashFileSystem CutRecovery(LogWorkload workload, CrashFileSystem disk, int cut, int seed)
    {
        disk.CutAt = cut;
        try
        {
            using var log = CommitLog.Open(disk, workload.Options);
        }
        catch (StorageException error) when (error.Code == StorageErrorCode.Io)
        {
            return disk.Survive(Losses[seed % Losses.Length], seed);
        }

        return disk.Survive(CrashLoss.DropAll, seed);
    }
}
