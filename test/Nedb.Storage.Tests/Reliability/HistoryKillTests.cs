using System.Globalization;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Transactions;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: a process in which sixteen threads read and append to lists under both isolations is killed at a random moment, and the next one
/// goes on with what it left; what each transaction saw, and whether it was committed, is recorded outside. Invariants: what was acknowledged
/// is there at its seqs and what was refused is not, what was under way is there wholly or not at all, and over all processes together no
/// transaction saw what its isolation forbids.
/// </summary>
public sealed class HistoryKillTests
{
    private const int Kills = 8;

    [Fact]
    public void No_history_that_kills_cut_off_has_an_anomaly()
    {
        using var folder = new TempFolder();
        var random = new Random(Torture.Seed);
        var known = new Dictionary<string, RecordedTransaction>();
        var left = 0;
        for (var kill = 1; kill <= Kills * Torture.Factor; kill++)
        {
            var ended = KillOne(folder["db"], kill, random, known);
            left += Settle(folder["db"], isReadOnly: kill % 3 != 0, known, ended, $"seed {Torture.Seed}, kill {kill}");
        }

        var checker = new HistoryChecker(known.Values);
        Assert.Null(checker.Find(known.Values));
        using var store = NedbStore.Open(folder["db"]);
        Assert.Equal(checker.Last, HistoryWorker.ReadAll(store.OpenSnapshot()));
        Assert.True(store.Verify().IsIntact);
        Assert.Contains(known.Values, static made => made is { Isolation: IsolationMode.Serializable, Committed.Last: > 0, All: not null });
        Assert.Contains(known.Values, static made => made.IsRefused);
        // Kills come in the middle of commits.
        Assert.InRange(left, Kills * Torture.Factor / 2, int.MaxValue);
    }

    /// <summary>Starts a process, takes down what it says, and kills it.</summary>
    /// <returns>The transactions of which it said how they ended.</returns>
    private static HashSet<string> KillOne(string path, int number, Random random, Dictionary<string, RecordedTransaction> known)
    {
        var ended = new HashSet<string>();
        using var victim = KillTests.Start([HistoryVictim.Command, path, number.ToString(CultureInfo.InvariantCulture)]);
        for (var lines = random.Next(50, 600); lines > 0; lines--)
        {
            var line = victim.StandardOutput.ReadLine();
            Assert.NotNull(line);
            RecordedLine.Take(line, known, ended);
        }

        Thread.Sleep(random.Next(3));
        victim.Kill();
        while (victim.StandardOutput.ReadLine() is { } line)
            RecordedLine.Take(line, known, ended);
        victim.WaitForExit();
        return ended;
    }

    /// <summary>Looks what became of the transactions of the process that was killed.</summary>
    /// <returns>How many of them were under way.</returns>
    private static int Settle(
        string path, bool isReadOnly, Dictionary<string, RecordedTransaction> known, HashSet<string> ended, string what)
    {
        using var store = NedbStore.Open(path, LayeredGround.Tiny with { IsReadOnly = isReadOnly, SegmentBytes = 64 * 1024 });
        Assert.True(store.Verify().IsIntact, what);
        var left = 0;
        foreach (var made in known.Values)
        {
            if (made.Writes.Count == 0 || made.IsSettled)
                continue;
            made.IsSettled = true;
            var found = store.FindCommit(made.Id);
            var there = found is null ? default : (found.FirstSeq, found.LastSeq);
            if (ended.Contains(made.Id))
                Assert.True(there == made.Committed, $"{what}: {made.Id} was told {made.Committed}, refused {made.IsRefused}; found {there}");
            else
                left++;
            made.Committed = there;
        }

        return left;
    }
}
