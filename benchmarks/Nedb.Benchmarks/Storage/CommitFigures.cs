using System.Runtime.InteropServices;
using Nedb.Storage;

namespace Nedb.Benchmarks.Storage;

/// <summary>What durable commits cost: against the disk alone, many writers against one, and batches against SQLite.</summary>
internal static class CommitFigures
{
    private const int Writers = 64;

    public static IEnumerable<Figure> Measure(string folder)
    {
        using var store = NedbStore.Open(Path.Combine(folder, "commits"));
        People.Define(store, hasIndex: false);
        yield return MeasureOne(store, folder);
        yield return MeasureMany(store);
        yield return MeasureBatches(folder);
    }

    private static Figure MeasureOne(NedbStore store, string folder)
    {
        const int Commits = 200;
        var id = 0L;
        long CommitSome()
        {
            for (var i = 0; i < Commits; i++)
                Commit(store, id++);
            return Commits;
        }

        var log = Path.Combine(folder, "commits", "log");
        var before = FrameBytes(log);
        CommitSome();
        var bytes = new byte[(FrameBytes(log) - before) / Commits];
        using var file = File.OpenHandle(Path.Combine(folder, "bare"), FileMode.Create, FileAccess.Write);
        long position = 0;
        long AppendSome()
        {
            for (var i = 0; i < Commits; i++)
            {
                RandomAccess.Write(file, bytes, position);
                position += bytes.Length;
                SyncData(file);
            }

            return Commits;
        }

        var pair = Pairs.Compare(15, AppendSome, CommitSome);
        return new(
            "durable commits of one document, one writer, to a bare append and fdatasync of the same size",
            $"{pair}, {bytes.Length} bytes",
            1 / pair.Quotient,
            0.7,
            IsAtLeast: true,
            "×");
    }

    private static Figure MeasureMany(NedbStore store)
    {
        const int Commits = 100;
        var id = 10_000_000L;
        long CommitAlone()
        {
            for (var i = 0; i < Commits; i++)
                Commit(store, id++);
            return Commits;
        }

        long CommitTogether()
        {
            const int Each = 200; // threads begin and end one by one: a short turn would measure that
            var first = id;
            id += Writers * Each;
            var threads = new Thread[Writers];
            for (var i = 0; i < Writers; i++)
            {
                var start = first + i * Each;
                threads[i] = new Thread(() =>
                {
                    for (var number = start; number < start + Each; number++)
                        Commit(store, number);
                });
                threads[i].Start();
            }

            foreach (var thread in threads)
                thread.Join();
            return Writers * Each;
        }

        var pair = Pairs.Compare(7, CommitAlone, CommitTogether);
        return new(
            $"durable commits of one document, {Writers} writers to one",
            $"{pair}",
            1 / pair.Quotient,
            20,
            IsAtLeast: true,
            "×");
    }

    private static Figure MeasureBatches(string folder)
    {
        using var store = NedbStore.Open(Path.Combine(folder, "batches"));
        People.Define(store);
        using var sqlite = People.OpenSqlite(folder);
        People.CreateSqlite(sqlite);
        var (ours, theirs) = (0L, 0L);
        var pair = Pairs.Compare(
            31,
            () =>
            {
                People.Fill(sqlite, theirs, 1_000);
                theirs += 1_000;
                return 1_000;
            },
            () =>
            {
                using var transaction = store.BeginTransaction();
                for (var i = 0; i < 1_000; i++)
                    People.Put(transaction, ours++);
                transaction.Commit();
                return 1_000;
            });
        return new(
            "durable batch of 1,000 documents of 10 fields and one secondary index, to SQLite (WAL, FULL)",
            $"{1 / pair.Second.TotalSeconds:N0} to {1 / pair.First.TotalSeconds:N0} rows/s",
            1 / pair.Quotient,
            1.5,
            IsAtLeast: true,
            "×");
    }

    private static void Commit(NedbStore store, long id)
    {
        using var transaction = store.BeginTransaction();
        People.Put(transaction, id);
        transaction.Commit();
    }

    /// <summary>The bytes of the log up to the zeros that are ready for what comes.</summary>
    private static long FrameBytes(string log) => Directory.EnumerateFiles(log).Sum(path =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1L;
    });

    private static void SyncData(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            if (SyncData((int)file.DangerousGetHandle()) != 0)
                throw new IOException("fdatasync failed.");
        }
        else
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int SyncData(int descriptor);
}
