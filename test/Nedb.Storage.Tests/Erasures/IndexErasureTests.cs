using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Erasures;

/// <summary>
/// An entry of an index stands for all versions of a document from the one that brought it on, so an erasure may concern some of them only.
/// </summary>
public sealed class IndexErasureTests
{
    private const int Documents = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Law_5_Whatever_is_erased_an_index_finds_at_every_seq_what_a_scan_finds(int seed)
    {
        using var ground = new Ground(LayeredGround.Tiny);
        var people = ErasureTests.DefinePeople(ground);
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            Write(ground, people, random);
            Erase(ground, people, random);
            CheckIndexes(ground.Now, people);
            if (round % 3 == 2)
                ground.Reopen(losing: round % 2 == 0 ? random : null);
            CheckIndexes(ground.Now, people);
        }

        Assert.Empty(ground.Store.Verify().Damage);
    }

    [Fact]
    public void A_version_in_the_middle_is_taken_out_of_an_entry_that_stands_for_those_around_it()
    {
        using var ground = new Ground(LayeredGround.Tiny);
        var people = ErasureTests.DefinePeople(ground);
        for (var i = 0; i < 5; i++)
        {
            ground.Commit(t => t.Put(people, Ground.Int(1), Ground.Text($"{i} {new string('x', 8_000)}"), Ground.Text("Lisbon")));
            ground.Store.WaitForViews();
        }

        var last = ground.Store.Seq;
        ground.Commit(transaction => transaction.Erase(people, [last - 2], null, WriteMetadata.None));
        for (var round = 0; round < 2; round++)
        {
            foreach (var seq in (long[])[last - 4, last - 3, last - 1, last])
                Assert.Equal([seq], Found(ground.Now.AsOf(seq), "Lisbon"));
            Assert.Empty(Found(ground.Now.AsOf(last - 2), "Lisbon"));
            Assert.Equal([last - 2], ground.Now.AsOf(last - 2).ScanIndex(people, 2, KeyRange.All).Read().Select(found => found.Seq));
            ground.Reopen();
        }

        IEnumerable<long> Found(ReadView view, string town) => view
            .ScanIndex(people, 2, KeyRange.Prefix(KeyEncoder.Encode(Ground.Text(town)))).Read().Select(found => found.Seq);
    }

    private static void Write(Ground ground, int people, Random random)
    {
        for (var i = 0; i < 12; i++)
            ground.Commit(transaction =>
            {
                for (var n = 0; n < 3; n++)
                {
                    var id = random.Next(Documents);
                    if (random.Next(10) == 0)
                        transaction.Delete(people, Ground.Key(Ground.Int(id)), WriteMetadata.None);
                    else
                        transaction.Put(people, Ground.Int(id), Ground.Text($"{random.Next(2)}"), Ground.Text($"{random.Next(3) / 2}"));
                    // Versions that differ in nothing that an index holds.
                    if (random.Next(2) == 0)
                        transaction.Put(
                            people,
                            new WriteMetadata { Provenance = new([], $"{random.Next()}") },
                            Ground.Int(id), Ground.Text("0"), Ground.Text("0"));
                }
            });
    }

    private static void Erase(Ground ground, int people, Random random)
    {
        var closed = ground.Now.ScanHistory(people, KeyRange.All).Read()
            .Where(version => version.Kind == NodeKind.Put && version.SupersededSeq != long.MaxValue && random.Next(4) == 0)
            .Select(version => version.Seq).ToList();
        if (closed.Count > 0)
            ground.Commit(transaction => transaction.Erase(
                people, closed, random.Next(3) switch { 0 => null, 1 => [2], _ => [3] }, WriteMetadata.None));
    }

    private static void CheckIndexes(ReadView now, int people)
    {
        for (long seq = 0; seq <= now.Seq; seq++)
        {
            var view = now.AsOf(seq);
            var expected = view.Scan(people, KeyRange.All).Read().Select(found => found.Seq).Order().ToList();
            foreach (var index in (int[])[1, 2])
            {
                var found = view.ScanIndex(people, index, KeyRange.All).Read();
                Assert.Equal(expected, found.Select(document => document.Seq).Order());
                var values = found.Where(document => !document.IsContentErased)
                    .Select(document => document.GetValue(index + 1)).Select(value => value.IsNull ? "" : value.AsString()).ToList();
                Assert.Equal(values.Order(StringComparer.Ordinal), values);
                Assert.Equal(
                    found.Select(document => document.Seq).Reverse(),
                    view.ScanIndex(people, index, KeyRange.All, isReverse: true).Read().Select(document => document.Seq));
            }
        }
    }
}
