using System.Globalization;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Planning;

/// <summary>
/// What lies between two bounds is what the conditions say, with an index, by the key and without either: numbers of any kind, and no value
/// of another type.
/// </summary>
public sealed class RangeTests
{
    private static readonly string[] Values =
    [
        "null", "true", "1", "2", "2.0m", "2.5m", "2.9999999999999999999999999999m", "3", "3e0", "3.25e0", "9007199254740993",
        "9007199254740992e0", "18446744073709551615", "-1e300", "-7", "-7.0000000000000000000000000001m", "'2'", "'x'", "[2]", "{a: 2}",
    ];

    private static readonly NedbValue[] Bounds =
    [
        NedbValue.FromInt64(-7), NedbValue.FromInt64(2), NedbValue.FromInt64(3), NedbValue.FromInt64(9007199254740992),
        NedbValue.FromInt64(long.MaxValue), NedbValue.FromInt64(long.MinValue), NedbValue.FromDecimal(2.5m), NedbValue.FromDouble(3.25),
        NedbValue.FromDouble(double.NegativeInfinity), NedbValue.FromDouble(double.NaN), NedbValue.FromString("2"), NedbValue.Null,
        NedbValue.True,
    ];

    [Theory]
    [InlineData("")]
    [InlineData("CREATE INDEX by_v ON things (v)")]
    [InlineData("CREATE INDEX by_v ON things (v DESC)")]
    [InlineData("CREATE INDEX by_kind ON things (kind, v)")]
    public void Every_pair_of_bounds_takes_the_same_with_and_without_an_index(string index)
    {
        using var plain = Make("");
        using var indexed = Make(index);
        foreach (var query in (string[])
            [
                "FROM things WHERE kind = 1 AND v > @low AND v < @high SELECT _id",
                "FROM things WHERE kind = 1 AND v >= @low AND v <= @high AND _id != 3 SELECT _id",
                "FROM things WHERE kind = 1 AND v >= @low AND v < @high SELECT COUNT(*), SUM(_id)",
            ])
            foreach (var low in Bounds)
                foreach (var high in Bounds)
                {
                    var expected = plain.Texts(query, ("low", low), ("high", high));
                    Assert.Equal(expected, indexed.Texts(query, ("low", low), ("high", high)));
                }
    }

    [Theory]
    [InlineData("")]
    [InlineData("CREATE INDEX by_v ON things (v)")]
    [InlineData("CREATE INDEX by_v ON things (v DESC)")]
    [InlineData("CREATE INDEX by_kind ON things (kind, v)")]
    [InlineData("CREATE INDEX by_kind ON things (kind, v DESC)")]
    public void Every_single_bound_takes_the_same_with_and_without_an_index(string index)
    {
        using var plain = Make("");
        using var indexed = Make(index);
        foreach (var comparison in (string[])["<", "<=", ">", ">="])
            foreach (var query in (string[])
                [
                    $"FROM things WHERE kind = 1 AND v {comparison} @bound SELECT _id",
                    $"FROM things WHERE kind = 1 AND v {comparison} @bound SELECT _id ORDER BY v DESC, _id OFFSET 1 LIMIT 4",
                    $"FROM things WHERE kind = 1 AND v {comparison} @bound SELECT COUNT(*)",
                    $"FROM things WHERE kind = 1 AND v {comparison} @bound AND v != 3 SELECT _id",
                ])
                foreach (var bound in (NedbValue[])[.. Bounds, NedbValue.FromArray(new([NedbValue.FromInt64(1)]))])
                    Assert.Equal(plain.Texts(query, ("bound", bound)), indexed.Texts(query, ("bound", bound)));
    }

    [Theory]
    [InlineData("key >= 2")]
    [InlineData("key < 4")]
    [InlineData("key >= 2 AND key < 4")]
    [InlineData("key > 1.5m AND key <= 3e0")]
    public void A_range_of_keys_is_what_its_conditions_say(string condition)
    {
        using var database = new TestDatabase();
        database.Run("CREATE COLLECTION t (key int32 PRIMARY KEY, x int32); INSERT INTO t (key, x) VALUES (1, 1), (2, 2), (3, 3), (4, 4)");
        database.Run("DELETE FROM t WHERE key = 2");
        foreach (var query in (string[])
            [
                "FROM t WHERE {0} SELECT key", "FROM t WHERE {0} SELECT COUNT(*)", "FROM t WHERE {0} SELECT key OFFSET 1 LIMIT 1",
                "FROM t WHERE {0} AND x != 3 SELECT key", "FROM HISTORY(t) WHERE {0} SELECT key, _id, _seq",
            ])
            Assert.Equal(
                database.Texts(query.Replace("{0}", condition.Replace("key", "key + 0"))), database.Texts(query.Replace("{0}", condition)));
    }

    [Fact]
    public void A_range_of_integers_is_what_is_counted_by_hand()
    {
        using var database = Make("CREATE INDEX by_v ON things (v)");
        Assert.Equal(
            ["4", "5", "6", "7", "8", "9"],
            database.Texts(
                "FROM things WHERE v >= @low AND v < @high + 1 SELECT _id LIMIT 6",
                ("low", NedbValue.FromInt64(2)), ("high", NedbValue.FromInt64(3))));
        Assert.Equal(
            ["10"],
            database.Texts(
                "FROM things WHERE v >= @low AND v < @high + 1 ORDER BY _id SELECT _id OFFSET 6",
                ("low", NedbValue.FromInt64(2)), ("high", NedbValue.FromInt64(3))));
    }

    [Fact]
    public void Whoever_starts_a_range_again_gets_the_rows_of_the_new_bounds()
    {
        using var database = Make("CREATE INDEX by_v ON things (v)");
        // The bounds of some rows are integers, and of others they are not.
        var expected = Enumerable.Range(1, Values.Length).Select(id => string.Create(
            CultureInfo.InvariantCulture,
            $"{id} | {database.Texts($"FROM things AS a WHERE a._id = {id} SELECT (SELECT COUNT(*) FROM things AS b WHERE a.v <= b.v AND b.v < 4)")[0]}"));
        Assert.Equal(
            expected,
            database.Texts("FROM things AS a SELECT a._id, (SELECT COUNT(*) FROM things AS b WHERE b.v >= a.v AND b.v < 4) ORDER BY a._id"));
    }

    private static TestDatabase Make(string index)
    {
        var database = new TestDatabase();
        var rows = Values.Select(static (value, i) => $"{{_id: {i + 1}, kind: 1, v: {value}}}");
        database.Run($"PUT things {string.Join(", ", rows)}; {index}");
        return database;
    }
}
