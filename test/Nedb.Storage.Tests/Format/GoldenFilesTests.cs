using System.Globalization;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Testing;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Format;

/// <summary>
/// Databases of format version 1, kept as they were written. Every later version must open them, with their views and without, and read what
/// they say. They are never made anew for a version that has them: with NEDB_GOLDEN=1 the first test makes those that are missing.
/// </summary>
public sealed class GoldenFilesTests
{
    private const int People = 1;

    private static readonly string Golden = RepositoryFolder.Find("test/Nedb.Storage.Tests/Format/Golden");
    private static readonly EncryptionKey Key = EncryptionKey.Parse(new string('4', 64));

    [Theory]
    [InlineData("plain", false)]
    [InlineData("plain", true)]
    [InlineData("sealed", false)]
    [InlineData("sealed", true)]
    public void A_database_of_format_version_1_is_opened_and_says_what_it_said(string name, bool losesViews)
    {
        var source = Path.Combine(Golden, "v1", name);
        if (Environment.GetEnvironmentVariable("NEDB_GOLDEN") == "1" && !Directory.Exists(source))
            Make(source, name == "sealed");
        using var folder = new TempFolder();
        Copy(source, folder["db"]);
        if (losesViews)
            Directory.Delete(folder["db/views"], recursive: true);
        var expected = File.ReadAllLines(Path.Combine(source, "expected.txt"));
        using (var reader = NedbStore.Open(folder["db"], OptionsOf(name) with { IsReadOnly = true }))
            Assert.Equal(expected, Describe(reader));
        using var store = NedbStore.Open(folder["db"], OptionsOf(name));
        Assert.Equal(expected, Describe(store));
        Assert.Empty(store.Verify().Damage);
        // Views were once written without what finds nodes by their hashes.
        for (long seq = 1; seq <= store.Seq; seq++)
            Assert.Equal(new HashPlace(HashKind.Node, seq), store.FindByHash(store.OpenSnapshot().FindNode(seq)!.Hash));
        Assert.Equal(new HashPlace(HashKind.Commit, store.Seq), store.FindByHash(store.Head));
        for (long seq = 1; seq <= store.Seq; seq += 7)
            Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(store.Prove(seq), store.Checkpoint));
        Write(store, 1000, "goes on");
        Assert.Equal("goes on", store.OpenSnapshot().Find(People, Ground.Key(Ground.Int(1000)))!.GetValue(2).AsString());
    }

    private static StoreOptions OptionsOf(string name) => new()
    {
        Key = name == "sealed" ? Key : null,
        SegmentBytes = 64 * 1024,
        MemtableBytes = 16 * 1024,
    };

    private static void Make(string path, bool isSealed)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var store = NedbStore.Open(path, OptionsOf(isSealed ? "sealed" : "plain")))
        {
            Fill(store);
            File.WriteAllLines(Path.Combine(path, "expected.txt"), Describe(store));
        }

        using (var log = CommitLog.Open(new OsFileSystem(path), OptionsOf(isSealed ? "sealed" : "plain")))
            log.PackSegments(default);
        File.Delete(Path.Combine(path, "LOCK"));
    }

    private static void Fill(NedbStore store)
    {
        using (var transaction = store.BeginTransaction())
        {
            var people = Ground.Make(
                People, "people", ("id", FieldKind.Int64), ("name", FieldKind.String), ("born", FieldKind.Date), ("worth", FieldKind.Decimal));
            transaction.Define(people with { Indexes = [Ground.Index(1, false, 2)], NextIndexId = 2 });
            transaction.Commit();
        }

        var filler = new string('x', 1_300);
        for (var i = 0; i < 60; i++)
            Write(store, i % 20, $"name {i} {filler}");
        using (var transaction = store.BeginTransaction())
        {
            transaction.Delete(People, Ground.Int(3));
            transaction.Link(People, Ground.Key(Ground.Int(1)), "knows", People, Ground.Key(Ground.Int(2)), WriteMetadata.None);
            transaction.Commit(new() { Client = "client", Nonce = 1, IdempotencyKey = "key" });
        }

        using (var transaction = store.BeginTransaction())
        {
            var notes = transaction.GetOrAddSchemaless("notes").Id;
            var text = transaction.GetOrAddField(notes, "text");
            transaction.Put(notes, Ground.Text("n"), [text], [Ground.Text("loose")], new() { Provenance = new([2], "why", 0.5) });
            transaction.Commit();
        }

        using var erasing = store.BeginTransaction();
        erasing.Erase(People, [2, 3], null, WriteMetadata.None);
        erasing.Erase(People, [4], [2], WriteMetadata.None);
        erasing.Commit();
    }

    private static void Write(NedbStore store, int id, string name)
    {
        using var transaction = store.BeginTransaction();
        transaction.Put(
            People, Ground.Int(id), Ground.Text(name), NedbValue.FromDate(new(2000, 1, 1 + id % 28)), NedbValue.FromDecimal(id / 4m));
        transaction.Commit();
    }

    private static List<string> Describe(NedbStore store)
    {
        var view = store.OpenSnapshot();
        List<string> lines = [$"{store.DatabaseId} {store.Seq} {store.Head} {store.Root}"];
        for (long seq = 1; seq <= view.Seq; seq++)
            lines.Add(Describe(view, view.FindNode(seq)!));
        foreach (var at in (long[])[view.Seq, 30, 2])
            foreach (var found in view.AsOf(at).ScanIndex(People, 1, KeyRange.All).Read())
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"as of {at} by name {found.Seq}"));
        lines.Add($"{view.FindLinks(People, Ground.Key(Ground.Int(1)), null).Count} links, {store.FindCommit("key")!.LastSeq}");
        return lines;
    }

    private static string Describe(ReadView view, Document node)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{node.Seq} {node.Kind} {node.CollectionId} {node.PreviousSeq} {node.CommittedAt.Ticks} {node.Hash} {node.ErasedSeq}");
        if (node.Kind != NodeKind.Put || node.IsContentErased)
            return line;
        foreach (var id in node.FieldIds)
        {
            var text = node.GetValue(id).ToString();
            line += $" {view.Catalog.Find(node.CollectionId)!.FindField(id)!.Name}={text![..Math.Min(20, text.Length)]}";
        }

        return line;
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in (string[])["", "log", "views"])
        {
            Directory.CreateDirectory(Path.Combine(to, folder));
            foreach (var file in Directory.GetFiles(Path.Combine(from, folder)))
                if (Path.GetFileName(file) != "expected.txt")
                    File.Copy(file, Path.Combine(to, folder, Path.GetFileName(file)));
        }
    }
}
