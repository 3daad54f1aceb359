using System.Globalization;
using System.Text;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Tests.Io;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// The process that is killed. Each of its threads commits, again and again, one number into two documents at once, at every third turn
/// makes or ends a third one, and the first at every 25th erases what one of them held before; then it says so on standard output. Whoever started it keeps what it said.
/// </summary>
internal static class KillVictim
{
    public const string Collection = "pairs";
    public const string Field = "n";

    private const int EraseEvery = 25;

    /// <summary>The name of a document of a thread: a and b change together, c comes and goes.</summary>
    public static string IdOf(int thread, char part) => string.Create(CultureInfo.InvariantCulture, $"{thread}-{part}");

    /// <summary>The number that a thread committed last, or 0.</summary>
    public static long Read(ReadView view, int thread, char part)
    {
        if (view.Catalog.Find(Collection) is not { } collection || collection.FindField(Field) is not { } field)
            return 0;
        return view.Find(collection.Id, KeyEncoder.Encode(NedbValue.FromString(IdOf(thread, part))))?.GetValue(field.Id).AsInt64() ?? 0;
    }

    private static int Main(string[] arguments)
    {
        if (arguments[0] == LockHolder.Command)
            return LockHolder.Run(arguments[1]);
        if (arguments[0] == HistoryVictim.Command)
            return HistoryVictim.Run(arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture));
        var threads = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        using var store = NedbStore.Open(arguments[0], new StoreOptions { SegmentBytes = 64 * 1024, MemtableBytes = 8 * 1024 });
        using var output = Console.OpenStandardOutput();
        Commit(store, 0, 0); // makes the collection, so that the threads do not race for it
        Say(output, "ready");
        var running = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            var number = i + 1;
            running[i] = new Thread(() => Run(store, output, number));
            running[i].Start();
        }

        foreach (var thread in running)
            thread.Join();
        return 0;
    }

    private static void Run(NedbStore store, Stream output, int thread)
    {
        for (var n = Read(store.OpenSnapshot(), thread, 'a') + 1; ; n++)
        {
            Commit(store, thread, n);
            if (thread == 1 && n % EraseEvery == 0)
                EraseLast(store, thread);
            Say(output, string.Create(CultureInfo.InvariantCulture, $"{thread} {n}"));
        }
    }

    private static void Commit(NedbStore store, int thread, long n)
    {
        while (true)
        {
            try
            {
                using var transaction = store.BeginTransaction();
                var collection = transaction.GetOrAddSchemaless(Collection).Id;
                var field = transaction.GetOrAddField(collection, Field);
                Put(transaction, collection, field, thread, 'a', n);
                if (n % 3 == 0)
                    Put(transaction, collection, field, thread, 'c', n);
                else
                    transaction.Delete(collection, KeyEncoder.Encode(NedbValue.FromString(IdOf(thread, 'c'))), WriteMetadata.None);
                Put(transaction, collection, field, thread, 'b', n);
                transaction.Commit();
                return;
            }
            catch (StorageException error) when (error.IsTransient)
            {
                // Another thread made the same definition first; once more.
            }
        }
    }

    /// <summary>Erases what document a of a thread held before its present version.</summary>
    private static void EraseLast(NedbStore store, int thread)
    {
        while (true)
        {
            try
            {
                using var transaction = store.BeginTransaction();
                var collection = transaction.GetOrAddSchemaless(Collection).Id;
                var current = transaction.Find(collection, KeyEncoder.Encode(NedbValue.FromString(IdOf(thread, 'a'))))!;
                transaction.Erase(collection, [current.PreviousSeq], null, WriteMetadata.None);
                transaction.Commit();
                return;
            }
            catch (StorageException error) when (error.IsTransient)
            {
                // Another thread erased first; once more.
            }
        }
    }

    private static void Put(WriteTransaction transaction, int collection, int field, int thread, char part, long n) =>
        transaction.Put(collection, NedbValue.FromString(IdOf(thread, part)), [field], [NedbValue.FromInt64(n)], WriteMetadata.None);

    private static void Say(Stream output, string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line + "\n");
        lock (output)
        {
            output.Write(bytes); // one write of a short line: it is in the pipe or it is not
            output.Flush();
        }
    }
}
