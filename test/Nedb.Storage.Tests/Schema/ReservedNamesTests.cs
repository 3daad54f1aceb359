using System.Text;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Files;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Testing.Io;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Schema;

public sealed class ReservedNamesTests : IDisposable
{
    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Ground _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void A_field_named_like_metadata_is_refused_wherever_it_would_come_from()
    {
        var things = _ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        Refuses("_seq", t => t.Define(Make(9, "others", ("id", FieldKind.Int64), ("_seq", FieldKind.Int64))));
        Refuses("_hash", t => t.GetOrAddField(t.GetOrAddSchemaless("loose").Id, "_hash"));
        Refuses("_kind", t =>
        {
            var old = t.Catalog.Find(things)!;
            t.Define(old with { Fields = old.Fields.Replace(old.Fields[1], old.Fields[1] with { Name = "_kind" }) });
        });
        _ground.Commit(t => t.Define(Make(2, "others", ("_id", FieldKind.Int64), ("_sequence", FieldKind.Int64))));
    }

    [Fact]
    public void The_collections_of_the_engine_are_its_own()
    {
        var things = _ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        foreach (var name in (string[])["_files", "_file_chunks", "_expiries", "_links"])
        {
            Refuses(name, t => t.GetOrAddSchemaless(name));
            Refuses(name, t => t.Define(Make(9, name, ("id", FieldKind.Int64))));
            Refuses(name, t => t.Define(t.Catalog.Find(things)! with { Name = name }));
        }

        _ground.Commit(t => t.Put(things, new WriteMetadata { ExpiresAt = Later }, Int(1), Int(2)));
        using (var content = new MemoryStream([1, 2, 3]))
            new NedbFiles(_ground.Store).Put("a", content);
        Assert.NotNull(_ground.Now.Catalog.Find("_files"));
        Assert.NotNull(_ground.Now.Catalog.Find("_expiries"));
        Refuses("_files", t =>
        {
            var files = t.Catalog.Find("_files")!;
            t.Define(files with { Fields = files.Fields.RemoveAt(4) });
        });
    }

    /// <summary>What was made before such names were refused, as an export of it tells.</summary>
    [Fact]
    public void A_database_that_has_such_names_opens_and_can_be_put_right()
    {
        _ground.Commit(t =>
        {
            var loose = t.GetOrAddSchemaless("ofiles").Id;
            t.Put(loose, Int(1), [t.GetOrAddField(loose, "oseq")], [Int(7)], WriteMetadata.None);
            t.Put(t.GetOrAddSchemaless("oexpiries").Id, Int(1), [], [], WriteMetadata.None);
        });
        using var exported = new MemoryStream();
        _ground.Store.Export(exported);
        var old = Encoding.UTF8.GetString(exported.ToArray())
            .Replace("oseq", "_seq", StringComparison.Ordinal)
            .Replace("ofiles", "_files", StringComparison.Ordinal)
            .Replace("oexpiries", "_expiries", StringComparison.Ordinal);
        using var folder = new TempFolder();
        using (var source = new MemoryStream(Encoding.UTF8.GetBytes(old)))
            NedbStore.Import(folder.Path, source);
        using var store = NedbStore.Open(folder.Path);
        var collection = store.OpenSnapshot().Catalog.Find("_files")!;
        Assert.Equal("_seq", collection.Fields[0].Name);
        IsRefused("_files", () => new NedbFiles(store).Put("a", new MemoryStream([1])));
        using var transaction = store.BeginTransaction();
        IsRefused(
            "_expiries",
            () => transaction.Put(
                collection.Id, Int(3), [], [], new() { ExpiresAt = Later }));
        Assert.Null(transaction.View.Find(collection.Id, Key(Int(3))));
        transaction.Put(collection.Id, Int(2), [transaction.GetOrAddField(collection.Id, "_seq")], [Int(8)], WriteMetadata.None);
        transaction.Define(collection with { Name = "mine", Fields = [collection.Fields[0] with { Name = "number" }] });
        transaction.Commit();
        Assert.Equal("number", store.OpenSnapshot().Catalog.Find("mine")!.Fields[0].Name);
    }

    private static void IsRefused(string name, Action write)
    {
        var error = Assert.Throws<StorageException>(write);
        Assert.Equal((StorageErrorCode.DefinitionInvalid, name), (error.Code, error.Collection));
    }

    private void Refuses(string name, Action<WriteTransaction> write)
    {
        using var transaction = _ground.Store.BeginTransaction();
        var error = Assert.Throws<StorageException>(() => write(transaction));
        Assert.Equal(StorageErrorCode.DefinitionInvalid, error.Code);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }
}
