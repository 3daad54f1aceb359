using System.Diagnostics;
using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Views;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: start a process in which several threads write, kill it at a random moment, and start the next one on what it left.
/// Invariants: what it said it had committed is there; the two documents that are written together are equal; at most the one commit under
/// way is there besides; what is said to be erased is, once it was opened for writing; every hash is right; the lock died with the process.
/// </summary>
public sealed class KillTests
{
    private const int Threads = 4;
    private const int Folders = 4;
    private const int LookedAtNodes = 2_000;

    [Fact]
    public async Task Law_1_No_acknowledged_commit_is_lost_in_200_kills_of_a_real_process()
    {
        var kills = 200 * Torture.Factor / Folders;
        await Task.WhenAll(Enumerable.Range(0, Folders).Select(number => Task.Run(() => KillAgainAndAgain(kills, Torture.Seed + number))));
    }

    [Fact]
    public void A_database_that_another_process_has_open_is_refused_by_name_and_can_be_read()
    {
        using var folder = new TempFolder();
        using var victim = Start(folder["db"]);
        Assert.Equal("ready", victim.StandardOutput.ReadLine());
        var error = Assert.Throws<StorageException>(() => NedbStore.Open(folder["db"]));
        Assert.Equal(StorageErrorCode.Locked, error.Code);
        Assert.Contains($"process {victim.Id}", error.Message, StringComparison.Ordinal);
        Assert.Throws<StorageException>(() => NedbStore.Delete(folder["db"]));
        using (var reader = NedbStore.Open(folder["db"], new StoreOptions { IsReadOnly = true }))
            Assert.True(reader.Seq > 0);
        victim.Kill();
        victim.WaitForExit();
        using var store = NedbStore.Open(folder["db"]);
        Assert.True(store.Verify().IsIntact);
    }

    private static void KillAgainAndAgain(int kills, int seed)
    {
        using var folder = new TempFolder();
        var random = new Random(seed);
        var acknowledged = new long[Threads + 1];
        for (var kill = 1; kill <= kills; kill++)
        {
            using (var victim = Start(folder["db"]))
            {
                var patience = random.Next(1, 60);
                for (var lines = 0; lines < patience; lines++)
                    Take(victim.StandardOutput.ReadLine(), acknowledged);
                Thread.Sleep(random.Next(3));
                victim.Kill();
                while (victim.StandardOutput.ReadLine() is { } line)
                    Take(line, acknowledged); // said before it died
                victim.WaitForExit();
                Assert.NotEqual(0, victim.ExitCode);
            }

            // Mostly the next process finds the folder as the last one left it; now and then it has been opened and closed in between.
            Check(folder["db"], acknowledged, isReadOnly: kill % 5 != 0, $"seed {seed}, kill {kill}");
        }
    }

    private static void Check(string path, long[] acknowledged, bool isReadOnly, string what)
    {
        using var store = NedbStore.Open(path, new StoreOptions { IsReadOnly = isReadOnly, SegmentBytes = 64 * 1024, MemtableBytes = 8 * 1024 });
        var report = store.Verify();
        Assert.True(report.IsIntact, $"{what}: {(report.IsIntact ? "" : report.Damage[0])}");
        Assert.Equal(store.Seq, report.Nodes);
        var view = store.OpenSnapshot();
        for (var thread = 1; thread <= Threads; thread++)
        {
            var n = KillVictim.Read(view, thread, 'a');
            Assert.True(
                n == acknowledged[thread]
                || n == acknowledged[thread] + 1, $"{what}: thread {thread} was told {acknowledged[thread]}, found {n}");
            Assert.True(n == KillVictim.Read(view, thread, 'b'), $"{what}: half a commit of thread {thread}");
            Assert.True((n > 0 && n % 3 == 0 ? n : 0) == KillVictim.Read(view, thread, 'c'), $"{what}: half a commit of thread {thread}");
            acknowledged[thread] = n;
        }

        if (!isReadOnly)
            CheckErasures(store, view, what);
    }

    private static void CheckErasures(NedbStore store, ReadView view, string what)
    {
        for (var seq = Math.Max(1, view.Seq - LookedAtNodes); seq <= view.Seq; seq++)
        {
            if (view.FindNode(seq)!.Kind != NodeKind.Erasure)
                continue;
            foreach (var erased in ErasureCodec.Decode(store.Prove(seq).Payload.Span, seq))
            {
                Assert.True(view.FindNode(erased.Seq)!.IsContentErased, $"{what}: seq {erased.Seq} is to be read");
                Assert.True(store.Prove(erased.Seq).Commitment is not null, $"{what}: seq {erased.Seq} is in the log");
            }
        }
    }

    private static void Take(string? line, long[] acknowledged)
    {
        Assert.NotNull(line);
        if (line == "ready")
            return;
        var parts = line.Split(' ');
        acknowledged[int.Parse(parts[0], CultureInfo.InvariantCulture)] = long.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private static Process Start(string path) => Start([path, Threads.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Starts the process that is to be killed.</summary>
    /// <param name="arguments">What it is told.</param>
    internal static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_TieredPGO"] = "0"; // it does not live long enough to profit
        foreach (var argument in (string[])["exec", typeof(KillVictim).Assembly.Location, .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
