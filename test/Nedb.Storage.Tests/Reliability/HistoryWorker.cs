using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>Reads and appends to a few lists in transactions of both isolations, and records what each of them did and saw.</summary>
/// <param name="store">The store.</param>
/// <param name="seed">What the choices of this worker follow from.</param>
internal sealed class HistoryWorker(NedbStore store, int seed)
{
    /// <summary>The collection of the lists.</summary>
    public const int Lists = 1;

    private const int Keys = 6;

    private readonly Random _random = new(seed);

    /// <summary>Is told of a transaction that writes before it is committed, which then is under its <see cref="RecordedTransaction.Id"/>.</summary>
    public Action<RecordedTransaction>? Intend { get; init; }

    /// <summary>Makes the collection where it is not there.</summary>
    public static void Define(NedbStore store)
    {
        using var transaction = store.BeginTransaction();
        if (transaction.View.Catalog.Find(Lists) is not null)
            return;
        transaction.Define(Make(Lists, "lists", ("id", FieldKind.Int64), ("items", FieldKind.String)));
        transaction.Commit();
    }

    /// <summary>All lists that are not empty, as a text.</summary>
    public static string ReadAll(ReadView view) => HistoryChecker.Show(
        view.Scan(Lists, KeyRange.All).Read().Select(static list => KeyValuePair.Create(list.Id.AsInt64(), list.GetValue(2).AsString())));

    /// <summary>Makes one transaction.</summary>
    /// <param name="known">The greatest seq that anybody was told of.</param>
    /// <param name="item">What it appends; no other one appends the same.</param>
    public RecordedTransaction Run(ref long known, string item)
    {
        var isolation = _random.Next(2) == 0 ? IsolationMode.Snapshot : IsolationMode.Serializable;
        var before = Volatile.Read(ref known);
        using var transaction = store.BeginTransaction(isolation);
        var made = new RecordedTransaction { Id = item, Isolation = isolation, KnownSeq = before, SnapshotSeq = transaction.View.Seq };
        if (_random.Next(3) == 0)
            made.All = ReadAll(transaction.View);
        for (var i = _random.Next(1, 4); i > 0; i--)
            ReadAndWrite(transaction, made, item);
        if (made.Writes.Count > 0)
            Intend?.Invoke(made);
        Commit(transaction, made, ref known);
        return made;
    }

    private void ReadAndWrite(WriteTransaction transaction, RecordedTransaction made, string item)
    {
        var key = _random.Next(Keys);
        var items = transaction.View.Find(Lists, Key(Int(key)))?.GetValue(2).AsString() ?? "";
        if (made.Writes.TrueForAll(write => write.Key != key))
            made.Reads.Add((key, items));
        var kind = _random.Next(8);
        if (kind == 0 && items.Length > 0)
        {
            transaction.Delete(Lists, Key(Int(key)), WriteMetadata.None);
            made.Writes.Add((key, null));
        }
        else if (kind < 5)
        {
            // A list that grows long begins anew.
            if (items.Length > 200)
                made.Writes.Add((key, null));
            transaction.Put(Lists, Int(key), Text(items.Length > 200 ? item : items + item));
            made.Writes.Add((key, item));
        }
    }

    private void Commit(WriteTransaction transaction, RecordedTransaction made, ref long known)
    {
        try
        {
            var result = transaction.Commit(Intend is not null && made.Writes.Count > 0 ? new() { IdempotencyKey = made.Id } : null);
            if (made.Writes.Count == 0 || result.LastSeq < result.FirstSeq)
                return;
            made.Committed = (result.FirstSeq, result.LastSeq);
            for (var seen = Volatile.Read(ref known); seen < result.LastSeq;)
                seen = Interlocked.CompareExchange(ref known, result.LastSeq, seen);
        }
        catch (StorageException refusal) when (refusal.Code == StorageErrorCode.WriteConflict)
        {
            made.IsRefused = true;
        }
    }
}
