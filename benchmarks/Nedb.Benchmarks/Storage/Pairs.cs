using System.Diagnostics;

namespace Nedb.Benchmarks.Storage;

/// <summary>Compares two ways of doing something in turns, so that what else the machine does meets both.</summary>
internal static class Pairs
{
    /// <summary>Measures both sides in turns.</summary>
    /// <param name="turns">How often each side is measured.</param>
    /// <param name="first">Does what the other is compared with; returns how many operations that were.</param>
    /// <param name="second">The other side.</param>
    /// <param name="isCpu">Whether the time of the processors counts, which others on the machine disturb less, and not that of the clock.</param>
    public static Pair Compare(int turns, Func<long> first, Func<long> second, bool isCpu = false)
    {
        var (firsts, seconds, quotients) = (new double[turns], new double[turns], new double[turns]);
        first();
        second();
        for (var i = 0; i < turns; i++)
        {
            // Who goes second in one turn goes first in the next.
            if (i % 2 == 0)
                (firsts[i], seconds[i]) = (Time(first, isCpu), Time(second, isCpu));
            else
                (seconds[i], firsts[i]) = (Time(second, isCpu), Time(first, isCpu));
            quotients[i] = seconds[i] / firsts[i];
        }

        return new(TimeSpan.FromSeconds(Median(firsts)), TimeSpan.FromSeconds(Median(seconds)), Median(quotients), isCpu);
    }

    private static double Time(Func<long> work, bool isCpu)
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var count = work();
        return (isCpu ? Environment.CpuUsage.TotalTime - before : clock.Elapsed).TotalSeconds / count;
    }

    public static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    public static string Text(TimeSpan time) => time.TotalSeconds switch
    {
        >= 1 => $"{time.TotalSeconds:N2} s",
        >= 1e-3 => $"{time.TotalMilliseconds:N2} ms",
        >= 1e-6 => $"{time.TotalMicroseconds:N2} µs",
        _ => $"{time.TotalNanoseconds:N0} ns",
    };
}
