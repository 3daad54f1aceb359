using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.Benchmarks.Time;

/// <summary>A history of 10,000 commits with merges: how long it takes to import it durably, and to trace all of it.</summary>
internal static class CausalFigures
{
    private const int Count = 10_000;
    private const int WarmUp = 30;
    private const int Turns = 31;

    public static void Print()
    {
        var folder = Directory.CreateTempSubdirectory("nedb-causes-").FullName;
        try
        {
            var options = new DbContextOptionsBuilder().UseNedb(Path.Combine(folder, "data")).Options;
            using (var context = new RevisionContext(options))
                context.Database.EnsureCreated();
            Import(options, 0, 200, batch: 50);
            Report("import of 10,000 commits, one durable save for each", () => Import(options, 1_000_000, 10_000, batch: 1));
            Report("import of 10,000 commits, durable saves of 500", () => Import(options, 2_000_000, 10_000, batch: 500));
            Report("import of 10,000 commits, one durable save", () => Import(options, 3_000_000, 10_000, batch: Count));
            ReportTraces("nodes", () => Trace(options, nodes => nodes.Count()));
            ReportTraces("CausalNode", () => Trace(options, nodes => nodes.ToList().Count));
            ReportTraces("Revision", () =>
            {
                using var context = new RevisionContext(options);
                Check(Newest(context).TraceCausedBy<Revision>().ToList().Count);
            });
        }
        finally
        {
            NedbConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Trace(DbContextOptions options, Func<IQueryable<CausalNode>, int> read)
    {
        using var context = new RevisionContext(options);
        Check(read(Newest(context).TraceCausedBy()));
    }

    private static IQueryable<Revision> Newest(RevisionContext context)
    {
        var id = Name(3_000_000, Count - 1);
        return context.Revisions.Where(revision => revision.Id == id);
    }

    private static void Check(int found)
    {
        if (found != Count - 1)
            throw new InvalidOperationException($"The trace found {found} ancestors instead of {Count - 1}.");
    }

    private static void Import(DbContextOptions options, int first, int count, int batch)
    {
        var random = new Random(7);
        var seqs = new Dictionary<int, Revision>();
        for (var start = 0; start < count; start += batch)
        {
            using var context = new RevisionContext(options);
            for (var number = start; number < Math.Min(count, start + batch); number++)
            {
                var revision = new Revision
                {
                    Id = Name(first, number),
                    Author = $"author {number % 20}",
                    Subject = $"Change number {number} of the history",
                    Time = DateTimeOffset.UnixEpoch.AddMinutes(number),
                };
                var entry = context.Add(revision);
                if (number > 0)
                    entry.CausedBy(seqs[number - 1]);
                if (number > 3 && random.Next(5) == 0)
                    entry.CausedBy(seqs[number - 2 - random.Next(Math.Min(number - 2, 10))]);
                seqs[number] = revision;
            }

            context.SaveChanges();
        }
    }

    private static string Name(int first, int number) => $"{first + number:x40}";

    // The first one compiles the query; what follows is what an application sees that traces more than once.
    private static void ReportTraces(string what, Action trace)
    {
        Report($"first trace of 9,999 ancestors, {what}", trace);
        for (var i = 0; i < WarmUp; i++)
            trace();
        var times = new List<double>();
        for (var i = 0; i < Turns; i++)
        {
            var clock = Stopwatch.StartNew();
            trace();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(
            $"trace of 9,999 ancestors, {what}: median of {Turns} {times[Turns / 2]:N1} ms ({times[0]:N1} to {times[^1]:N1} ms)");
    }

    private static void Report(string name, Action work)
    {
        var clock = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        work();
        var used = Environment.CpuUsage.TotalTime - before;
        Console.WriteLine($"{name}: {clock.Elapsed.TotalMilliseconds:N1} ms ({used.TotalMilliseconds:N1} ms of CPU)");
    }
}
