using Nedb.Storage.Layers;
using Nedb.Storage.Runs;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Layers;

/// <summary>An entry of an index says since when its document has it; a version that keeps the values writes none.</summary>
public sealed class IndexEntryTests
{
    private const int Documents = 50;

    [Fact]
    public void A_version_that_keeps_the_indexed_values_of_one_in_runs_writes_no_entry()
    {
        using var ground = MakeGround(out var things);
        var before = CountEntries(ground);
        Write(ground, things, 1, indexed: 0);
        ground.Reopen();
        Assert.Equal(before, CountEntries(ground));
        Write(ground, things, 2, indexed: 1);
        ground.Reopen();
        Assert.True(CountEntries(ground) > before);
    }

    [Fact]
    public void An_entry_shows_at_every_seq_the_version_of_then()
    {
        using var ground = MakeGround(out var things);
        for (var round = 1; round <= 8; round++)
        {
            Write(ground, things, round, indexed: round / 3);
            // Some layers are in memory, some in one run, some in several.
            if (round % 4 == 2)
                ground.Store.WaitForViews();
        }

        for (var pass = 0; pass < 2; pass++)
        {
            for (long seq = 1; seq <= ground.Store.Seq; seq += 7)
            {
                var oneByOne = ground.Now.AsOf(seq).ScanIndex(things, 1, KeyRange.All).Read().Select(found => found.Seq).ToList();
                foreach (var size in (int[])[1, 7, 64])
                    Assert.Equal(oneByOne, Fill(ground.Now.AsOf(seq), things, size));
            }

            for (long seq = 1; seq <= ground.Store.Seq; seq += 7)
                foreach (var isReverse in (bool[])[false, true])
                    Assert.Equal(
                        ground.Now.AsOf(seq).Scan(things, KeyRange.All, isReverse).Read().Select(found => found.Seq).Order(),
                        ground.Now.AsOf(seq).ScanIndex(things, 1, KeyRange.All, isReverse).Read().Select(found => found.Seq).Order());
            ground.Reopen();
        }
    }

    [Fact]
    public void A_transaction_sees_through_an_entry_below_what_it_wrote_itself()
    {
        using var ground = MakeGround(out var things);
        ground.Reopen();
        using var transaction = ground.Store.BeginTransaction();
        transaction.Put(things, Ground.Int(7), Ground.Int(0), Ground.Text("first"));
        Assert.Equal("first", Seventh(transaction.View));
        transaction.Put(things, Ground.Int(7), Ground.Int(0), Ground.Text("second"));
        Assert.Equal("second", Seventh(transaction.View));
        Assert.Equal("0 7", Seventh(ground.Now));
        transaction.Commit();
        Assert.Equal("second", Seventh(ground.Now));
        Assert.Equal("0 7", Seventh(ground.Now.AsOf(ground.Store.Seq - 2)));

        string Seventh(ReadView view) => view.ScanIndex(things, 1, KeyRange.All).Read()
            .Single(document => document.GetValue(1).AsInt64() == 7).GetValue(3).AsString();
    }

    /// <summary>The seqs of all documents in the order of the index, looked up so many at a time.</summary>
    private static List<long> Fill(ReadView view, int things, int size)
    {
        var seqs = new List<long>();
        var rows = new RowHandle[size];
        using var cursor = view.ScanIndex(things, 1, KeyRange.All);
        while (cursor.Fill(rows) is > 0 and var count)
            foreach (ref readonly var row in rows.AsSpan(0, count))
                seqs.Add(row.ReadDocument()!.Seq);
        return seqs;
    }

    private static Ground MakeGround(out int things)
    {
        var ground = new Ground(LayeredGround.Tiny);
        things = ground.Define(
            "things",
            definition => definition with { Indexes = [Ground.Index(1, false, 2)], NextIndexId = 2 },
            ("id", FieldKind.Int64), ("number", FieldKind.Int64), ("text", FieldKind.String));
        Write(ground, things, 0, indexed: 0);
        ground.Store.WaitForViews();
        return ground;
    }

    private static void Write(Ground ground, int things, int round, int indexed) => ground.Commit(transaction =>
    {
        for (var id = 0; id < Documents; id++)
            transaction.Put(things, Ground.Int(id), Ground.Int(indexed), Ground.Text($"{round} {id}"));
    });

    private static long CountEntries(Ground ground)
    {
        ground.Store.WaitForViews(); // a merge would delete what the record names
        var record = ViewFolder.TryRead(ground.Files, null)!;
        var cache = new BlockCache(0);
        var count = 0L;
        foreach (var info in record.Present.Concat(record.Past))
        {
            using var run = Run.Open(ground.Files, info, cache);
            var cursor = run.OpenCursor();
            for (var more = cursor.MoveFirst(); more; more = cursor.MoveNext())
                count += cursor.Key[0] is ViewKey.CurrentEntry or ViewKey.ClosedEntry && !cursor.Value.IsEmpty ? 1 : 0;
        }

        return count;
    }
}
