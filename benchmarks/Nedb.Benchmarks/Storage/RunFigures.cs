using System.Buffers.Binary;
using System.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;

namespace Nedb.Benchmarks.Storage;

/// <summary>What reading and writing runs costs by itself, under everything else.</summary>
internal static class RunFigures
{
    private const int Count = 1_000_000;

    public static void Print()
    {
        var folder = Directory.CreateTempSubdirectory("nedb-runs-").FullName;
        try
        {
            Measure(new OsFileSystem(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(OsFileSystem files)
    {
        var value = new byte[100];
        new Random(1).NextBytes(value);
        var writing = Best(1, 3, run => Write(files, run + 1, value));
        Console.WriteLine($"write, values of 100 bytes: {Count / writing.Wall:N0} entries/s wall, {Count / writing.Cpu:N0} entries/s of CPU");
        var small = Write(files, 10, new byte[4]);
        var cache = new BlockCache(512L * 1024 * 1024);
        using var run = Run.Open(files, Write(files, 11, value), cache);
        using var smallRun = Run.Open(files, small, cache);
        Console.WriteLine($"bytes an entry: {run.Info.Length / (double)Count:N1} with values of 100, {small.Length / (double)Count:N1} with values of 4");
        Walk(smallRun);
        var walking = Best(1, 7, _ => Walk(smallRun));
        Console.WriteLine($"walk, values of 4 bytes: {Count / walking.Cpu / 1e6:N1} M entries/s of CPU, {Count / walking.Wall / 1e6:N1} M/s wall");
        var back = Best(1, 7, _ => WalkBack(smallRun));
        Console.WriteLine($"walk back: {Count / back.Cpu / 1e6:N1} M entries/s of CPU");
        var merging = Best(1, 5, _ => WalkMerged(smallRun, run));
        Console.WriteLine($"merge of two with the same keys: {2 * Count / merging.Cpu / 1e6:N1} M entries/s of CPU");
        var keys = MakeKeys(200_000, 0);
        var others = MakeKeys(200_000, 1);
        Find(run, keys);
        var finding = Best(1, 200, i => Find(run, keys.AsSpan(i * 900, 900)));
        Console.WriteLine($"find in a cached run: {finding.Cpu / 900 * 1e9:N0} ns of CPU");
        var near = keys.Where(key => BinaryPrimitives.ReadInt64BigEndian(key.AsSpan(5)) < 20_000).Take(900).ToArray();
        var hot = Best(1, 200, i => Find(run, near));
        Console.WriteLine($"find among the 20,000 first: {hot.Cpu / 900 * 1e9:N0} ns of CPU");
        var missing = Best(1, 200, i => Find(run, others.AsSpan(i * 900, 900)));
        Console.WriteLine($"find what is not there: {missing.Cpu / 900 * 1e9:N0} ns of CPU");
        var chase = new int[30_000_000];
        for (var i = 0; i < chase.Length; i++)
            chase[i] = (int)((i * 7_919_993L + 12_345) % chase.Length);
        var at = 0;
        var chasing = Best(1, 200, _ =>
        {
            for (var i = 0; i < 10_000; i++)
                at = chase[at];
            return at;
        });
        Console.WriteLine($"one memory access that waits for the one before: {chasing.Cpu / 10_000 * 1e9:N0} ns");
        var holder = new CachedBytes?[1024];
        for (var i = 0; i < holder.Length; i++)
            cache.Add(1, holder, i, new CachedBytes(new byte[10]));
        var hit = Best(1, 7, _ =>
        {
            CachedBytes? any = null;
            for (var i = 0; i < 1_000_000; i++)
                BlockCache.TryFind(holder, i & 1023, out any);
            return any;
        });
        Console.WriteLine($"cache look-up: {hit.Cpu * 1e3:N1} ns of CPU");
    }

    private static (double Wall, double Cpu) Best(int warm, int rounds, Func<int, object?> work)
    {
        var (wall, cpu) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < warm + rounds; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            GC.KeepAlive(work(i));
            if (i < warm)
                continue;
            wall = Math.Min(wall, watch.Elapsed.TotalSeconds);
            cpu = Math.Min(cpu, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return (wall, cpu);
    }

    private static RunInfo Write(OsFileSystem files, long id, byte[] value)
    {
        using var writer = new RunWriter(files, Guid.Empty, id);
        Span<byte> key = stackalloc byte[16];
        for (var i = 0; i < Count; i++)
        {
            SetKey(key, i, 0);
            writer.Add(key, value);
        }

        return writer.Finish();
    }

    private static void SetKey(Span<byte> key, int number, byte last)
    {
        key.Clear();
        BinaryPrimitives.WriteInt32BigEndian(key, 17);
        BinaryPrimitives.WriteInt64BigEndian(key[5..], number);
        key[15] = last;
    }

    private static byte[][] MakeKeys(int count, byte last)
    {
        var random = new Random(3);
        var keys = new byte[count][];
        for (var i = 0; i < count; i++)
            SetKey(keys[i] = new byte[16], random.Next(Count), last);
        return keys;
    }

    private static object Walk(Run run)
    {
        var cursor = run.OpenCursor();
        long sum = 0;
        for (var isThere = cursor.MoveFirst(); isThere; isThere = cursor.MoveNext())
            sum += cursor.Key.Length + cursor.Value.Length;
        return sum;
    }

    private static object WalkBack(Run run)
    {
        var cursor = run.OpenCursor();
        long sum = 0;
        for (var isThere = cursor.MoveLast(); isThere; isThere = cursor.MovePrevious())
            sum += cursor.Key.Length + cursor.Value.Length;
        return sum;
    }

    private static object WalkMerged(Run first, Run second)
    {
        var cursor = new MergeCursor([first.OpenCursor(), second.OpenCursor()]);
        long sum = 0;
        for (var isThere = cursor.MoveFirst(); isThere; isThere = cursor.MoveNext())
            sum += cursor.Key.Length + cursor.Value.Length;
        return sum;
    }

    private static object Find(Run run, Span<byte[]> keys)
    {
        long found = 0;
        foreach (var key in keys)
            found += run.TryFind(key, out var value) ? value.Length : 0;
        return found;
    }
}
