using System.Diagnostics;
using Nedb.Storage;
using Nedb.Storage.Proofs;

namespace Nedb.Benchmarks.Storage;

/// <summary>What concerns the whole database: opening, rebuilding, verifying, and the bytes that it takes.</summary>
internal static class WholeFigures
{
    /// <summary>How many documents there are; the bars are for a million.</summary>
    public static int Documents { get; set; } = 1_000_000;

    public static IEnumerable<Figure> Measure(string folder)
    {
        var path = Path.Combine(folder, "million");
        using (var store = NedbStore.Open(path, new() { Synchronous = SynchronousMode.Normal }))
        {
            People.Define(store);
            People.Fill(store, 0, Documents);
        }

        yield return MeasureOpening("a clean close", path, 5);
        yield return MeasureVerifying(path);
        yield return MeasureRebuilding(path);
    }

    public static IEnumerable<Figure> MeasureBytes(string folder)
    {
        const int Changes = 20;
        const int Keys = 5_000;
        var path = Path.Combine(folder, "changed");
        long before;
        using (var store = NedbStore.Open(path, new() { Synchronous = SynchronousMode.Normal }))
        {
            People.Define(store);
            People.Fill(store, 0, Keys);
        }

        before = BytesOf(path);
        using (var store = NedbStore.Open(path, new() { Synchronous = SynchronousMode.Normal }))
        {
            var version = 0;
            for (var i = 0; i < Changes; i++)
            {
                version++;
                using var transaction = store.BeginTransaction();
                for (var id = 0; id < Keys; id++)
                    People.Put(transaction, id, version);
                transaction.Commit();
            }
        }

        var bytes = (BytesOf(path) - before) / (double)(Changes * Keys);
        yield return new(
            "bytes on disk for one changed field of a document of 200 bytes, log and views",
            $"{Changes * Keys:N0} changes in commits of {Keys:N0}",
            bytes,
            350,
            IsAtLeast: false,
            "bytes");
    }

    private static Figure MeasureOpening(string after, string path, int times)
    {
        var seconds = new double[times];
        for (var i = 0; i < times; i++)
        {
            var clock = Stopwatch.StartNew();
            using var store = NedbStore.Open(path);
            if (store.OpenSnapshot().Find(People.Collection, People.KeyOf(Documents / 2)) is null)
                throw new InvalidOperationException("A document is missing.");
            seconds[i] = clock.Elapsed.TotalSeconds;
        }

        return new(
            $"open and read one of {Documents:N0} documents, after {after}",
            $"median of {times}",
            1_000 * Pairs.Median(seconds),
            200,
            IsAtLeast: false,
            "ms");
    }

    private static Figure MeasureVerifying(string path)
    {
        var log = Directory.EnumerateFiles(Path.Combine(path, "log")).Order().Select(File.ReadAllBytes).ToArray();
        using var store = NedbStore.Open(path);
        // Closed segments are packed. What is verified is what they unpack to, and as many bytes are hashed.
        var bytes = store.Verify().Bytes;
        var pair = Pairs.Compare(
            3,
            () =>
            {
                for (var left = bytes; left > 0;)
                    foreach (var segment in log)
                    {
                        var part = segment.AsSpan(0, (int)Math.Min(left, segment.Length));
                        Blake2b256.Hash(part);
                        left -= part.Length;
                    }

                return 1;
            },
            () => store.Verify().IsIntact ? 1 : throw new InvalidOperationException("The database is damaged."));
        return new(
            "verify, to hashing the same bytes with the hash library alone",
            $"{bytes / pair.Second.TotalSeconds / 1e6:N0} to {bytes / pair.First.TotalSeconds / 1e6:N0} MB/s",
            1 / pair.Quotient,
            0.5,
            IsAtLeast: true,
            "×");
    }

    private static Figure MeasureRebuilding(string path)
    {
        var views = Path.Combine(path, "views");
        var seconds = new double[3];
        var nodes = 0L;
        for (var i = 0; i < seconds.Length; i++)
        {
            if (Directory.Exists(views))
                Directory.Delete(views, recursive: true);
            var clock = Stopwatch.StartNew();
            using var store = NedbStore.Open(path);
            nodes = store.Seq;
            seconds[i] = clock.Elapsed.TotalSeconds;
        }

        return new(
            "rebuild of all views from the log",
            $"{nodes:N0} nodes in {Pairs.Median(seconds):N2} s",
            nodes / Pairs.Median(seconds),
            300_000,
            IsAtLeast: true,
            "nodes/s");
    }

    private static long BytesOf(string path) =>
        Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
