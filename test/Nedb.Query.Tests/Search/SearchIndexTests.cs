using Nedb.Query.Definitions;
using Nedb.Query.Tests.Specs;
using Nedb.Storage;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Search;

/// <summary>
/// SEARCH by a search index, compared with SEARCH by reading everything: the same random texts in a database with the index and in one
/// without, now, as of every tenth seq, and within a transaction.
/// </summary>
public sealed class SearchIndexTests
{
    private static readonly string[] Phrases =
    [
        "snow", "snow goose", "Göose", "goo*", "s* fox", "\"snow goose\"", "\"goose snow\" fox", "\"wild snow goose\"", "nothing", "fox*",
        "*", "", "snow \"fox", "\"fox\"",
    ];

    private static readonly string[] Words = ["snow", "goose", "wild", "fox", "Fóx", "river", "snowy", "good"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_search_index_changes_no_answer(int seed)
    {
        using var plain = new TestDatabase();
        using var indexed = new TestDatabase();
        const string Definition = "CREATE COLLECTION texts (id int32 PRIMARY KEY, title string, body string);";
        plain.Run(Definition);
        indexed.Run(Definition + " CREATE INDEX words ON texts (title, body) USING search");
        foreach (var database in (TestDatabase[])[plain, indexed])
        {
            var random = new Random(seed);
            for (var i = 0; i < 150; i++)
            {
                database.Run(Write(random));
                // The index must follow what is written after it was first asked.
                if (i % 40 == 20)
                    database.Texts("FROM texts SEARCH 'snow' SELECT id");
            }
        }

        var found = 0;
        // Definitions are nodes too, and the indexed database has one more.
        for (var seq = 1L; seq <= plain.Store.Seq; seq += 10)
            foreach (var phrase in Phrases)
            {
                var expected = Search(plain, phrase, seq);
                Assert.Equal(expected, Search(indexed, phrase, seq + 1));
                Assert.Equal(SearchBody(plain, phrase, seq), SearchBody(indexed, phrase, seq + 1));
                found += expected.Length;
            }

        Assert.True(found > 500, "The phrases should find something.");
        Assert.Contains("search", string.Join(' ', indexed.Texts("EXPLAIN FROM texts SEARCH 'snow' SELECT id")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_within_a_transaction_sees_what_the_transaction_wrote()
    {
        using var database = new TestDatabase();
        database.Run("CREATE COLLECTION texts (id int32 PRIMARY KEY, body string); CREATE INDEX words ON texts (body) USING search");
        database.Run("INSERT INTO texts (id, body) VALUES (1, 'snow'), (2, 'rain')");
        Assert.Equal(["1"], database.Texts("FROM texts SEARCH 'snow' SELECT id"));
        database.Session.Begin();
        database.Run("INSERT INTO texts (id, body) VALUES (3, 'snow'); UPDATE texts SET body = 'rain' WHERE id = 1");
        Assert.Equal(["3"], database.Texts("FROM texts SEARCH 'snow' SELECT id"));
        database.Session.Rollback();
        Assert.Equal(["1"], database.Texts("FROM texts SEARCH 'snow' SELECT id"));
        // In one script outside of a transaction, a query reads what the statement before it wrote.
        Assert.Equal(["1", "4"], database.Texts("INSERT INTO texts (id, body) VALUES (4, 'snow'); FROM texts SEARCH 'snow' SELECT id"));
    }

    [Fact]
    public void A_search_as_of_the_present_moment_finds_what_is_committed_while_the_statement_begins()
    {
        var clock = new InterruptedClock();
        var options = new StoreOptions { Clock = clock, ExpressionCompiler = NqlExpressionCompiler.Instance };
        using var database = new TestDatabase(NedbStore.OpenInMemory(options));
        database.Run("CREATE COLLECTION texts (id int32 PRIMARY KEY, body string); CREATE INDEX words ON texts (body) USING search");
        database.Run("INSERT INTO texts (id, body) VALUES (1, 'snow')");
        Assert.Equal(["1"], database.Texts("FROM texts SEARCH 'snow' SELECT id"));
        clock.Now = clock.Now.AddSeconds(10);
        var seq = database.Store.Seq;
        using var other = database.Engine.OpenSession();
        // The clock is looked at when the moment is, and so after the statement has taken its state.
        clock.Interruption = () => other.Execute(
            database.Engine.Prepare("INSERT INTO texts (id, body) VALUES (2, 'snow')"), NqlParameters.Empty).Dispose();
        var found = database.Texts(
            "FROM texts AS OF @moment SEARCH 'snow' SELECT id", ("moment", NedbValue.FromTimestampOffset(clock.Now)));
        Assert.Null(clock.Interruption);
        Assert.Equal(seq + 1, database.Store.Seq);
        Assert.Equal(["1", "2"], found);
    }

    [Fact]
    public void Other_conditions_hold_beside_a_search()
    {
        using var database = new TestDatabase();
        database.Run("CREATE COLLECTION texts (id int32 PRIMARY KEY, body string); CREATE INDEX words ON texts (body) USING search");
        for (var id = 1; id <= 20; id++)
            database.Run($"INSERT INTO texts (id, body) VALUES ({id}, '{(id % 2 == 0 ? "snow" : "rain")} {id}')");
        Assert.Equal(["18", "20"], database.Texts("FROM texts SEARCH 'snow' WHERE id > 16 SELECT id"));
        Assert.Equal(["20", "18"], database.Texts("FROM texts SEARCH 'snow' SELECT id ORDER BY id DESC LIMIT 2"));
        Assert.Equal(["4"], database.Texts("FROM texts SEARCH @words WHERE id < 10 SELECT id", ("words", NedbValue.FromString("snow 4"))));
        Assert.Equal(["10"], database.Texts("FROM texts SEARCH 'snow' COUNT"));
    }

    [Fact]
    public void A_condition_on_the_words_of_a_field_is_answered_by_the_index_too()
    {
        using var database = new TestDatabase();
        database.Run("CREATE COLLECTION texts (id int32 PRIMARY KEY, body string, note string); CREATE INDEX words ON texts (body) USING search");
        database.Run("INSERT INTO texts (id, body, note) VALUES (1, 'snow', 'snow'), (2, 'rain', 'snow'), (3, 'snow', 'rain'), (4, NULL, NULL)");

        Assert.True(IsByIndex("contains_words(body, 'snow')"));
        Assert.True(IsByIndex("note = 'rain' AND contains_words(t.body, @words)", ("words", NedbValue.FromString("SNOW"))));
        Assert.False(IsByIndex("contains_words(note, 'snow')"));
        Assert.False(IsByIndex("contains_words(body, note)"));
        Assert.False(IsByIndex("NOT contains_words(body, 'snow')"));
        Assert.False(IsByIndex("id = 1 AND contains_words(body, 'snow')"));
        Assert.Equal(["1", "3"], database.Texts("FROM texts WHERE contains_words(body, 'snow') SELECT id"));
        Assert.Equal(["1"], database.Texts("FROM texts WHERE contains_words(body, 'snow') AND contains_words(note, 'snow') SELECT id"));
        Assert.Equal([], database.Texts("FROM texts WHERE contains_words(body, @words) SELECT id", ("words", NedbValue.Null)));
        Assert.Equal(["2", "4"], database.Texts("FROM texts WHERE NOT contains_words(body, 'snow') SELECT id"));
        Assert.Equal(
            ["1 | 1", "3 | 1"],
            database.Texts("FROM texts AS t JOIN texts AS o ON o.id = 1 WHERE contains_words(t.body, 'snow') SELECT t.id, o.id"));

        bool IsByIndex(string condition, params (string Name, NedbValue Value)[] parameters) =>
            database.Texts($"EXPLAIN FROM texts AS t WHERE {condition} SELECT id", parameters)
                .Any(line => line.Contains("search", StringComparison.Ordinal) && line.Contains("words of", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_of_a_document_that_was_found_reads_as_that_of_one_that_was_scanned()
    {
        using var plain = new TestDatabase();
        using var indexed = new TestDatabase();
        foreach (var (database, index) in ((TestDatabase, string)[])[(plain, ""), (indexed, "CREATE INDEX words ON texts (body) USING search")])
        {
            database.Run("CREATE COLLECTION texts (region string, id int64, body string, size int64, PRIMARY KEY (region, id)); " + index);
            // Not in the order of the keys, so that what is found has to be put into it.
            for (var i = 0; i < 40; i++)
                database.Run(
                    $"PUT texts {{region: '{"eaw"[i % 3]}', id: {i * 7 % 40}, body: '{(i % 2 == 0 ? "snow" : "snow rain")}', size: {i}}} "
                    + $"CAUSED BY 1 EVIDENCE 'note {i}'");
            database.Run("UPDATE texts SET size = size + 1 WHERE id % 5 = 0; DELETE FROM texts WHERE id % 11 = 0");
        }

        foreach (var query in (string[])
            [
                "FROM texts SEARCH 'snow' SELECT *", "FROM texts SEARCH 'rain' COUNT", "FROM texts SEARCH 'snow' SELECT _id, _evidence",
                "FROM texts SEARCH 'rain' SELECT region, id, _kind, _valid_from", "FROM texts SEARCH 'snow' SELECT sum(size), avg(id)",
                "FROM texts AS t JOIN texts AS o ON o.region = t.region AND o.id = t.id WHERE contains_words(t.body, 'rain') SELECT t.id, o.size",
                "FROM texts SEARCH 'snow' SELECT body, count(*) GROUP BY body ORDER BY body", "FROM texts SEARCH '\"snow rain\"' SELECT id",
                "FROM texts SEARCH 'snow' SELECT DISTINCT size ORDER BY size DESC LIMIT 7",
            ])
            Assert.Equal(plain.Texts(query), indexed.Texts(query));
    }

    [Fact]
    public void A_document_that_was_found_can_be_changed_and_deleted()
    {
        using var database = new TestDatabase();
        database.Run("CREATE COLLECTION texts (id int32 PRIMARY KEY, body string); CREATE INDEX words ON texts (body) USING search");
        database.Run("INSERT INTO texts (id, body) VALUES (3, 'snow'), (1, 'snow'), (2, 'rain')");
        database.Run("UPDATE texts SET body = 'rain' WHERE contains_words(body, 'snow') AND id = 3");
        database.Run("DELETE FROM texts WHERE contains_words(body, 'snow')");
        Assert.Equal(["2 | \"rain\"", "3 | \"rain\""], database.Texts("FROM texts SELECT id, body"));
    }

    private static string Write(Random random)
    {
        var id = random.Next(40);
        return random.Next(5) switch
        {
            0 => $"DELETE FROM texts WHERE id = {id}",
            1 => $"UPDATE texts SET body = '{Text(random)}' WHERE id = {id}",
            _ => $"PUT texts {{id: {id}, title: '{Text(random)}', body: '{Text(random)}'}}",
        };
    }

    private static string Text(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => Words[random.Next(Words.Length)]));

    private static string[] SearchBody(TestDatabase database, string phrase, long seq) => database.Texts(
        "FROM texts AS OF @seq WHERE contains_words(body, @phrase) SELECT id, title, body",
        ("seq", NedbValue.FromInt64(seq)),
        ("phrase", NedbValue.FromString(phrase)));

    private static string[] Search(TestDatabase database, string phrase, long seq) => database.Texts(
        "FROM texts AS OF @seq SEARCH @phrase SELECT id, title, body",
        ("seq", NedbValue.FromInt64(seq)),
        ("phrase", NedbValue.FromString(phrase)));

    /// <summary>A clock that does something before it is read the next time.</summary>
    private sealed class InterruptedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public Action? Interruption { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (Interruption is { } interruption)
            {
                Interruption = null;
                interruption();
            }

            return Now;
        }
    }
}
