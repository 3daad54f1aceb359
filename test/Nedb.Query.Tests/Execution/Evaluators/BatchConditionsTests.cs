using System.Globalization;
using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Execution.Evaluators;

/// <summary>Conditions that are asked of whole batches of rows: the answers are those of asking row by row.</summary>
public sealed class BatchConditionsTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public BatchConditionsTests()
    {
        var random = new Random(20261204);
        _database.Run(
            "CREATE COLLECTION t (id int32 PRIMARY KEY, a int32, b double, m decimal, s string, d date, f bool, at timestamp, j json); "
            + "CREATE COLLECTION u (id int32 PRIMARY KEY, v int32, s string)");
        _database.Run("INSERT INTO t (id, a, b, m, s, d, f, at, j) VALUES " + string.Join(", ", Enumerable.Range(0, 3_000).Select(id =>
            $"({id}, {Some(random.Next(12))}, {Some(random.Next(40) / 4.0)}, {Some(random.Next(30))}, "
            + $"{Some("'" + "abcd"[random.Next(4)] + random.Next(3) + "'")}, {Some($"date '2024-01-{1 + random.Next(20):00}'")}, "
            + $"{Some(random.Next(2) == 0 ? "true" : "false")}, {Some($"timestamp '2024-01-{1 + random.Next(9):00}T00:00:00Z'")}, "
            + $"{Some(random.Next(3) == 0 ? "'x'" : "3")})")));
        _database.Run("INSERT INTO u (id, v, s) VALUES (1, 3, 'a1'), (2, 5, 'b2'), (3, null, null), (4, 3, 'zz')");

        string Some(object value) => random.Next(7) == 0 ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }

    public static TheoryData<string> Conditions =>
    [
        "t.a IN (1, 2, 3)", "t.a NOT IN (1, 2, 3)", "t.a IN (1, null)", "t.a NOT IN (1, null)", "t.a IN (1.0, 2.5, 7)", "t.b IN (1, 2, 2.5)",
        "t.m IN (1, 2.0, 30m)", "t.s IN ('a1', 'b2', 'nothing')", "t.s NOT IN ('a1', null)", "t.d IN (date '2024-01-03', date '2024-01-04')",
        "t.f IN (true)", "t.f IN (false, null)", "t.at IN (timestamp '2024-01-03T00:00:00Z')", "t.j IN ('x', 3)",
        "t.a IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 9)", "t.a + 1 IN (1, 2, 3)", "t.a IN (t.b, 3)", "t.a IN @list", "t.a NOT IN @list", "t.a IN @none",
        "t.s IN @texts", "t.a IN (FROM u SELECT v)", "t.a NOT IN (FROM u SELECT v)", "t.s IN (FROM u SELECT s)",
        "t.a IN (FROM u WHERE id > 9 SELECT v)", "t.a IS NULL", "t.s IS NOT NULL", "t.j IS NULL", "t.f IS NULL OR t.f", "t.a + t.b IS NULL",
        "t.a = 1 OR t.b > 7", "t.a = 1 OR t.s = 'a1' OR t.m > 20", "t.a < 3 OR (t.b > 5 AND t.s LIKE 'a%')", "NOT (t.a = 1 OR t.s IS NULL)",
        "(t.a > 3 AND t.b < 5) OR (t.a < 2 AND t.f)", "t.a = 0 OR 10 / t.a > 3", "t.a IS NULL OR t.a = 0 OR 10 / t.a = 2",
        "t.id < 5 OR t.id > 2990", "t.id >= 0 OR t.a = 1", "t.id < 0 OR t.a = 1", "t.id < 0 AND t.a = 1 OR t.id < 0 AND t.b = 1",
        "t.a = 1 OR EXISTS (FROM u WHERE u.v = t.a)",
    ];

    public void Dispose() => _database.Dispose();

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Rows_are_those_for_which_the_condition_is_true_by_itself(string condition)
    {
        var parameters = new (string, NedbValue)[]
        {
            ("list", Array(NedbValue.FromInt64(3), default, NedbValue.FromInt64(5))),
            ("texts", Array(NedbValue.FromString("a1"), NedbValue.FromString("c0"))),
            ("none", Array()),
        };
        var expected = _database.Texts($"FROM t AS t SELECT CASE WHEN {condition} THEN t.id ELSE -1 END", parameters)
            .Where(static row => row != "-1").ToList();
        var sum = expected.Sum(static id => long.Parse(id, CultureInfo.InvariantCulture));

        Assert.Equal(expected, _database.Texts($"FROM t AS t WHERE {condition} SELECT t.id", parameters));
        Assert.Equal(
            [string.Create(CultureInfo.InvariantCulture, $"{expected.Count} | {sum}")],
            _database.Texts($"FROM t AS t WHERE {condition} SELECT COUNT(*), COALESCE(SUM(t.id), 0)", parameters));
    }

    [Fact]
    public void What_fails_for_a_row_that_is_asked_fails()
    {
        var failure = Assert.Throws<NqlException>(() => _database.Texts("FROM t AS t WHERE t.a = 1 OR 10 / t.a > 3 SELECT COUNT(*)"));

        Assert.Contains("zero", failure.Message, StringComparison.Ordinal);
    }

    private static NedbValue Array(params NedbValue[] items) => NedbValue.FromArray(new NedbArray(items));
}
