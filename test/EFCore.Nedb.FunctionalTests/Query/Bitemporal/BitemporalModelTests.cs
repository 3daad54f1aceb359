using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

/// <summary>
/// Test no. 8 of the reliability plan through LINQ. Strategy: random puts, corrections, deletes, portions (tracked and at once), causes,
/// links, erasures, what is rolled back, and restarts, on few keys, so that each has a long history. Invariants: every state, past or
/// present, by seq, by time, on each day, with indexes and without, is that of a list of rectangles in two times, and so are histories,
/// ranges, causes, effects and links. NEDB_TORTURE multiplies the number of operations,
/// and NEDB_SEED is added to the seed.
/// </summary>
public sealed class BitemporalModelTests : IDisposable
{
    private static readonly int Count = 200 * Read("NEDB_TORTURE", 1);
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Every_point_of_both_times_is_what_a_list_of_rectangles_says(int seed, bool hasIndexes)
    {
        var random = new Random(seed + Read("NEDB_SEED", 0));
        DbContextOptions options = hasIndexes ? _database.OptionsFor<IndexedFactContext>() : _database.OptionsFor<FactContext>();
        FactContext Open() => hasIndexes ? new IndexedFactContext(options) : new FactContext(options);
        var writer = new FactWriter(random, Open);
        var model = writer.Begin();
        var checks = new FactChecks(random, model);
        for (var operation = 1; operation <= Count; operation++)
        {
            writer.Act(model);
            if (operation % 150 == 0)
                writer.Erase(model);
            if (operation % 100 == 0)
                Restart();
            using var context = Open();
            checks.CheckPoint(context, random.Next(2) == 0 ? model.Last : random.Next(model.Last + 1), random.Next(FactWriter.Days));
            if (operation % 10 == 0)
                CheckMore(context, random, model, checks);
        }

        using var last = Open();
        for (var commit = 0; commit <= model.Last; commit += Math.Max(1, model.Last / 50))
            for (var day = 0; day < FactWriter.Days; day++)
                checks.CheckPoint(last, commit, day);
        for (var key = 0; key < FactWriter.Items * FactWriter.Days; key++)
            checks.CheckHistory(last, (key / FactWriter.Days, key % FactWriter.Days));
        Assert.True(last.Database.Nedb().Verify().IsIntact);
    }

    private static void CheckMore(FactContext context, Random random, FactModel model, FactChecks checks)
    {
        var commit = random.Next(model.Last + 1);
        checks.CheckState(context, model.Last);
        checks.CheckState(context, commit);
        checks.CheckScope(context, commit);
        checks.CheckCauses(context, commit);
        checks.CheckLinks(context, commit);
        checks.CheckRanges(context, commit, Math.Min(model.Last, commit + random.Next(20)));
    }

    private static int Read(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;

    private void Restart()
    {
        using var connection = new NedbConnection(_database.ConnectionString);
        NedbConnection.ClearPool(connection);
    }
}
