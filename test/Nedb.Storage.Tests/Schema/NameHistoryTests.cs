using Nedb.Storage.Io;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Transactions;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Schema;

public sealed class NameHistoryTests
{
    [Fact]
    public void Who_had_a_name_when_is_the_same_before_and_after_opening_again_and_when_views_are_made_again()
    {
        var files = new MemoryFileSystem();
        string[] expected;
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
        {
            Commit(store, t => t.Define(Make(1, "y", ("id", FieldKind.Int64))));
            Commit(store, t => t.Put(t.GetOrAddSchemaless("loose").Id, Int(1), [], [], WriteMetadata.None));
            Commit(store, t => t.Define(t.Catalog.Find("y")! with { Name = "w" }));
            Commit(store, t => t.Define(Make(3, "y", ("id", FieldKind.String))));
            Commit(store, t => t.Drop(2));
            Commit(store, t => t.Put(t.GetOrAddSchemaless("loose").Id, Int(1), [], [], WriteMetadata.None));
            // Another transaction commits in between, so these writes move.
            using (var moved = store.BeginTransaction())
            {
                moved.Drop(3);
                Commit(store, t => t.Put(t.Catalog.Find("loose")!.Id, Int(2), [], [], WriteMetadata.None));
                moved.Commit();
            }

            Commit(store, t => t.Define(Make(5, "y", ("id", FieldKind.Int64))));
            expected = Describe(store);
        }

        Assert.Equal(
            [
                "loose 2 from 2 to 4: ",
                "y 1 from 1 to 2: w",
                "y 3 from 4 to 7: ",
                "1 w since 1",
                "4 loose since 6",
                "5 y since 9",
            ],
            expected);
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
            Assert.Equal(expected, Describe(store));
        foreach (var name in files.List("views"))
            files.Delete("views/" + name);
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
            Assert.Equal(expected, Describe(store));
    }

    private static void Commit(NedbStore store, Action<WriteTransaction> write)
    {
        using var transaction = store.BeginTransaction();
        write(transaction);
        transaction.Commit();
    }

    private static string[] Describe(NedbStore store)
    {
        var catalog = store.OpenSnapshot().Catalog;
        return
        [
            .. catalog.Names.Former.Select(
                static name => $"{name.Name} {name.CollectionId} from {name.FromSeq} to {name.ToSeq}: {name.NewName}"),
            .. catalog.Collections.OrderBy(static collection => collection.Id)
                .Select(collection => $"{collection.Id} {collection.Name} since {catalog.FindStart(collection.Id)}"),
        ];
    }
}
