using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;

namespace Nedb.Storage.Tests.Layers;

/// <summary>How many documents lie in a range, as it is estimated from the ways to its ends.</summary>
public sealed class EntryEstimateTests
{
    [Theory]
    [InlineData(300, 1 << 28)]
    [InlineData(5_000, 1 << 28)]
    [InlineData(40_000, 1 << 28)]
    [InlineData(300, 4 * 1024)]
    [InlineData(5_000, 4 * 1024)]
    [InlineData(40_000, 4 * 1024)]
    public void The_estimate_of_a_range_is_near_what_lies_in_it_wherever_it_begins_and_ends(int count, int memtableBytes)
    {
        using var ground = new Ground(new() { MemtableBytes = memtableBytes });
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        using (var transaction = ground.Store.BeginTransaction())
        {
            for (var i = 0; i < count; i++)
                transaction.Put(id, Ground.Int(i), Ground.Int(i));
            transaction.Commit();
        }

        ground.Store.WaitForViews();
        var view = ground.Store.OpenSnapshot();
        var random = new Random(count);
        for (var i = 0; i < 500; i++)
        {
            // Every third range ends near the last document, where the nodes may be nearly empty.
            var to = i % 3 == 0 ? count - random.Next(count / 20) : random.Next(count);
            var from = random.Next(to + 1);
            var estimate = view.EstimateRange(id, 0, new(Ground.Key(Ground.Int(from)), Ground.Key(Ground.Int(to))));
            Assert.InRange(estimate, (to - from) / 4.0, (4.0 * (to - from)) + 200);
        }

        Assert.Equal(0, view.EstimateRange(id, 0, new(Ground.Key(Ground.Int(count / 2)), Ground.Key(Ground.Int(count / 4)))));
    }
}
