using System.Text;
using System.Text.RegularExpressions;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Exports;
using Nedb.Storage.Io;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Tests.Values;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Exports;

/// <summary>
/// Strategy: databases with everything in them that a node can say; exported, imported and exported again, under settings that write runs
/// all the time and under usual ones. Invariants: the lines are the same but for the first; all that is read is the same but for hashes;
/// a changed line is refused by its number, and then there is no database.
/// </summary>
public sealed partial class ExportTests
{
    private const int Rounds = 60;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_history_says_the_same_after_export_and_import_and_is_exported_alike(bool isWrittenToRuns)
    {
        var options = isWrittenToRuns ? LayeredGround.Tiny : new();
        using var ground = new Ground(options);
        Fill(ground);
        var lines = Export(ground.Store);

        var (files, report) = Import(lines, options);
        using var copy = LogStore.Open(files, options);
        Assert.Equal(ground.Store.Checkpoint, new(report.SourceDatabaseId, report.SourceSeq, ground.Store.Head, ground.Store.Root));
        Assert.Equal(copy.Checkpoint, report.Checkpoint);
        Assert.Equal(lines.Length, report.Lines);
        Assert.Equal(
            ground.Store.Seq, report.Puts + report.Tombstones + report.Links + report.Definitions + report.Erasures);
        Assert.NotEqual(ground.Store.DatabaseId, copy.DatabaseId);
        Assert.NotEqual(ground.Store.Head, copy.Head);
        Assert.Equal(WithoutHashes(ground.Store), WithoutHashes(copy));
        Assert.True(copy.Verify().IsIntact);
        Assert.Equal(lines[1..], Export(copy)[1..]);

        // It goes on as the original does.
        LayeredGround.Write(ground.Store, Rounds + 1);
        LayeredGround.Write(copy, Rounds + 1);
        Assert.Equal(ground.Store.Seq, copy.Seq);
    }

    [Fact]
    public void Random_values_come_back_and_every_state_of_the_past_with_them()
    {
        var random = new Random(20261123);
        using var ground = new Ground();
        for (var i = 0; i < 400; i++)
            ground.Commit(t =>
            {
                var notes = t.GetOrAddSchemaless("notes").Id;
                var fields = Enumerable.Range(0, random.Next(4)).Select(n => t.GetOrAddField(notes, $"${n} \"ü\"")).ToArray();
                var values = fields.Select(_ => RandomValues.NextStorable(random)).ToArray();
                t.Put(notes, NextKey(random), fields, values, new() { Period = random.Next(3) == 0 ? new(random.Next(99), 100) : null });
            });
        var (files, _) = Import(Export(ground.Store));
        using var copy = LogStore.Open(files, new());
        for (long seq = 0; seq <= copy.Seq; seq += 7)
            Assert.Equal(Describe(ground.Now.AsOf(seq)), Describe(copy.OpenSnapshot().AsOf(seq)));
        Assert.Equal(Export(ground.Store)[1..], Export(copy)[1..]);
    }

    [Fact]
    public void What_was_erased_and_pruned_stays_so()
    {
        using var ground = new Ground(LayeredGround.Tiny);
        Fill(ground);
        ground.Store.Prune(120);
        ground.Store.Prune(170);
        var lines = Export(ground.Store);
        var (files, report) = Import(lines, LayeredGround.Tiny);
        Assert.True(report.Erased > 20);
        Assert.True(report.Erasures >= 2);
        using var copy = LogStore.Open(files, LayeredGround.Tiny);
        Assert.Equal(lines[1..], Export(copy)[1..]);
        Assert.Equal(StorageErrorCode.Pruned, Assert.Throws<StorageException>(() => copy.OpenSnapshot().AsOf(169)).Code);
        var verdict = copy.Verify();
        Assert.True(verdict.IsIntact);
        Assert.Equal(ground.Store.Verify().Erased, verdict.Erased);
        Assert.Equal(Describe(ground.Now.AsOf(200)), Describe(copy.OpenSnapshot().AsOf(200)));
        copy.Dispose();
        files.Delete("views/CHECKPOINT");
        using var rebuilt = LogStore.Open(files, LayeredGround.Tiny);
        Assert.Equal(Describe(ground.Now), Describe(rebuilt.OpenSnapshot()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_state_becomes_a_database_of_its_own_that_shows_what_was_there(bool isWrittenToRuns)
    {
        using var ground = new Ground(isWrittenToRuns ? LayeredGround.Tiny : new());
        var states = new List<(long Seq, List<string> Content)> { (0, []) };
        LayeredGround.Define(ground.Store);
        for (var round = 1; round <= Rounds; round++)
        {
            // A collection is dropped after the write of round 40.
            if (round is 1 or 20 or 40 or Rounds)
                states.Add((ground.Store.Seq, DescribeContent(ground.Now)));
            LayeredGround.Write(ground.Store, round);
        }

        states.Add((ground.Store.Seq, DescribeContent(ground.Now)));
        Assert.Contains(states[2].Content, static line => line.Contains($" {LayeredGround.Dropped} ", StringComparison.Ordinal));
        foreach (var (seq, content) in states)
        {
            var lines = Export(ground.Store, seq);
            var (files, report) = Import(lines);
            using var copy = LogStore.Open(files, new());
            Assert.True(report.IsState);
            Assert.Equal(seq, report.SourceSeq);
            Assert.Equal(content, DescribeContent(copy.OpenSnapshot()));
            Assert.Equal(lines.Length - 1, copy.Seq);
            Assert.Equal(0, report.Tombstones + report.Erasures);
            Assert.True(copy.Verify().IsIntact);
        }

        Assert.Equal(
            StorageErrorCode.SeqNotReached,
            Assert.Throws<StorageException>(() => Export(ground.Store, ground.Store.Seq + 1)).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_state_has_the_definitions_of_then(bool isReopened)
    {
        using var ground = new Ground();
        var things = ground.Define("things", null, ("id", FieldKind.Int64), ("code", FieldKind.String), ("number", FieldKind.Int32));
        var gone = ground.Define("gone", null, ("id", FieldKind.Int64), ("code", FieldKind.String));
        ground.Commit(t =>
        {
            t.Put(things, Ground.Int(1), Ground.Text("a"), Ground.Int(5));
            t.Put(gone, Ground.Int(1), Ground.Text("old"));
            t.Put(gone, Ground.Int(2), Ground.Text("stays"));
            var notes = t.GetOrAddSchemaless("notes").Id;
            t.Put(notes, Ground.Int(1), [t.GetOrAddField(notes, "text")], [Ground.Text("n")], WriteMetadata.None);
        });
        if (isReopened)
            ground.Reopen();
        ground.Commit(t => t.Put(gone, Ground.Int(1), Ground.Text("new")));
        var content = DescribeContent(ground.Now);
        var definitions = DescribeDefinitions(ground.Now);
        var seq = ground.Store.Seq;

        // A key, names and a type become others; collections end, and one is made anew under the old name.
        ground.Commit(t => t.Define(t.View.Catalog.Find(things)! with { KeyFieldIds = [2], Name = "objects" }));
        ground.Commit(t =>
        {
            var definition = t.View.Catalog.Find(things)!;
            t.Define(definition with { Fields = definition.Fields.SetItem(2, definition.Fields[2] with { Name = "amount" }) });
        });
        ground.Commit(t => t.Put(gone, Ground.Int(2), Ground.Text("later")));
        ground.Commit(t => t.Drop(gone));
        ground.Commit(t => t.Drop(t.View.Catalog.Find("notes")!.Id));
        var other = ground.Define("gone", null, ("id", FieldKind.Int64), ("text", FieldKind.String));
        ground.Commit(t => t.Put(other, Ground.Int(3), Ground.Text("other")));

        var (files, _) = Import(Export(ground.Store, seq));
        using var copy = LogStore.Open(files, new());
        Assert.Equal(content, DescribeContent(copy.OpenSnapshot()));
        Assert.Equal(definitions, DescribeDefinitions(copy.OpenSnapshot()));
        Assert.Equal(Export(ground.Store, seq)[1..].Length, copy.Seq);
        var (later, _) = Import(Export(ground.Store, ground.Store.Seq));
        using var present = LogStore.Open(later, new());
        Assert.Equal(DescribeContent(ground.Now), DescribeContent(present.OpenSnapshot()));
        Assert.Equal(DescribeDefinitions(ground.Now), DescribeDefinitions(present.OpenSnapshot()));
    }

    [Fact]
    public void A_state_knows_the_fields_that_erased_versions_brought()
    {
        using var ground = new Ground();
        ground.Commit(t =>
        {
            var notes = t.GetOrAddSchemaless("notes").Id;
            t.Put(notes, Ground.Int(1), [t.GetOrAddField(notes, "text")], [Ground.Text("first")], WriteMetadata.None);
        });
        ground.Commit(t =>
        {
            var notes = t.View.Catalog.Find("notes")!.Id;
            t.Put(notes, Ground.Int(1), [t.GetOrAddField(notes, "text")], [Ground.Text("second")], WriteMetadata.None);
        });
        var seq = ground.Store.Seq;
        ground.Store.Prune(seq);
        var content = DescribeContent(ground.Now.AsOf(seq));
        var (files, _) = Import(Export(ground.Store, seq));
        using var copy = LogStore.Open(files, new());
        Assert.Equal(content, DescribeContent(copy.OpenSnapshot()));
        Assert.Equal(DescribeDefinitions(ground.Now), DescribeDefinitions(copy.OpenSnapshot()));
    }

    [Theory]
    [InlineData(0, "\"version\":1", "\"version\":2", "version 2")]
    [InlineData(0, "\"kind\":\"history\"", "\"kind\":\"all\"", "found 'all'")]
    [InlineData(2, "\"seq\":2", "\"seq\":3", "Expected the node with seq 2; found seq 3")]
    [InlineData(3, "{\"seq\"", "{\"sec\"", "'seq'")]
    [InlineData(3, "\"time\":\"2", "\"time\":\"1", "later")]
    [InlineData(3, "\"kind\":\"put\"", "\"kind\":\"pot\"", "found 'pot'")]
    [InlineData(3, "\"fields\":", "\"extra\":1,\"fields\":", "'extra'")]
    [InlineData(3, "\"fields\":{", "\"fields\":{\"id\":1,", "id")]
    [InlineData(3, "\"key\":[", "\"key\":[1,", "key")]
    [InlineData(3, "\"collection\":\"things\"", "\"collection\":\"thinks\"", "no such collection")]
    [InlineData(3, "}", "", "JSON")]
    public void A_changed_line_is_refused_by_its_number_and_nothing_is_imported(int line, string old, string changed, string expected)
    {
        using var ground = new Ground();
        LayeredGround.Define(ground.Store);
        for (var i = 0; i < 4; i++)
            ground.Commit(t => t.Put(LayeredGround.Things, Ground.Int(i), Ground.Int(i), Ground.Text($"{i}")));
        var lines = Export(ground.Store);
        Assert.Contains(old, lines[line]);
        lines[line] = lines[line].Replace(old, changed);
        using var folder = new TempFolder();
        var refusal = Assert.Throws<StorageException>(() => NedbStore.Import(folder["copy"], ToStream(lines)));
        Assert.Equal(StorageErrorCode.ImportInvalid, refusal.Code);
        Assert.Contains($"Line {line + 1} of", refusal.Message);
        Assert.Contains(expected, refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void An_export_that_was_cut_off_is_refused()
    {
        using var ground = new Ground();
        Fill(ground);
        var lines = Export(ground.Store);
        using var folder = new TempFolder();
        foreach (var count in (int[])[0, 1, 2, lines.Length - 1])
            Assert.Equal(
                StorageErrorCode.ImportInvalid,
                Assert.Throws<StorageException>(() => NedbStore.Import(folder["copy"], ToStream(lines[..count]))).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Any_changed_byte_gives_a_typed_refusal_or_a_database()
    {
        using var ground = new Ground();
        LayeredGround.Define(ground.Store);
        for (var round = 1; round <= 4; round++)
            LayeredGround.Write(ground.Store, round);
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', Export(ground.Store)));
        var random = new Random(20261123);
        for (var i = 0; i < 600; i++)
        {
            var changed = bytes.ToArray();
            changed[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var importer = new HistoryImporter(new MemoryFileSystem(), new());
                importer.Run(new MemoryStream(changed), CancellationToken.None);
            }
            catch (StorageException refusal)
            {
                Assert.Equal(StorageErrorCode.ImportInvalid, refusal.Code);
            }
        }
    }

    [Fact]
    public void An_import_makes_an_encrypted_database_in_a_folder_that_is_empty_or_missing()
    {
        using var ground = new Ground();
        Fill(ground);
        var lines = Export(ground.Store);
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["copy"]);
        var options = new StoreOptions { Key = EncryptionKey.Generate() };
        NedbStore.Import(folder["copy"], ToStream(lines), options);
        using (var copy = NedbStore.Open(folder["copy"], options))
            Assert.Equal(lines[1..], Export(copy)[1..]);
        Assert.Equal(
            StorageErrorCode.PathInvalid, Assert.Throws<StorageException>(() => NedbStore.Import(folder["copy"], ToStream(lines))).Code);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => NedbStore.Import(folder["third"], ToStream(lines), null, cancelled.Token));
        Assert.False(Directory.Exists(folder["third"]));
        Assert.False(Directory.Exists(folder["third.importing"]));
    }

    [Fact]
    public void What_a_killed_import_left_is_taken_away_and_nothing_else()
    {
        using var ground = new Ground();
        Fill(ground);
        var lines = Export(ground.Store);
        using var folder = new TempFolder();
        // A process that is killed leaves the files of a database that nobody was told of.
        var half = NedbStore.Open(folder["copy.importing"]);
        LayeredGround.Define(half);
        var goesOn = Assert.Throws<StorageException>(() => NedbStore.Import(folder["copy"], ToStream(lines)));
        Assert.Equal(StorageErrorCode.Locked, goesOn.Code);
        Assert.Contains("goes on", goesOn.Message, StringComparison.Ordinal);
        half.Dispose();
        File.WriteAllText(folder["copy.importing/MANIFEST.new"], "half");
        File.WriteAllText(folder["copy.importing/notes.txt"], "mine");
        var foreign = Assert.Throws<StorageException>(() => NedbStore.Import(folder["copy"], ToStream(lines)));
        Assert.Equal(StorageErrorCode.PathInvalid, foreign.Code);
        Assert.Contains("notes.txt", foreign.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["copy.importing/MANIFEST"]));
        File.Delete(folder["copy.importing/notes.txt"]);
        NedbStore.Import(folder["copy"], ToStream(lines));
        Assert.False(Directory.Exists(folder["copy.importing"]));
        using (var copy = NedbStore.Open(folder["copy"]))
            Assert.Equal(lines[1..], Export(copy)[1..]);
        // One that was killed at once left no more than the folder; a file of that name is no import's.
        Directory.CreateDirectory(folder["second.importing"]);
        NedbStore.Import(folder["second"], ToStream(lines));
        File.WriteAllText(folder["third.importing"], "mine");
        Assert.Equal(
            StorageErrorCode.PathInvalid, Assert.Throws<StorageException>(() => NedbStore.Import(folder["third"], ToStream(lines))).Code);
        Assert.Equal("mine", File.ReadAllText(folder["third.importing"]));
    }

    [Fact]
    public void Of_several_imports_into_one_folder_one_succeeds_and_the_others_leave_it_alone()
    {
        using var ground = new Ground();
        Fill(ground);
        var lines = Export(ground.Store);
        using var folder = new TempFolder();
        for (var round = 0; round < 20; round++)
        {
            var name = folder[$"copy{round}"];
            var failures = new StorageException?[3];
            Parallel.For(0, failures.Length, new ParallelOptions { MaxDegreeOfParallelism = failures.Length }, i =>
            {
                try
                {
                    NedbStore.Import(name, ToStream(lines));
                }
                catch (StorageException error)
                {
                    failures[i] = error;
                }
            });

            Assert.Single(failures, static failure => failure is null);
            Assert.All(failures.OfType<StorageException>(), static failure =>
                Assert.Contains(failure.Code, (StorageErrorCode[])[StorageErrorCode.Locked, StorageErrorCode.PathInvalid]));
            Assert.False(Directory.Exists(name + ".importing"));
            using var copy = NedbStore.Open(name);
            Assert.Equal(lines[1..], Export(copy)[1..]);
        }
    }

    private static void Fill(Ground ground)
    {
        LayeredGround.Define(ground.Store);
        for (var round = 1; round <= Rounds; round++)
            LayeredGround.Write(ground.Store, round);
    }

    private static string[] Export(NedbStore store, long? asOf = null)
    {
        using var target = new MemoryStream();
        var report = store.Export(target, asOf);
        var lines = Encoding.UTF8.GetString(target.ToArray()).TrimEnd('\n').Split('\n');
        Assert.Equal(lines.Length - 1, report.Nodes);
        return lines;
    }

    private static (MemoryFileSystem Files, ImportReport Report) Import(string[] lines, StoreOptions? options = null)
    {
        var files = new MemoryFileSystem();
        using var importer = new HistoryImporter(files, options ?? new());
        return (files, importer.Run(ToStream(lines), CancellationToken.None));
    }

    private static MemoryStream ToStream(string[] lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    private static List<string> WithoutHashes(NedbStore store) =>
        LayeredGround.Describe(store, Rounds).ConvertAll(static line => Hashes().Replace(line, "#"));

    private static List<string> Describe(ReadView view) =>
        [.. All(view).Select(static d => $"{d.Seq} {d.PreviousSeq} {d.CommittedAt:O} {d.Period} {d.Provenance} {Content(d)}")];

    private static List<string> DescribeContent(ReadView view) =>
        [.. All(view).Select(static d => $"{d.CommittedAt:O} {d.Period} {d.Provenance.Evidence} {Content(d)}").Concat(
            view.Catalog.Find("things") is null ? [] : All(view).Where(static d => d.CollectionId == LayeredGround.Things).SelectMany(
                d => view.FindLinks(d.CollectionId, d.Key.Span, null).Select(static link => $"{link.Relation} {link.CollectionId}")))];

    private static List<string> DescribeDefinitions(ReadView view) => [.. view.Catalog.Collections
        .OrderBy(static collection => collection.Id)
        .Select(static collection =>
            $"{collection.Id} {collection.Name} {collection.IsDeclared} {string.Join(',', collection.KeyFieldIds)} " + string.Join(',', collection.Fields.Select(static field => $"{field.Id} {field.Name} {field.Type}")))];

    private static IEnumerable<Document> All(ReadView view) => view.Catalog.Collections.OrderBy(static collection => collection.Id)
        .SelectMany(collection => view.Scan(collection.Id, KeyRange.All).Read());

    private static string Content(Document document) => $"{document.CollectionId} {document.Id} " + string.Join(
        '|', document.FieldIds.ToArray().Select(id => $"{id}={document.GetValue(id).Kind} {document.GetValue(id)}"));

    private static NedbValue NextKey(Random random)
    {
        while (true)
        {
            var value = RandomValues.NextStorable(random);
            if (!value.IsNull && KeyEncoder.Encode(value).Length < 4000)
                return value;
        }
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hashes();
}
