using System.Diagnostics;
using System.Globalization;

namespace Nedb.Benchmarks.Query;

/// <summary>
/// Queries in SQLite and in Nedb, in one process and one run. Each sample of the one is followed by a sample of the other, so that
/// whatever else the machine does meets both; medians are compared.
/// </summary>
internal static class QueryFigures
{
    private const int Samples = 11;

    /// <param name="options">A scale (1 or 20; both without), and words that the names of the cases must contain.</param>
    public static int Print(string[] options)
    {
        int[] scales = options.Contains("1") ? [1] : options.Contains("20") ? [20] : [1, 20];
        var words = options.Where(static option => !int.TryParse(option, out _)).ToArray();
        var differs = false;
        foreach (var scale in scales)
        {
            var data = new QueryData(scale);
            var withTexts = scale == scales[^1] && words.All("search of a word".Contains);
            using var databases = new QueryDatabases(data, withTexts);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{data.Customers:N0} customers, {data.Products:N0} products, {data.Orders:N0} orders, {data.Items:N0} items"));
            Console.WriteLine("| query | SQLite µs | Nedb µs | ratio | of CPU time | bar | Nedb bytes |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
            double atHead = 0;
            foreach (var item in QueryCases.All(databases, data, withTexts).Where(item => words.All(item.Name.Contains)))
            {
                var (sqlite, nedb, processors, bytes, agree) = Measure(item);
                if (!agree)
                    Console.WriteLine($"| {item.Name}: THE ANSWERS DIFFER | | | | | | |");
                differs |= !agree;
                var bar = item.Bar is { } least
                    ? (sqlite / nedb >= least ? "" : "missed ") + least.ToString(CultureInfo.InvariantCulture)
                    : "";
                if (item.Name.StartsWith("join of three and group", StringComparison.Ordinal))
                    atHead = nedb;
                else if (item.Name == "join and group by before the wave" && atHead > 0)
                    bar = string.Create(CultureInfo.InvariantCulture, $"{nedb / atHead:0.00} x of HEAD, at most 1.3");
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {item.Name} | {sqlite:N1} | {nedb:N1} | {sqlite / nedb:0.0} | {processors:0.0} | {bar} | {bytes:N0} |"));
            }
        }

        return differs ? 1 : 0;
    }

    /// <summary>Medians of time, and the ratio of the times that processors worked, which others on the machine do not lengthen.</summary>
    private static (double Sqlite, double Nedb, double Processors, long Bytes, bool Agree) Measure(QueryCase item)
    {
        var agree = true;
        // Until the compiler has done its work, and at least once each.
        var warmUp = Stopwatch.StartNew();
        for (var n = 0; n < 40 || warmUp.ElapsedMilliseconds < 1_000; n++)
        {
            // What the first runs prepare for all later ones, such as the words of texts, leaves no less time for the others.
            if (n == 2)
                warmUp.Restart();
            if (n >= 2 && warmUp.ElapsedMilliseconds > 6_000)
                break;
            var expected = item.Sqlite(n);
            agree &= Math.Abs(expected - item.Nedb(n)) <= 1e-6 * Math.Abs(expected);
            // Methods are compiled for speed in the background, a tenth of a second after they were found to be called often.
            if (n is 20 or 35)
                Thread.Sleep(250);
        }

        var sqlite = new double[Samples];
        var nedb = new double[Samples];
        var bytes = 0L;
        var worked = default((TimeSpan Sqlite, TimeSpan Nedb));
        for (var sample = 0; sample < Samples; sample++)
        {
            var start = Environment.CpuUsage.TotalTime;
            sqlite[sample] = Time(item.Sqlite, item.Repeats, sample);
            var middle = Environment.CpuUsage.TotalTime;
            var before = GC.GetAllocatedBytesForCurrentThread();
            nedb[sample] = Time(item.Nedb, item.Repeats, sample);
            worked = (worked.Sqlite + (middle - start), worked.Nedb + (Environment.CpuUsage.TotalTime - middle));
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / item.Repeats;
        }

        Array.Sort(sqlite);
        Array.Sort(nedb);
        return (sqlite[Samples / 2], nedb[Samples / 2], worked.Sqlite / worked.Nedb, bytes, agree);
    }

    /// <summary>The microseconds of one run.</summary>
    private static double Time(Func<int, double> run, int repeats, int sample)
    {
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; n < repeats; n++)
            run((sample * repeats) + n);
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / repeats;
    }
}
