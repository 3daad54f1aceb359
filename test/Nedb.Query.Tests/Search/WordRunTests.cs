using System.Text;
using Nedb.Query.Definitions;
using Nedb.Query.Search;
using Nedb.Query.Tests.Specs;
using Nedb.Storage;
using Nedb.Storage.Values;
using Nedb.Storage.Words;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Search;

/// <summary>Search indexes whose words lie on disk, with bounds so small that few texts fill them.</summary>
public sealed class WordRunTests : IDisposable
{
    private static readonly WordLimits Tiny = new(VersionsMin: 4, PlacesMax: 60);

    private static readonly string[] Phrases = ["snow", "snow goose", "goo*", "s* fox", "\"wild snow\"", "nothing", "fox*", "river wild"];

    private static readonly string[] Words = ["snow", "goose", "wild", "fox", "Fóx", "river", "snowy", "good"];

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Words_on_disk_change_no_answer(int seed)
    {
        using var plain = new TestDatabase();
        plain.Run("CREATE COLLECTION texts (id int32 PRIMARY KEY, title string, body string); CREATE COLLECTION more (n int32 PRIMARY KEY)");
        var indexed = Open();
        try
        {
            Define(indexed);
            var random = new Random(seed);
            var runsSeen = 0;
            for (var i = 0; i < 400; i++)
            {
                var write = Write(random);
                plain.Run(write);
                indexed.Run(write);
                if (random.Next(90) == 0)
                {
                    indexed.Dispose();
                    indexed = Open();
                }

                if (random.Next(12) != 0)
                    continue;
                var seq = random.Next(3) == 0 ? random.NextInt64(3, plain.Store.Seq + 1) : plain.Store.Seq;
                var phrase = Phrases[random.Next(Phrases.Length)];
                Assert.Equal(Search(plain, phrase, seq), Search(indexed, phrase, seq + 1));
                runsSeen = Math.Max(runsSeen, Runs(indexed).Count);
            }

            Assert.True(runsSeen > 1, "Some states should have had several runs.");
            for (var seq = 3L; seq <= plain.Store.Seq; seq += 20)
                foreach (var phrase in Phrases)
                    Assert.Equal(Search(plain, phrase, seq), Search(indexed, phrase, seq + 1));
        }
        finally
        {
            indexed.Dispose();
        }
    }

    [Fact]
    public void A_database_that_is_opened_again_takes_the_words_from_disk()
    {
        using (var database = Open())
        {
            Define(database);
            Fill(database, 100);
            Assert.Equal(["100"], database.Texts("FROM texts SEARCH 'snow' COUNT"));
            Assert.NotEmpty(Runs(database));
        }

        using var again = Open();
        var runs = Runs(again);
        Assert.Equal(0, runs[0].From);
        Assert.True(runs.Sum(static run => run.Count) > 80);
        Assert.Equal(["100"], again.Texts("FROM texts SEARCH 'snow' COUNT"));
        Assert.Equal(["\"no. 42 snow\""], again.Texts("FROM texts SEARCH '42' SELECT body"));
    }

    [Fact]
    public void A_disk_without_room_leaves_words_in_memory_until_the_database_is_opened_again()
    {
        var disk = new FullDisk(_folder["data"]);
        using (var database = Open(disk))
        {
            Define(database);
            Fill(database, 100);
            disk.IsFull = true;
            Assert.Equal(["100"], database.Texts("FROM texts SEARCH 'snow' COUNT"));
            Assert.True(disk.Failures > 0);
            Assert.Empty(Runs(database));

            disk.IsFull = false;
            database.Run("PUT texts {id: 1, title: '', body: 'more snow'}");
            Assert.Equal(["101"], database.Texts("FROM texts SEARCH 'snow' COUNT"));
            Assert.Equal(["1"], database.Texts("FROM texts SEARCH 'more snow' SELECT id"));
            Assert.Empty(Runs(database));
        }

        using var again = Open(disk);
        Assert.Equal(["101"], again.Texts("FROM texts SEARCH 'snow' COUNT"));
        Assert.NotEmpty(Runs(again));
        Assert.Empty(again.Store.Verify().Damage);
    }

    [Fact]
    public void What_was_erased_is_in_no_file_of_words()
    {
        const string Secret = "zanzibar8c41f0";
        using var database = Open();
        Define(database);
        database.Run($"PUT texts {{id: 1, title: '', body: 'snow {Secret}'}}");
        Fill(database, 60);
        database.Run("UPDATE texts SET body = 'snow' WHERE id = 1");
        Fill(database, 60);
        Assert.Equal([], database.Texts($"FROM texts SEARCH '{Secret}' SELECT id"));
        Assert.NotEmpty(Runs(database));
        Assert.Contains(Files("views"), file => Contains(file, Secret));
        var seq = long.Parse(database.Texts("FROM HISTORY(texts) WHERE id = 1 AND body <> 'snow' SELECT _seq")[0]);
        // Twice: the second time from what is kept of the first.
        Assert.Equal(["1"], database.Texts($"FROM texts AS OF {seq} SEARCH '{Secret}' SELECT id"));
        Assert.Equal(["1"], database.Texts($"FROM texts AS OF {seq} SEARCH '{Secret}' SELECT id"));

        using (var transaction = database.Store.BeginTransaction())
        {
            transaction.Erase(1, [seq], null, new());
            transaction.Commit();
        }

        Assert.DoesNotContain(Files("."), file => Contains(file, Secret));
        Assert.Equal([], database.Texts($"FROM texts AS OF {seq} SEARCH '{Secret}' SELECT id"));
        Assert.Equal(["1"], database.Texts("FROM texts SEARCH 'snow' WHERE id = 1 SELECT id"));
        Fill(database, 60);
        Assert.Equal(["61"], database.Texts("FROM texts SEARCH 'snow' COUNT"));
        Assert.NotEmpty(Runs(database));
        Assert.DoesNotContain(Files("."), file => Contains(file, Secret));
    }

    [Fact]
    public void What_was_read_before_an_erasure_is_not_kept_behind_it()
    {
        using var database = Open();
        Define(database);
        Fill(database, 60);
        database.Run("UPDATE texts SET body = 'new' WHERE id = 7");
        var before = database.Store.OpenSnapshot();
        var seq = long.Parse(database.Texts("FROM HISTORY(texts) WHERE id = 7 AND body <> 'new' SELECT _seq")[0]);
        using (var transaction = database.Store.BeginTransaction())
        {
            transaction.Erase(1, [seq], null, new());
            transaction.Commit();
        }

        var words = database.Store.Words!;
        Assert.False(words.IsCurrent(before));
        Assert.False(words.TryWrite(before, () => Assert.Fail("Nothing is to be written.")));
        Assert.True(words.TryWrite(database.Store.OpenSnapshot(), static () => { }));
    }

    [Fact]
    public void Words_of_an_encrypted_database_are_encrypted()
    {
        var key = EncryptionKey.Generate();
        using (var database = Open(key))
        {
            Define(database);
            Fill(database, 100);
            Assert.Equal(["100"], database.Texts("FROM texts SEARCH 'snow' COUNT"));
            Assert.NotEmpty(Runs(database));
        }

        Assert.DoesNotContain(Files("."), file => Contains(file, "snow"));
        using var again = Open(key);
        Assert.NotEmpty(Runs(again));
        Assert.Equal(["100"], again.Texts("FROM texts SEARCH 'snow' COUNT"));
    }

    [Fact]
    public void A_file_of_words_that_is_gone_is_made_again()
    {
        string[] named;
        using (var database = Open())
        {
            Define(database);
            Fill(database, 100);
            database.Texts("FROM texts SEARCH 'snow' COUNT");
            named = [.. WordFiles()];
            Assert.NotEmpty(named);
        }

        foreach (var file in named)
            File.Delete(file);
        using var again = Open();
        Assert.Equal(["100"], again.Texts("FROM texts SEARCH 'snow' COUNT"));
        Assert.NotEmpty(Runs(again));
    }

    [Fact]
    public void Words_that_are_the_same_for_a_thousand_bytes_are_told_from_each_other()
    {
        using var database = Open();
        Define(database);
        var common = new string('a', 2_000);
        database.Run($"PUT texts {{id: 1, body: '{common}x'}}; PUT texts {{id: 2, body: '{common}y'}}");
        for (var id = 3; id < 60; id++)
            database.Run($"PUT texts {{id: {id}, body: 'no. {id} snow'}}");
        database.Texts("FROM texts SEARCH 'snow' COUNT");
        Assert.NotEmpty(Runs(database));
        Assert.Equal(["1"], database.Texts($"FROM texts SEARCH '{common}x' SELECT id"));
        Assert.Equal(["2"], database.Texts($"FROM texts SEARCH '{common}y' SELECT id"));
        Assert.Equal(["1", "2"], database.Texts($"FROM texts SEARCH '{common[..1_500]}*' SELECT id"));
        Assert.Equal([], database.Texts($"FROM texts SEARCH '{common[..1_500]}b*' SELECT id"));
    }

    [Fact]
    public void Words_of_a_collection_that_is_gone_are_gone_from_disk_when_it_is_opened_again()
    {
        using (var database = Open())
        {
            Define(database);
            Fill(database, 100);
            database.Texts("FROM texts SEARCH 'snow' COUNT");
            Assert.NotEmpty(WordFiles());
            database.Run("DROP COLLECTION texts");
            for (var n = 0; n < 200; n++)
                database.Run($"PUT more {{n: {n}}}");
        }

        Open().Dispose();
        Assert.Empty(WordFiles());
    }

    public void Dispose() => _folder.Dispose();

    private TestDatabase Open(EncryptionKey? key = null) => Open(NedbStore.Open(_folder["data"], Options(key)));

    private static TestDatabase Open(FullDisk disk) => Open(disk.Open(Options(null)));

    private static TestDatabase Open(NedbStore store)
    {
        var database = new TestDatabase(store);
        database.Engine.Search.Limits = Tiny;
        return database;
    }

    private static StoreOptions Options(EncryptionKey? key) =>
        new() { MemtableBytes = 4 * 1024, Key = key, ExpressionCompiler = NqlExpressionCompiler.Instance };

    private static void Define(TestDatabase database) => database.Run(
        "CREATE COLLECTION texts (id int32 PRIMARY KEY, title string, body string); CREATE COLLECTION more (n int32 PRIMARY KEY); "
        + "CREATE INDEX words ON texts (title, body) USING search");

    private static void Fill(TestDatabase database, int count)
    {
        for (var id = 2; id < count + 2; id++)
            database.Run($"PUT texts {{id: {id}, title: 't{Guid.NewGuid():N}', body: 'no. {id} snow'}}");
    }

    private static IReadOnlyList<WordRun> Runs(TestDatabase database)
    {
        var view = database.Store.OpenSnapshot();
        var collection = view.Catalog.Find("texts")!;
        var fields = Array.ConvertAll([2, 3], id => collection.FindField(id)!);
        return new WordFolder(database.Store.Words!, collection.Id, fields, Tiny).Open(view)!;
    }

    private IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(Path.Combine(_folder["data"], folder), "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetFileName(file) != "LOCK");

    /// <summary>The files with the word, but not with the texts that it is in. Of its key there is what the key before does not begin with.
    /// </summary>
    private IEnumerable<string> WordFiles() => Files("views").Where(static file => Contains(file, "snow\0") && !Contains(file, "no. "));

    private static bool Contains(string file, string text)
    {
        try
        {
            return File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        }
        catch (FileNotFoundException)
        {
            // Runs are merged in the background, and the old ones are deleted.
            return false;
        }
    }

    private static string Write(Random random)
    {
        var id = random.Next(40);
        return random.Next(6) switch
        {
            0 => $"DELETE FROM texts WHERE id = {id}",
            1 => $"UPDATE texts SET body = '{Text(random)}' WHERE id = {id}",
            2 => $"PUT more {{n: {random.Next(1000)}}}",
            _ => $"PUT texts {{id: {id}, title: '{Text(random)}', body: '{Text(random)}'}}",
        };
    }

    private static string Text(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => Words[random.Next(Words.Length)]));

    private static string[] Search(TestDatabase database, string phrase, long seq) => database.Texts(
        "FROM texts AS OF @seq SEARCH @phrase SELECT id, title, body",
        ("seq", NedbValue.FromInt64(seq)),
        ("phrase", NedbValue.FromString(phrase)));
}
