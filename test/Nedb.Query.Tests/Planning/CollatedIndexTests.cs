using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Diagnostics;

namespace Nedb.Query.Tests.Planning;

/// <summary>Indexes over fields with a collation: they cost less, and change no answer.</summary>
public sealed class CollatedIndexTests : IDisposable
{
    private const string Fields =
        "id int32 PRIMARY KEY, name string COLLATE ordinal_ignore_case, town string COLLATE unicode, plain string";

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("FROM {0} WHERE name = \"ANNA\" SELECT id")]
    [InlineData("FROM {0} WHERE \"aNNa\" = name SELECT id")]
    [InlineData("FROM {0} WHERE name COLLATE ordinal = \"Anna\" SELECT id")]
    [InlineData("FROM {0} WHERE name IN (\"anna\", \"BERT\", null) SELECT id")]
    [InlineData("FROM {0} WHERE name IN [\"anna\", \"BERT\"] SELECT id")]
    [InlineData("FROM {0} WHERE name NOT IN [\"anna\", \"BERT\"] SELECT id")]
    [InlineData("FROM {0} WHERE name IN (FROM {0} WHERE id < 9 SELECT plain) SELECT id")]
    [InlineData("FROM {0} WHERE plain IN (FROM {0} WHERE id < 9 SELECT name) SELECT id")]
    [InlineData("FROM {0} WHERE name = ANY [\"anna\"] SELECT id")]
    [InlineData("FROM {0} WHERE name IS NULL SELECT id")]
    [InlineData("FROM {0} WHERE name > \"anna\" AND name <= \"Carl\" SELECT id")]
    [InlineData("FROM {0} WHERE name LIKE \"an%\" SELECT id")]
    [InlineData("FROM {0} WHERE starts_with(name, \"an\") SELECT id")]
    [InlineData("FROM {0} ORDER BY name SELECT name LIMIT 7")]
    [InlineData("FROM {0} ORDER BY name DESC SELECT name, id LIMIT 7")]
    [InlineData("FROM {0} ORDER BY name COLLATE ordinal SELECT name LIMIT 7")]
    [InlineData("FROM {0} ORDER BY town DESC, name SELECT town, name LIMIT 9")]
    [InlineData("FROM {0} WHERE name = \"anna\" ORDER BY name COLLATE ordinal, town SELECT name, town LIMIT 9")]
    [InlineData("FROM {0} WHERE town = \"Ölberg\" ORDER BY name SELECT name, id")]
    [InlineData("FROM {0} WHERE town COLLATE unicode_ignore_accents = \"OLBERG\" ORDER BY name SELECT name, id")]
    [InlineData("FROM {0} AS a JOIN {0} AS b ON a.name = b.name WHERE a.id < 5 ORDER BY a.id, b.id SELECT a.id, b.id")]
    [InlineData("FROM {0} AS a JOIN {0} AS b ON a.plain = b.name WHERE a.id < 5 ORDER BY a.id, b.id SELECT a.id, b.id")]
    public void Answers_are_the_same_with_an_index_and_without(string text)
    {
        Fill("bare", string.Empty);
        Fill(
            "indexed",
            "CREATE INDEX a ON indexed (name); CREATE INDEX b ON indexed (town DESC, name); CREATE INDEX c ON indexed (plain);");
        var bare = _database.Texts(string.Format(null, text, "bare"));
        Assert.NotEmpty(bare);
        Assert.Equal(bare, _database.Texts(string.Format(null, text, "indexed")));
    }

    [Theory]
    [InlineData("FROM t WHERE name = \"ANNA\"", true)]
    [InlineData("FROM t WHERE name IN [\"ANNA\"]", true)]
    [InlineData("FROM t WHERE name COLLATE unicode = \"ANNA\"", false)]
    [InlineData("FROM t WHERE name COLLATE ordinal = \"ANNA\"", false)]
    [InlineData("FROM t WHERE name LIKE \"A%\"", false)]
    public void An_index_answers_what_is_asked_in_its_collation(string text, bool isIndexed)
    {
        Fill("t", "CREATE INDEX a ON t (name);");
        var plan = string.Join('\n', _database.Texts("EXPLAIN " + text));
        Assert.Equal(isIndexed, plan.Contains("index a", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("name = \"ANNA\"")]
    [InlineData("name IN (\"ANNA\", \"q\")")]
    [InlineData("name IN [\"ANNA\", \"q\"]")]
    [InlineData("name = ANY [\"ANNA\", \"q\"]")]
    [InlineData("name IN (FROM t WHERE name COLLATE ordinal = \"ANNA\" SELECT name)")]
    [InlineData("name = ANY (FROM t WHERE name COLLATE ordinal = \"ANNA\" SELECT name)")]
    [InlineData("EXISTS (FROM t AS o WHERE o.name COLLATE ordinal = \"ANNA\" AND o.name = t.name)")]
    public void Every_form_of_comparison_follows_the_collation(string condition)
    {
        Fill("t", string.Empty);
        Assert.Equal(
            ["\"ANNA\"", "\"Anna\"", "\"anna\""],
            _database.Texts($"FROM t WHERE {condition} SELECT DISTINCT name").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_unique_index_refuses_texts_that_are_equal_by_the_collation()
    {
        _database.Run("CREATE COLLECTION users (id int32 PRIMARY KEY, mail string COLLATE ordinal_ignore_case, UNIQUE (mail))");
        _database.Run("INSERT INTO users (id, mail) VALUES (1, \"Ann@x.org\")");
        var refused = Assert.ThrowsAny<Exception>(() => _database.Run("INSERT INTO users (id, mail) VALUES (2, \"ann@X.org\")"));
        Assert.Equal(StorageErrorCode.UniqueViolation, Assert.IsType<StorageException>(refused).Code);
        _database.Run("INSERT INTO users (id, mail) VALUES (2, \"an@x.org\"), (3, null), (4, null)");
    }

    [Fact]
    public void A_change_of_the_collation_builds_the_index_again_and_refuses_what_is_not_unique_any_more()
    {
        _database.Run("CREATE COLLECTION u (id int32 PRIMARY KEY, name string, UNIQUE (name))");
        _database.Run("INSERT INTO u (id, name) VALUES (1, \"a\"), (2, \"A\")");
        Assert.ThrowsAny<Exception>(() => _database.Run("ALTER COLLECTION u ALTER FIELD name SET COLLATE ordinal_ignore_case"));
        _database.Run("FROM u WHERE id = 2 UPDATE SET name = \"B\"");
        _database.Run("ALTER COLLECTION u ALTER FIELD name SET COLLATE ordinal_ignore_case");
        Assert.Equal(["1"], _database.Texts("FROM u WHERE name = \"A\" SELECT id"));
        Assert.Contains("index", string.Join('\n', _database.Texts("EXPLAIN FROM u WHERE name = \"A\"")), StringComparison.Ordinal);
        _database.Run("ALTER COLLECTION u ALTER FIELD name DROP COLLATE");
        Assert.Empty(_database.Texts("FROM u WHERE name = \"A\" SELECT id"));
    }

    [Theory]
    [InlineData("SELECT name COLLATE ordinal AS n", "ANNA, ANNA, Anna")]
    [InlineData("SELECT DISTINCT name COLLATE ordinal AS n", "ANNA, Anna, Carl")]
    [InlineData("SELECT name AS n", "anna, ANNA, Anna")]
    public void A_column_is_ordered_by_the_collation_that_it_names(string select, string first)
    {
        Fill("t", string.Empty);
        var found = _database.Texts($"FROM t WHERE name IS NOT NULL AND id < 20 {select} ORDER BY n LIMIT 3");
        Assert.Equal(first, string.Join(", ", found).Replace("\"", null, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nocase", "ordinal_ignore_case")]
    [InlineData("unicde", "; did you mean 'unicode'?")]
    public void An_unknown_collation_gets_a_hint(string collation, string hint)
    {
        var refused = Assert.Throws<NqlException>(
            () => _database.Run($"CREATE COLLECTION c (id int32 PRIMARY KEY, n string COLLATE {collation})"));
        Assert.Contains(hint, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_key_compares_exactly_whatever_the_collation()
    {
        _database.Run("CREATE COLLECTION p (id int32 PRIMARY KEY, code string COLLATE ordinal_ignore_case NOT NULL, UNIQUE (code))");
        _database.Run("CREATE COLLECTION d (id int32 PRIMARY KEY, code string REFERENCES p (code))");
        _database.Run("INSERT INTO p (id, code) VALUES (1, \"X\")");
        _database.Run("INSERT INTO d (id, code) VALUES (1, \"X\")");
        Assert.ThrowsAny<Exception>(() => _database.Run("INSERT INTO d (id, code) VALUES (2, \"x\")"));
    }

    private void Fill(string collection, string indexes)
    {
        _database.Run($"CREATE COLLECTION {collection} ({Fields})");
        _database.Run(indexes);
        string?[] names = ["anna", "ANNA", "Anna", "bert", "Carl", "carl", "d", null, "Éa", "zoe"];
        string?[] towns = ["Olberg", "ölberg", "Ölberg", "aachen", "Äachen", null];
        var rows = Enumerable.Range(0, 90).Select(i =>
            $"({i}, {Text(names[i * 7 % names.Length])}, {Text(towns[i * 5 % towns.Length])}, {Text(names[i * 3 % names.Length])})");
        _database.Run($"INSERT INTO {collection} (id, name, town, plain) VALUES {string.Join(", ", rows)}");
    }

    private static string Text(string? value) => value is null ? "null" : $"\"{value}\"";
}
