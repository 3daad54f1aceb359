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
