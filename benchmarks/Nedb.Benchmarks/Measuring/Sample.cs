using System.Diagnostics;

namespace Nedb.Benchmarks.Measuring;

/// <summary>What a number of operations took.</summary>
/// <param name="Wall">Time that passed, in microseconds per operation.</param>
/// <param name="Cpu">Processor time of the whole process, in microseconds per operation: other processes do not count.</param>
/// <param name="Bytes">What was allocated per operation.</param>
internal readonly record struct Sample(double Wall, double Cpu, double Bytes)
{
    public static Sample Take(Func<long>[] actions, int operations, out long result)
    {
        result = 0;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.GetTimestamp();
        foreach (var action in actions)
            result += action();
        var wall = Stopwatch.GetElapsedTime(clock);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        double count = actions.Length * operations;
        return new(wall.TotalMicroseconds / count, cpu.TotalMicroseconds / count, bytes / count);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
