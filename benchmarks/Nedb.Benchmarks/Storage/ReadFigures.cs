using Microsoft.Data.Sqlite;
using Nedb.Storage;
using Nedb.Storage.Views;

namespace Nedb.Benchmarks.Storage;

/// <summary>What reading costs: by key against SQLite, of the past against the present, and with a long history against none.</summary>
internal static class ReadFigures
{
    private const int Documents = 100_000;

    public static IEnumerable<Figure> Measure(string folder)
    {
        using (var store = NedbStore.Open(Path.Combine(folder, "points")))
        {
            People.Define(store);
            People.Fill(store, 0, Documents);
        }

        using (var sqlite = People.OpenSqlite(folder))
        {
            People.CreateSqlite(sqlite);
            People.Fill(sqlite, 0, Documents);
        }

        using (var store = NedbStore.Open(Path.Combine(folder, "points")))
        {
            foreach (var threads in (int[])[1, 2])
                yield return MeasurePoints(store, folder, threads);
        }

        foreach (var figure in MeasurePast(folder))
            yield return figure;
        yield return MeasureScans(folder);
    }

    private static Figure MeasurePoints(NedbStore store, string folder, int threads)
    {
        const int Reads = 4_000;
        var turn = 0;
        var connections = Enumerable.Range(0, threads).Select(_ => People.OpenSqlite(folder)).ToArray();
        var commands = connections.Select(Prepare).ToArray();
        var pair = Pairs.Compare(
            41,
            () => OnThreads(threads, turn++, (thread, random) => ReadSqlite(commands[thread], random, Reads)),
            () => OnThreads(threads, turn++, (_, random) => ReadNedb(store, random, Reads)),
            isCpu: threads == 1);
        foreach (var command in commands)
            command.Dispose();
        foreach (var connection in connections)
            connection.Dispose();
        return new(
            $"point read by key at HEAD, {threads} thread{(threads > 1 ? "s" : "")}, to SQLite's prepared statement",
            $"{pair}",
            1 / pair.Quotient,
            5,
            IsAtLeast: true,
            "×");
    }

    private static SqliteCommand Prepare(SqliteConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = "SELECT name, visits FROM people WHERE id = $id";
        command.Parameters.Add(new SqliteParameter("$id", 0L));
        command.Prepare();
        return command;
    }

    private static long OnThreads(int threads, int seed, Func<int, Random, long> work)
    {
        if (threads == 1)
            return work(0, new Random(seed));
        var counts = new long[threads];
        var running = Enumerable.Range(0, threads).Select(i => new Thread(() => counts[i] = work(i, new Random(seed * 31 + i)))).ToArray();
        foreach (var thread in running)
            thread.Start();
        foreach (var thread in running)
            thread.Join();
        return counts.Sum();
    }

    private static long ReadSqlite(SqliteCommand command, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            command.Parameters[0].Value = (long)random.Next(Documents);
            using var reader = command.ExecuteReader();
            if (!reader.Read() || reader.GetString(0).Length == 0 || reader.GetInt64(1) != 0)
                throw new InvalidOperationException("A document is not as it was written.");
        }

        return count;
    }

    private static long ReadNedb(NedbStore store, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var found = store.OpenSnapshot().Find(People.Collection, People.KeyOf(random.Next(Documents)));
            if (found is null || found.GetValue(People.Name).AsString().Length == 0 || found.GetValue(People.Visits).AsInt64() != 0)
                throw new InvalidOperationException("A document is not as it was written.");
        }

        return count;
    }

    private static IEnumerable<Figure> MeasurePast(string folder)
    {
        using var store = NedbStore.Open(Path.Combine(folder, "past"), new() { Synchronous = SynchronousMode.Off });
        People.Define(store);
        People.Fill(store, 0, Documents);
        foreach (var versions in (int[])[10, 1_000, 100_000])
        {
            // As many keys as make 100,000 versions, written in turns, so that the versions of a key lie apart.
            var keys = 100_000 / versions;
            var first = store.Seq;
            for (var version = 0; version < versions; version++)
            {
                using var transaction = store.BeginTransaction();
                for (var key = 0; key < keys; key++)
                    People.Put(transaction, 10_000_000L * versions + key, version);
                transaction.Commit();
            }

            var last = store.Seq;
            yield return MeasurePast(store, versions, keys, first + keys, last);
        }
    }

    private static Figure MeasurePast(NedbStore store, int versions, int keys, long first, long last)
    {
        const int Reads = 2_000;
        var turn = 0;
        long Read(bool isPast)
        {
            var random = new Random(turn++);
            for (var i = 0; i < Reads; i++)
            {
                // Both choose one of 100,000 versions: a few keys alone would be read from the cache of the processor.
                var view = store.OpenSnapshot();
                if (isPast)
                    view = view.AsOf(random.NextInt64(first, last + 1));
                var id = isPast ? 10_000_000L * versions + random.Next(keys) : random.Next(Documents);
                var found = view.Find(People.Collection, People.KeyOf(id));
                if (found is null || found.GetValue(People.Name).AsString().Length == 0)
                    throw new InvalidOperationException("A document is not as it was written.");
            }

            return Reads;
        }

        var pair = Pairs.Compare(41, () => Read(isPast: false), () => Read(isPast: true), isCpu: true);
        return new(
            $"point read AS OF a random seq, keys with {versions:N0} versions, to HEAD",
            $"{pair}",
            pair.Quotient,
            2,
            IsAtLeast: false,
            "×");
    }

    private static Figure MeasureScans(string folder)
    {
        const int Few = 5_000;
        var options = new StoreOptions { Synchronous = SynchronousMode.Off };
        using var one = NedbStore.Open(Path.Combine(folder, "one"), options);
        using var hundred = NedbStore.Open(Path.Combine(folder, "hundred"), options);
        People.Define(one);
        People.Define(hundred);
        People.Fill(one, 0, Few);
        People.Fill(hundred, 0, Few, versions: 100);
        var pair = Pairs.Compare(41, () => Scan(one), () => Scan(hundred), isCpu: true);
        return new(
            "HEAD scan of documents with 100 versions each, to 1 version each",
            $"{pair} a document",
            pair.Quotient,
            1.2,
            IsAtLeast: false,
            "×");
        static long Scan(NedbStore store)
        {
            var count = 0L;
            using var cursor = store.OpenSnapshot().Scan(People.Collection, KeyRange.All);
            while (cursor.MoveNext())
                count += cursor.Current.GetValue(People.Name).AsString().Length > 0 ? 1 : 0;
            return count == Few ? Few : throw new InvalidOperationException($"Expected {Few} documents; found {count}.");
        }
    }
}
