using System.Globalization;
using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Planning;

/// <summary>Joins and groups compared with LINQ to Objects on the same random rows; keys repeat, and some are null.</summary>
public sealed class JoinTests : IDisposable
{
    private sealed record Left(int Id, int? Key, string? Text);

    private sealed record Right(int Id, int? Key, decimal Amount);

    private readonly TestDatabase _database = new();
    private readonly List<Left> _lefts = [];
    private readonly List<Right> _rights = [];

    public JoinTests()
    {
        var random = new Random(20261123);
        for (var i = 0; i < 70; i++)
            _lefts.Add(new(i, random.Next(6) == 0 ? null : random.Next(20), random.Next(4) == 0 ? null : "t" + random.Next(5)));
        for (var i = 0; i < 90; i++)
            _rights.Add(new(i, random.Next(6) == 0 ? null : random.Next(25), random.Next(1000) / 10m));
        _database.Run(
            "CREATE COLLECTION l (id int32 PRIMARY KEY, k int32, s string); CREATE COLLECTION r (id int32 PRIMARY KEY, k int32, "
            + "m decimal)");
        _database.Session.Write(
            [.. _lefts.Select(static row => Insert("l", row.Id, ("k", Int(row.Key)), ("s", NedbValue.FromString(row.Text))))]);
        _database.Session.Write(
            [.. _rights.Select(static row => Insert("r", row.Id, ("k", Int(row.Key)), ("m", NedbValue.FromDecimal(row.Amount))))]);
    }

    [Fact]
    public void A_join_of_one_row_seeks_its_partners_and_one_of_many_rows_may_read_them_all_at_once()
    {
        AddIndex(true);
        const string Text = "EXPLAIN FROM l AS l LEFT JOIN r AS r ON l.k = r.k";
        var one = string.Join('\n', _database.Texts(Text + " WHERE l.id = 3 SELECT l.id, r.id"));
        Assert.Contains("index scan", one, StringComparison.Ordinal);
        Assert.DoesNotContain("hash lookup", one, StringComparison.Ordinal);
        var all = string.Join('\n', _database.Texts(Text + " SELECT l.id, r.id"));
        Assert.Contains("hash lookup", all, StringComparison.Ordinal);
    }

    public static TheoryData<bool> WithAndWithoutIndex => [false, true];

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Inner_join(bool hasIndex)
    {
        AddIndex(hasIndex);
        var expected = _lefts.Join(
            _rights, static l => l.Key, static r => r.Key, static (l, r) => (l, r)).Where(static pair => pair.l.Key is not null);
        Check(expected.Select(static pair => Row(pair.l.Id, pair.r.Id)), "FROM l AS l JOIN r AS r ON l.k = r.k SELECT l.id, r.id");
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Left_join(bool hasIndex)
    {
        AddIndex(hasIndex);
        var expected = _lefts.SelectMany(
            l => _rights.Where(r => l.Key is not null && l.Key == r.Key).DefaultIfEmpty(), static (l, r) => Row(l.Id, r?.Id));
        Check(expected, "FROM l AS l LEFT JOIN r AS r ON l.k = r.k SELECT l.id, r.id");
    }

    [Fact]
    public void A_lookup_in_a_table_of_hashes_above_a_join_row_by_row_keeps_each_row_with_its_own()
    {
        _database.Run("CREATE COLLECTION d (k int32, n int32, PRIMARY KEY (k, n))");
        for (var k = 0; k < 600; k++)
            _database.Run($"INSERT INTO d (k, n) VALUES ({k}, 1), ({k}, 2), ({k}, 3), ({k}, 4), ({k}, 5)");
        const string Text = "FROM l AS l LEFT JOIN d AS d ON l.id = d.k LEFT JOIN (FROM r AS x WHERE x.m > 20m SELECT x.k AS k, x.id AS id, "
            + "ROW_NUMBER() OVER (PARTITION BY x.k ORDER BY x.id) AS n) AS f ON l.k = f.k WHERE l.id < 60 SELECT l.id, d.k, d.n, f.id";
        var expected =
            from l in _lefts
            where l.Id < 60
            from n in Enumerable.Range(1, 5)
            from f in _rights.Where(f => f.Amount > 20m && l.Key is not null && l.Key == f.Key).DefaultIfEmpty()
            select $"{Row(l.Id, l.Id)} | {Row(n, f?.Id)}";
        Assert.Contains(_database.Texts("EXPLAIN " + Text), static step => step.Contains("d by key range", StringComparison.Ordinal));
        Check(expected, Text);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Full_join(bool hasIndex)
    {
        AddIndex(hasIndex);
        var left = _lefts.SelectMany(
            l => _rights.Where(r => l.Key is not null && l.Key == r.Key).DefaultIfEmpty(), static (l, r) => Row(l.Id, r?.Id));
        var rest = _rights.Where(r => r.Key is null || !_lefts.Exists(l => l.Key == r.Key)).Select(static r => Row(null, r.Id));
        Check(left.Concat(rest), "FROM l AS l FULL JOIN r AS r ON l.k = r.k SELECT l.id, r.id");
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Cross_join_with_a_condition_that_matches_nulls(bool hasIndex)
    {
        AddIndex(hasIndex);
        var expected = _lefts.SelectMany(l => _rights.Where(r => l.Key == r.Key), static (l, r) => Row(l.Id, r.Id));
        Check(expected, "FROM l AS l CROSS JOIN r AS r WHERE l.k = r.k SELECT l.id, r.id");
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Lateral_join_with_order_and_limit(bool hasIndex)
    {
        AddIndex(hasIndex);
        var expected = _lefts.SelectMany(
            l => _rights.Where(r => r.Key == l.Key).OrderByDescending(static r => r.Amount).Take(2), static (l, r) => Row(l.Id, r.Id));
        Check(expected,
            "FROM l AS l JOIN LATERAL (FROM r AS r WHERE r.k = l.k SELECT r.id ORDER BY r.m DESC LIMIT 2) AS t SELECT l.id, t.id");
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Correlated_subqueries(bool hasIndex)
    {
        AddIndex(hasIndex);
        var expected = _lefts.Where(l => _rights.Exists(r => r.Key == l.Key && r.Amount > 50))
            .Select(l => Row(l.Id, _rights.Count(r => r.Key == l.Key)));
        Check(
            expected,
            "FROM l AS l WHERE EXISTS (FROM r AS r WHERE r.k = l.k AND r.m > 50) SELECT l.id, (FROM r AS r WHERE r.k = l.k "
                + "SELECT COUNT(*))");
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Groups_of_a_join(bool hasIndex)
    {
        AddIndex(hasIndex);
        var expected = _lefts.Where(static l => l.Key is not null)
            .Join(_rights, static l => l.Key, static r => r.Key, static (l, r) => (l, r))
            .GroupBy(static pair => pair.l.Text)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Where(static group => group.Count() > 3)
            .Select(static group =>
                $"{NedbValue.FromString(group.Key)} | {group.Count()} | {NedbValue.FromDecimal(group.Max(static pair => pair.r.Amount))}");
        Check(expected, "FROM l AS l JOIN r AS r ON l.k = r.k GROUP BY l.s HAVING COUNT(*) > 3 SELECT l.s, COUNT(*), MAX(r.m)");
    }

    public void Dispose() => _database.Dispose();

    private static string Row(int? left, int? right) =>
        $"{left?.ToString(CultureInfo.InvariantCulture) ?? "null"} | {right?.ToString(CultureInfo.InvariantCulture) ?? "null"}";

    private static NedbValue Int(int? value) => value is { } number ? NedbValue.FromInt64(number) : default;

    private static TypedWrite Insert(string collection, int id, params (string Name, NedbValue Value)[] fields) => new()
    {
        Kind = WriteKind.Insert,
        Collection = collection,
        SetFields = ["id", .. fields.Select(static field => field.Name)],
        SetValues = [NedbValue.FromInt64(id), .. fields.Select(static field => field.Value)],
    };

    private void AddIndex(bool hasIndex)
    {
        if (hasIndex)
            _database.Run("CREATE INDEX i ON r (k); CREATE INDEX j ON l (k, s)");
    }

    private void Check(IEnumerable<string> expected, string query) => Assert.Equal(expected, _database.Texts(query));
}
