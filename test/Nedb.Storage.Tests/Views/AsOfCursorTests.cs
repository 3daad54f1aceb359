using Nedb.Storage.Io;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Views;

/// <summary>
/// Reads as of a seq find what follows from the versions alone: those that were written up to it, of each key the last, unless it ended.
/// </summary>
public sealed class AsOfCursorTests
{
    private const int Rounds = 60;
    private const int Hot = 7;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scans_as_of_any_seq_give_the_versions_that_were_the_last_of_their_keys(bool isLayered)
    {
        using var store = LogStore.Open(new MemoryFileSystem(), isLayered ? LayeredGround.Tiny : new(), keepsViews: isLayered);
        Fill(store);
        for (var pass = 0; pass < 2; pass++)
        {
            Check(store, new Random(pass));
            store.WaitForViews();
        }
    }

    [Fact]
    public void What_is_read_step_by_step_and_what_is_read_at_once_go_on_from_each_other()
    {
        using var store = LogStore.Open(new MemoryFileSystem(), LayeredGround.Tiny);
        Fill(store);
        var head = store.OpenSnapshot();
        var random = new Random(3);
        for (var turn = 0; turn < 60; turn++)
        {
            var view = head.AsOf(turn % 3 == 0 ? head.Seq : random.NextInt64(1, head.Seq));
            var isReverse = turn % 5 == 4;
            var expected = view.Scan(LayeredGround.Things, KeyRange.All, isReverse).Read().Select(found => found.Seq).ToList();
            using var cursor = view.Scan(LayeredGround.Things, KeyRange.All, isReverse);
            var found = new List<long>();
            var some = new RowHandle[1 + random.Next(5)];
            for (var more = true; more;)
            {
                if (random.Next(2) == 0)
                {
                    if (more = cursor.MoveNext())
                        found.Add(cursor.Current.Seq);
                    continue;
                }

                var count = cursor.Fill(some);
                found.AddRange(some[..count].Select(static one => ((Document)one.Read()!).Seq));
                more = count > 0;
            }

            Assert.Equal(expected, found);
        }
    }

    private static void Fill(LogStore store)
    {
        LayeredGround.Define(store);
        for (var round = 1; round <= Rounds; round++)
        {
            LayeredGround.Write(store, round);
            using var transaction = store.BeginTransaction();
            // A key with a long history, of which no layer has all.
            for (var i = 0; i < (round == 30 ? 150 : 3); i++)
                transaction.Put(LayeredGround.Things, Ground.Int(Hot), Ground.Int(i % 5), Ground.Text($"{Hot} of {round}.{i} hot"));
            if (round == 40)
            {
                var things = transaction.View.Catalog.Find(LayeredGround.Things)!;
                transaction.Define(things with { Indexes = [.. things.Indexes, Ground.Index(3, false, 2)], NextIndexId = 4 });
            }

            transaction.Commit();
        }
    }

    private static void Check(LogStore store, Random random)
    {
        var head = store.OpenSnapshot();
        var things = head.Catalog.Find(LayeredGround.Things)!;
        var history = head.ScanHistory(LayeredGround.Things, KeyRange.All).Read();
        for (var turn = 0; turn < 60; turn++)
        {
            var seq = turn % 4 == 0 ? head.Seq : random.NextInt64(0, head.Seq + 1);
            var view = head.AsOf(seq);
            var visible = history.Where(version => version.Seq <= seq).GroupBy(version => Convert.ToHexString(version.Key.Span))
                .Select(versions => versions.MaxBy(version => version.Seq)!).Where(version => !version.IsTombstone).ToList();
            var range = ToRange(Bound(random), Bound(random));
            Compare(visible, version => version.Key.ToArray(), range, reverse => view.Scan(LayeredGround.Things, range, reverse));
            foreach (var index in things.Indexes)
            {
                var entries = visible.ConvertAll(version => IndexKey.Entry(index, things, (StoredDocument)version));
                var bounds = random.Next(3) == 0 || entries.Count == 0
                    ? KeyRange.All
                    : ToRange(Part(entries[random.Next(entries.Count)], random), Part(entries[random.Next(entries.Count)], random));
                Compare(
                    visible, version => IndexKey.Entry(index, things, (StoredDocument)version), bounds,
                    reverse => view.ScanIndex(LayeredGround.Things, index.Id, bounds, reverse));
            }

            for (var id = 0; id < 30; id++)
            {
                var key = Ground.Key(Ground.Int(id));
                Assert.Equal(visible.Find(version => version.Key.Span.SequenceEqual(key))?.Seq, view.Find(LayeredGround.Things, key)?.Seq);
            }
        }
    }

    private static void Compare(List<Document> visible, Func<Document, byte[]> entryOf, KeyRange range, Func<bool, DocumentCursor> open)
    {
        var expected = visible.Select(version => (Entry: entryOf(version), Version: version))
            .Where(found => found.Entry.AsSpan().SequenceCompareTo(range.From.Span) >= 0
                && (range.To.IsEmpty || found.Entry.AsSpan().SequenceCompareTo(range.To.Span) < 0))
            .OrderBy(found => Convert.ToHexString(found.Entry), StringComparer.Ordinal).Select(found => Describe(found.Version)).ToList();
        Assert.Equal(expected, open(false).Read().Select(Describe));
        Skip(expected, open(false));
        expected.Reverse();
        Assert.Equal(expected, open(true).Read().Select(Describe));
        Skip(expected, open(true));
    }

    /// <summary>Reads some versions, step by step or at once, and passes over others: as many as are asked for, up to the last.</summary>
    private static void Skip(List<string> expected, DocumentCursor cursor)
    {
        var random = new Random(expected.Count);
        var rows = new RowHandle[4];
        using (cursor)
        {
            for (var place = 0; place <= expected.Count;)
            {
                switch (random.Next(3))
                {
                    case 0:
                        var most = random.Next(1, 9);
                        var passed = cursor.Skip(most);
                        Assert.Equal(Math.Min(most, expected.Count - place), passed);
                        place += passed < most ? expected.Count + 1 : (int)passed;
                        break;
                    case 1:
                        Assert.Equal(place < expected.Count, cursor.MoveNext());
                        if (place < expected.Count)
                            Assert.Equal(expected[place], Describe(cursor.Current));
                        place++;
                        break;
                    default:
                        var count = cursor.Fill(rows);
                        Assert.Equal(
                            expected.Skip(place).Take(count), rows[..count].Select(static row => Describe((Document)row.Read()!)));
                        place += count == 0 ? expected.Count + 1 : count;
                        break;
                }
            }
        }
    }

    private static string Describe(Document version) => $"{version.Seq} {version.Hash} {version.GetValue(3)}";

    /// <summary>No bound, a key, what keys begin with, or a key and then some bytes.</summary>
    private static byte[] Bound(Random random)
    {
        var key = Ground.Key(Ground.Int(random.Next(3) == 0 ? Hot : random.Next(31)));
        return random.Next(5) switch
        {
            0 => [],
            1 => key[..^1],
            2 => [.. key, (byte)random.Next(256)],
            3 => [.. key, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            _ => key,
        };
    }

    private static byte[] Part(byte[] entry, Random random) => random.Next(3) switch
    {
        0 => entry[..random.Next(1, entry.Length)],
        1 => [.. entry, (byte)random.Next(256)],
        _ => entry,
    };

    private static KeyRange ToRange(byte[] one, byte[] other) =>
        other.Length == 0 || one.AsSpan().SequenceCompareTo(other) <= 0 ? new(one, other) : new(other, one);
}
