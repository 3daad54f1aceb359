using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Transactions;

/// <summary>What is allocated for each document of a large write, where nobody else runs.</summary>
[Collection(MemoryBoundTests.Alone)]
public sealed class AllocationTests
{
    private const int Documents = 10_000;
    private const int MostBytes = 600;

    [Fact]
    public void A_changed_document_costs_its_version_and_its_places_in_the_trees_and_little_else()
    {
        using var ground = new Ground(new() { Synchronous = SynchronousMode.Off });
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64), ("text", FieldKind.String));
        ground.Commit(t =>
        {
            for (var i = 0; i < Documents; i++)
                t.Put(id, Ground.Int(i), Ground.Int(0), Ground.Text("a text that stays as it is"));
        });
        Change(1);
        // The row takes some 60 bytes; the version, its key and place in the history, and the nodes of the trees the rest.
        Assert.InRange(Change(2), 0, MostBytes);

        long Change(int number)
        {
            var documents = ground.Now.Scan(id, KeyRange.All).Read().ToList();
            using var transaction = ground.Store.BeginTransaction();
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var document in documents)
                transaction.Update(document, [2], [NedbValue.FromInt64(number)], WriteMetadata.None);
            transaction.Commit();
            return (GC.GetAllocatedBytesForCurrentThread() - before) / Documents;
        }
    }
}
