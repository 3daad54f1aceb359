using LiteDB;
using Nedb.Storage;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Benchmarks.Storage;

/// <summary>The same documents in LiteDB, the other embedded database in C#; it writes and syncs in its own way.</summary>
internal static class LiteDbFigures
{
    private const int Documents = 100_000;

    public static IEnumerable<Figure> Measure(string folder)
    {
        using var store = NedbStore.Open(Path.Combine(folder, "people"));
        People.Define(store);
        People.Fill(store, 0, Documents);
        using var lite = new LiteDatabase(Path.Combine(folder, "people.litedb"));
        var people = lite.GetCollection("people");
        people.EnsureIndex("city");
        for (var first = 0; first < Documents; first += 1_000)
            people.InsertBulk(Make(first));

        yield return MeasurePoints(store, people);
        yield return MeasureCities(store, people);
        yield return MeasureBatches(store, people);
    }

    private static Figure MeasurePoints(NedbStore store, ILiteCollection<BsonDocument> people)
    {
        const int Reads = 2_000;
        var turn = 0;
        var pair = Pairs.Compare(
            21,
            () =>
            {
                var random = new Random(turn++);
                for (var i = 0; i < Reads; i++)
                    if (people.FindById(random.NextInt64(Documents))["name"].AsString.Length == 0)
                        throw new InvalidOperationException("A document is not as it was written.");
                return Reads;
            },
            () =>
            {
                var random = new Random(turn++);
                for (var i = 0; i < Reads; i++)
                    if (store.OpenSnapshot().Find(People.Collection, People.KeyOf(random.NextInt64(Documents)))!
                        .GetValue(People.Name).AsString().Length == 0)
                        throw new InvalidOperationException("A document is not as it was written.");
                return Reads;
            });
        return Make("point read by key, to LiteDB", pair);
    }

    private static Figure MeasureCities(NedbStore store, ILiteCollection<BsonDocument> people)
    {
        const int Reads = 50;
        var turn = 0;
        var pair = Pairs.Compare(
            11,
            () =>
            {
                var count = 0L;
                for (var i = 0; i < Reads; i++)
                    foreach (var person in people.Find(LiteDB.Query.EQ("city", $"City {turn++ % 1_000}")))
                        count += person["name"].AsString.Length > 0 ? 1 : 0;
                return count;
            },
            () =>
            {
                var count = 0L;
                for (var i = 0; i < Reads; i++)
                {
                    var city = KeyEncoder.Encode(NedbValue.FromString($"City {turn++ % 1_000}"));
                    using var cursor = store.OpenSnapshot().ScanIndex(People.Collection, People.CityIndex, KeyRange.Prefix(city));
                    while (cursor.MoveNext())
                        count += cursor.Current.GetValue(People.Name).AsString().Length > 0 ? 1 : 0;
                }

                return count;
            });
        return Make("documents read by a secondary index, to LiteDB", pair);
    }

    private static Figure MeasureBatches(NedbStore store, ILiteCollection<BsonDocument> people)
    {
        var (ours, theirs) = ((long)Documents, (long)Documents);
        var pair = Pairs.Compare(
            15,
            () =>
            {
                people.InsertBulk(Make(theirs));
                theirs += 1_000;
                return 1_000;
            },
            () =>
            {
                People.Fill(store, ours, 1_000);
                ours += 1_000;
                return 1_000;
            });
        return Make("batch of 1,000 documents, to LiteDB", pair);
    }

    private static IEnumerable<BsonDocument> Make(long first)
    {
        for (var id = first; id < first + 1_000; id++)
            yield return new BsonDocument(People.Values(id).ToDictionary(
                static value => value.Name == "id" ? "_id" : value.Name, static value => new BsonValue(value.Value)));
    }

    private static Figure Make(string what, Pair pair) => new(what, $"{pair}", 1 / pair.Quotient, 1, IsAtLeast: true, "×");
}
