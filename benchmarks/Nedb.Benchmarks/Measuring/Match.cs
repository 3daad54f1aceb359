using System.Globalization;
using System.Runtime;

namespace Nedb.Benchmarks.Measuring;

/// <summary>
/// Lets the contestants do the same in turns, in one process: whatever else the machine does disturbs all of them alike. Ratios are
/// medians of the ratios of each turn; times and bytes are medians.
/// </summary>
internal static class Match
{
    private const int Turns = 11;
    private const double SampleMicroseconds = 20_000;
    private const double WarmUpMicroseconds = 400_000;
    private const double MostWarmUpMicroseconds = 6_000_000;
    private const double QuietMicroseconds = 300_000;

    public static void PrintHead() => Console.WriteLine(
        $"{"",-44} {"bar",5} {"ratio",6} {"of CPU",6} {"Nedb",10} {"SQLite",10} {"InMemory",10}   {"B/op Nedb",11} {"SQLite",11} {"InMemory",11}");

    public static void Run(Contest contest, IReadOnlyList<Contestant> contestants)
    {
        var fields = contestants.Where(contestant => contestant.IsDatabase || !contest.IsForDatabases).ToArray();
        var counts = Array.ConvertAll(fields, contestant => WarmUp(contest, contestant));
        var samples = Array.ConvertAll(fields, _ => new List<Sample>());
        var next = 0;
        for (var turn = 0; turn < Turns; turn++)
            for (var i = 0; i < fields.Length; i++)
            {
                // Who is first in one turn is last in another.
                var who = (i + turn) % fields.Length;
                samples[who].Add(Take(contest, fields[who], next, counts[who], out _));
                next += counts[who];
            }

        Check(contest, fields, next);
        Print(contest, Find("Nedb")!, Find("SQLite")!, Find("InMemory"));

        List<Sample>? Find(string name)
        {
            var index = Array.FindIndex(fields, contestant => contestant.Name == name);
            return index < 0 ? null : samples[index];
        }
    }

    /// <summary>
    /// Runs until nothing was compiled for a while, since methods that run often are compiled several times, and finds how many make a
    /// sample.
    /// </summary>
    private static int WarmUp(Contest contest, Contestant contestant)
    {
        var (spent, last, compiledAt, compiled) = (0d, 0d, 0d, 0L);
        for (var n = 0; n < 3 || (spent < MostWarmUpMicroseconds && !IsWarm(n)); n++)
        {
            last = Take(contest, contestant, n, 1, out _).Wall * contest.Operations;
            spent += last;
            var count = JitInfo.GetCompiledMethodCount();
            if (count != compiled)
                (compiledAt, compiled) = (spent, count);
        }

        return (int)Math.Clamp(SampleMicroseconds / last, 1, 500);

        // What is called once in each execution is compiled again after thirty calls, and, measured by then, after thirty more.
        bool IsWarm(int n) => n >= 100 && spent >= WarmUpMicroseconds && spent - compiledAt >= QuietMicroseconds;
    }

    private static Sample Take(Contest contest, Contestant contestant, int first, int count, out long result)
    {
        var actions = new Func<long>[count];
        for (var i = 0; i < count; i++)
            actions[i] = contest.Prepare(contestant, first + i);
        return Sample.Take(actions, contest.Operations, out result);
    }

    private static void Check(Contest contest, Contestant[] fields, int first)
    {
        var results = Array.ConvertAll(fields, contestant =>
        {
            Take(contest, contestant, first, 1, out var result);
            return result;
        });
        if (results.Distinct().Skip(1).Any())
            throw new InvalidOperationException(
                $"{contest.Name}: the results differ: {string.Join(", ", fields.Zip(results, static (who, what) => $"{who.Name} {what}"))}.");
    }

    private static void Print(Contest contest, List<Sample> nedb, List<Sample> sqlite, List<Sample>? memory)
    {
        var ratio = Sample.Median(sqlite.Zip(nedb, static (theirs, ours) => theirs.Wall / ours.Wall));
        var cpu = Sample.Median(sqlite.Zip(nedb, static (theirs, ours) => theirs.Cpu / ours.Cpu));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{contest.Name,-44} {contest.Bar,5:0.##} {ratio,6:0.00} {cpu,6:0.00} {Time(nedb),10} {Time(sqlite),10} {Time(memory),10}   "
            + $"{Bytes(nedb),11} {Bytes(sqlite),11} {Bytes(memory),11}{(ratio < contest.Bar ? "   MISSED" : "")}"));
    }

    private static string Bytes(List<Sample>? samples) => samples is null
        ? "-"
        : Sample.Median(samples.Select(static sample => sample.Bytes)).ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(List<Sample>? samples)
    {
        if (samples is null)
            return "-";
        var median = Sample.Median(samples.Select(static sample => sample.Wall));
        return median < 1_000
            ? string.Create(CultureInfo.InvariantCulture, $"{median:0.0} us")
            : string.Create(CultureInfo.InvariantCulture, $"{median / 1_000:0.00} ms");
    }
}
