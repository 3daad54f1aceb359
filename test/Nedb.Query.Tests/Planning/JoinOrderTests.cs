using System.Diagnostics;
using System.Globalization;
using System.Text;
using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Planning;

/// <summary>Inner joins that run in another order than they are written, compared with LINQ to Objects in the written one.</summary>
public sealed class JoinOrderTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly (int Id, int B, int X)[] _a;
    private readonly (int Id, int C)[] _b;
    private readonly (int Id, int X)[] _c;

    public JoinOrderTests()
    {
        var random = new Random(5);
        _a = [.. Enumerable.Range(0, 400).Select(id => (id, random.Next(60), random.Next(10)))];
        _b = [.. Enumerable.Range(0, 60).Select(id => (id, random.Next(15)))];
        _c = [.. Enumerable.Range(0, 15).Select(id => (id, random.Next(4)))];
        _database.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, b int32, x int32); CREATE INDEX a_b ON a (b)");
        _database.Run("CREATE COLLECTION b (id int32 PRIMARY KEY, c int32); CREATE INDEX b_c ON b (c)");
        _database.Run("CREATE COLLECTION c (id int32 PRIMARY KEY, x int32)");
        Insert("a", _a.Select(static row => $"({row.Id}, {row.B}, {row.X})"));
        Insert("b", _b.Select(static row => $"({row.Id}, {row.C})"));
        Insert("c", _c.Select(static row => $"({row.Id}, {row.X})"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(14)]
    public void Rows_come_in_the_order_of_the_sources_as_they_are_written(int id)
    {
        const string Query = "FROM a AS a JOIN b AS b ON a.b = b.id JOIN c AS c ON b.c = c.id WHERE c.id = {0} SELECT a.id, b.id, c.id";
        var expected = from a in _a
                       join b in _b on a.B equals b.Id
                       join c in _c on b.C equals c.Id
                       where c.Id == id
                       select $"{a.Id} | {b.Id} | {c.Id}";
        var query = string.Format(CultureInfo.InvariantCulture, Query, id);
        Assert.Equal(expected, _database.Texts(query));
        // It begins with the one document of c, and puts the rows into order afterwards.
        Assert.StartsWith("\"source order\"", _database.Texts("EXPLAIN " + query)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Partners_that_are_sought_by_an_index_of_several_fields_are_put_into_the_order_of_their_keys()
    {
        const string Query = "FROM m AS m JOIN d AS d ON d.m = m.id JOIN c AS c ON c.id = m.c WHERE m.kind = 1 AND c.id + 0 = 4 SELECT m.id, d.id";
        _database.Run("CREATE COLLECTION m (id int32 PRIMARY KEY, kind int32, c int32); CREATE INDEX m_kind ON m (kind)");
        _database.Run("CREATE COLLECTION d (id int32 PRIMARY KEY, m int32, place int32); CREATE INDEX d_m ON d (m, place)");
        Insert("m", Enumerable.Range(0, 500).Select(static id => $"({id}, 1, {id % 15})"));
        Insert("d", Enumerable.Range(0, 2_000).Select(static id => $"({id}, {id % 500}, {-id})"));

        var expected = from m in Enumerable.Range(0, 500)
                       where m % 15 == 4
                       from d in (int[])[m, m + 500, m + 1_000, m + 1_500]
                       select $"{m} | {d}";
        Assert.Equal(expected, _database.Texts(Query));
    }

    [Theory]
    [InlineData("FROM a AS a JOIN b AS b ON a.b = b.id JOIN c AS c ON b.c = c.id WHERE b.id = 7", true)]
    [InlineData("FROM c AS c JOIN b AS b ON b.c = c.id JOIN a AS a ON a.b = b.id WHERE b.id = 7", true)]
    [InlineData("FROM b AS b JOIN a AS a ON a.b = b.id JOIN c AS c ON b.c = c.id WHERE a.id IN [300, 20, 7, 21]", false)]
    [InlineData("FROM a AS a JOIN b AS b ON a.b = b.id JOIN c AS c ON b.c = c.id WHERE b.c = 7 AND c.id = 7 AND b.c > 0", false)]
    public void Rows_are_put_into_order_only_where_they_do_not_come_in_it(string query, bool isKept)
    {
        query += " SELECT a.id, b.id, c.id";
        using var plain = new TestDatabase();
        plain.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, b int32, x int32); CREATE COLLECTION b (id int32 PRIMARY KEY, c int32)");
        plain.Run("CREATE COLLECTION c (id int32 PRIMARY KEY, x int32)");
        Insert(plain, "a", _a.Select(static row => $"({row.Id}, {row.B}, {row.X})"));
        Insert(plain, "b", _b.Select(static row => $"({row.Id}, {row.C})"));
        Insert(plain, "c", _c.Select(static row => $"({row.Id}, {row.X})"));
        var expected = plain.Texts(query);
        Assert.True(expected.Length > 2);
        Assert.Equal(expected, _database.Texts(query));
        var steps = _database.Texts("EXPLAIN " + query);
        Assert.Equal(!isKept, steps[0].StartsWith("\"source order\"", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, static step => step.Contains("hash", StringComparison.Ordinal));
    }

    [Fact]
    public void An_order_by_beside_another_order_of_joins()
    {
        var expected = (from a in _a
                        join b in _b on a.B equals b.Id
                        join c in _c on b.C equals c.Id
                        where c.Id == 3 && a.X > 2
                        orderby a.X descending
                        select $"{a.X} | {a.Id} | {b.Id}").Take(9);
        Assert.Equal(
            expected,
            _database.Texts(
                "FROM a AS a JOIN b AS b ON a.b = b.id JOIN c AS c ON b.c = c.id WHERE c.id = 3 AND a.x > 2 SELECT a.x, a.id, b.id "
                + "ORDER BY a.x DESC LIMIT 9"));
    }

    [Fact]
    public void Groups_do_not_need_the_rows_in_order()
    {
        const string Query = "FROM a AS a JOIN b AS b ON a.b = b.id JOIN c AS c ON b.c = c.id WHERE c.id = 3 GROUP BY a.x "
            + "SELECT a.x, COUNT(*), SUM(b.id), MAX(a.id)";
        var expected = from a in _a
                       join b in _b on a.B equals b.Id
                       where b.C == 3
                       group (a, b) by a.X into g
                       orderby g.Key
                       select $"{g.Key} | {g.Count()} | {g.Sum(static pair => pair.b.Id)} | {g.Max(static pair => pair.a.Id)}";
        Assert.Equal(expected, _database.Texts(Query));
        Assert.DoesNotContain(_database.Texts("EXPLAIN " + Query), static step => step.Contains("order", StringComparison.Ordinal));
    }

    [Fact]
    public void Twelve_collections_are_ordered_at_once()
    {
        const int Count = 12;
        for (var i = 0; i < Count; i++)
        {
            _database.Run($"CREATE COLLECTION t{i} (id int32 PRIMARY KEY, next int32); CREATE INDEX n{i} ON t{i} (next)");
            Insert($"t{i}", Enumerable.Range(0, 60).Select(static id => $"({id}, {id * 7 % 60})"));
        }

        var query = new StringBuilder("FROM t0 AS t0");
        for (var i = 1; i < Count; i++)
            query.Append(CultureInfo.InvariantCulture, $" JOIN t{i} AS t{i} ON t{i - 1}.next = t{i}.id");
        query.Append(CultureInfo.InvariantCulture, $" WHERE t{Count - 1}.id = 5 SELECT t0.id, t{Count - 1}.next");
        var first = Enumerable.Range(0, 60).Single(
            static id => Enumerable.Range(1, Count - 1).Aggregate(id, static (at, _) => at * 7 % 60) == 5);
        var clock = Stopwatch.StartNew();
        Assert.Equal([$"{first} | {5 * 7 % 60}"], _database.Texts(query.ToString()));
        // No figure of speed: planning every order of twelve would take hours.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("a0.id", 200)]
    [InlineData("a{0}.id", 200)]
    [InlineData("a{0}.x", 120)]
    public void Hundreds_of_sources_are_planned_quickly(string joined, int count)
    {
        var query = new StringBuilder("FROM c AS a0");
        for (var i = 1; i < count; i++)
            query.Append(CultureInfo.InvariantCulture, $" JOIN c AS a{i} ON a{i}.id = ")
                .AppendFormat(CultureInfo.InvariantCulture, joined, i - 1);
        query.Append(" SELECT a0.id");
        var clock = Stopwatch.StartNew();
        _database.Texts("EXPLAIN " + query);
        // No figure of speed: looking at every source again for every choice would take minutes.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    public void Dispose() => _database.Dispose();

    private void Insert(string collection, IEnumerable<string> rows) => Insert(_database, collection, rows);

    private static void Insert(TestDatabase database, string collection, IEnumerable<string> rows)
    {
        var fields = collection switch
        {
            "a" => "id, b, x",
            "b" => "id, c",
            "c" => "id, x",
            "d" => "id, m, place",
            "m" => "id, kind, c",
            _ => "id, next",
        };
        database.Run($"INSERT INTO {collection} ({fields}) VALUES {string.Join(", ", rows)}");
    }
}
