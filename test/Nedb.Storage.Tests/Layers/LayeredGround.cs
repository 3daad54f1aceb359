using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Layers;

/// <summary>
/// A database with everything in it that a view shows: documents with versions, ends and new beginnings, two indexes, one of them unique,
/// links, causes, idempotency keys, nonces, a schemaless collection, and a collection that was dropped. All of it follows from a number of
/// rounds, and <see cref="Describe(NedbStore, int)"/> says all that can be read.
/// </summary>
internal static class LayeredGround
{
    public const int Things = 1;
    public const int Dropped = 2;

    /// <summary>Options under which nearly every commit is written to runs, and runs are merged all the time.</summary>
    public static StoreOptions Tiny { get; } = new() { MemtableBytes = 4 * 1024, CacheBytes = 32 * 1024 };

    public static void Define(NedbStore store)
    {
        using var transaction = store.BeginTransaction();
        var things = Ground.Make(Things, "things", ("id", FieldKind.Int64), ("number", FieldKind.Int64), ("text", FieldKind.String));
        transaction.Define(things with
        {
            Indexes = [Ground.Index(1, false, 2), Ground.Index(2, true, 3)],
            NextIndexId = 3,
        });
        transaction.Define(Ground.Make(Dropped, "dropped", ("id", FieldKind.Int64), ("text", FieldKind.String)));
        transaction.Commit();
    }

    public static void Write(NedbStore store, int round)
    {
        var random = new Random(round);
        using (var transaction = store.BeginTransaction())
        {
            for (var i = 0; i < 5; i++)
                WriteOne(transaction, random, round, i);
            transaction.Commit(new() { IdempotencyKey = $"key {round}", Client = "client", Nonce = round });
        }

        if (round != 40)
            return;
        using var last = store.BeginTransaction();
        last.Drop(Dropped);
        last.Commit();
    }

    /// <summary>Everything that can be read of a store, as lines.</summary>
    public static List<string> Describe(NedbStore store, int rounds)
    {
        var view = store.OpenSnapshot();
        List<string> lines = [$"{store.Seq} {store.Head} {store.Root}", $"count {view.EstimateCount(Things)}"];
        foreach (var seq in (long[])[view.Seq, view.Seq / 2, view.Seq / 3, Math.Min(5, view.Seq), 0])
            DescribeState(view.AsOf(seq), lines);
        foreach (var version in view.ScanHistory(Things, KeyRange.All).Read())
            lines.Add("history " + Describe(version));
        for (long seq = 1; seq <= view.Seq; seq++)
        {
            lines.Add($"node {seq} {Describe(view.FindNode(seq)!)} effects {string.Join(',', view.FindEffects(seq))}");
            lines.Add($"found {view.FindNode(view.FindNode(seq)!.Hash)?.Seq}");
            if (seq % 29 == 0)
                lines.Add($"proof {store.Prove(seq).Path.Length} {string.Join(' ', store.Prove(seq).Path)}");
        }

        for (var round = 1; round <= rounds; round++)
            lines.Add($"outcome {store.FindCommit($"key {round}")} {store.FindByHash(store.FindCommit($"key {round}")?.Head ?? default)}");
        foreach (var collection in view.Catalog.Collections.OrderBy(collection => collection.Id))
            lines.Add(
                $"collection {collection.Id} {collection.Name} {collection.NextFieldId} "
                + string.Join(',', collection.Fields.Select(field => field.Name)));
        lines.Add($"next {view.Catalog.NextCollectionId}");
        return lines;
    }

    private static void DescribeState(ReadView view, List<string> lines)
    {
        lines.Add($"state {view.Seq}");
        foreach (var document in view.Scan(Things, KeyRange.All).Read())
            lines.Add(Describe(document));
        foreach (var document in view.Scan(Things, KeyRange.All, isReverse: true).Read())
            lines.Add($"{document.Seq}");
        foreach (var indexId in (int[])[1, 2])
        {
            foreach (var isReverse in (bool[])[false, true])
                lines.Add("index " + string.Join(
                    ',', view.ScanIndex(Things, indexId, KeyRange.All, isReverse).Read().Select(document => document.Seq)));
        }

        for (var id = 0; id < 30; id++)
        {
            var key = Ground.Key(Ground.Int(id));
            lines.Add($"{id} {view.Find(Things, key)?.Seq}");
            foreach (var isReverse in (bool[])[false, true])
                lines.Add(string.Join(';', view.FindLinks(Things, key, null, isReverse)
                    .Select(link => $"{link.Relation} {Convert.ToHexString(link.Key.Span)} {link.Seq}")));
        }

        if (view.Catalog.Find("loose") is { } loose)
            foreach (var document in view.Scan(loose.Id, KeyRange.All).Read())
                lines.Add("loose " + Describe(document));
    }

    private static void WriteOne(WriteTransaction transaction, Random random, int round, int i)
    {
        var id = random.Next(30);
        var key = Ground.Key(Ground.Int(id));
        var causes = random.Next(3) == 0 && transaction.View.Seq > 3
            ? new Provenance([random.NextInt64(1, 4)], $"round {round}", 0.5)
            : null;
        switch (random.Next(10))
        {
            case 0:
                transaction.Delete(Things, key, new() { Provenance = causes });
                break;
            case 1 when transaction.View.Find(Things, key) is not null:
                transaction.Link(Things, key, "next", Things, key, WriteMetadata.None);
                break;
            case 2 when transaction.View.Find(Things, key) is not null:
                transaction.Unlink(Things, key, "next", Things, key, WriteMetadata.None);
                break;
            case 3 when round < 40:
                transaction.Put(Dropped, Ground.Int(random.Next(4)), Ground.Text($"{round} {i}"));
                break;
            case 4:
                var loose = transaction.GetOrAddSchemaless("loose").Id;
                var field = transaction.GetOrAddField(loose, $"field {random.Next(6)}");
                transaction.Put(loose, Ground.Text($"{random.Next(5)}"), [field], [Ground.Int(round)], WriteMetadata.None);
                break;
            default:
                transaction.Put(
                    Things,
                    new WriteMetadata { Provenance = causes, Period = random.Next(3) == 0 ? new Period(round, round + 10) : null },
                    Ground.Int(id), random.Next(4) == 0 ? NedbValue.Null : Ground.Int(random.Next(5)), Ground.Text($"{id} of {round}.{i}"));
                break;
        }
    }

    private static string Describe(Document version) =>
        $"{version.CollectionId} {version.Kind} {version.Seq} {version.PreviousSeq} {version.CommittedAt:O} {version.Hash} "
        + $"{version.Period} {string.Join(',', version.Provenance.CausedBy)} {version.Provenance.Evidence} {version.Provenance.Confidence} "
        + $"{Convert.ToHexString(version.Key.Span)} {version.Id} "
        + string.Join('|', version.FieldIds.ToArray().Select(id => $"{id}={version.GetValue(id)}"));
}
