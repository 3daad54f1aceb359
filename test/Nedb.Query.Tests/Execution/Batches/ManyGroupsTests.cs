using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Execution.Batches;

/// <summary>
/// Ten thousand groups, whose sums lie in arrays. The oracle is the same query with a filter that lets every row pass, which takes one row
/// after the other into an object for each group.
/// </summary>
public sealed class ManyGroupsTests : IDisposable
{
    private const int Rows = 40_000;
    private const string Passes = " FILTER (WHERE id >= 0)";

    private static readonly string[] Fields = ["id", "k", "s", "i", "big", "m", "d", "mixed", "span", "at", "flag"];

    private readonly TestDatabase _database = new();

    public ManyGroupsTests()
    {
        _database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, k int64, s string COLLATE ordinal_ignore_case, i int32, big int64, "
            + "m decimal, d double, mixed any, span duration, at timestamp, flag bool)");
        _database.Session.Write([.. Enumerable.Range(0, Rows).Select(Row)]);
    }

    [Theory]
    [InlineData("k")]
    [InlineData("s")]
    [InlineData("k, flag")]
    [InlineData("m")]
    [InlineData("k % 7, s")]
    public void Sums_in_arrays_are_those_of_one_object_for_each_group(string keys)
    {
        string[] aggregates =
        [
            "SUM(i)", "AVG(i)", "COUNT(i)", "MIN(i)", "MAX(i)", "AVG(big)", "AVG(m)", "SUM(m)", "MIN(m)", "AVG(d)", "MAX(d)", "SUM(mixed)",
            "AVG(mixed)", "SUM(span)", "AVG(span)", "MIN(at)", "MAX(at)", "COUNT(s)", "MAX(s)", "MIN(flag)", "COUNT(*)",
        ];
        var expected = Texts(1, $"FROM t GROUP BY {keys} SELECT {keys}, {string.Join(", ", aggregates.Select(name => name + Passes))}");
        Assert.InRange(expected.Length, 1_000, Rows);
        foreach (var threads in (int[])[1, 2, 5])
            Assert.Equal(expected, Texts(threads, $"FROM t GROUP BY {keys} SELECT {keys}, {string.Join(", ", aggregates)}"));
    }

    [Fact]
    public void Groups_come_in_the_order_of_their_keys_with_null_first()
    {
        var keys = Texts(2, "FROM t GROUP BY k SELECT k");
        Assert.Equal("null", keys[0]);
        var numbers = keys[1..].Select(static key => long.Parse(key, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(long.MinValue, numbers[0]);
        Assert.Equal(10_001, numbers.Length);
    }

    [Fact]
    public void A_sum_that_no_integer_can_hold_is_an_error_that_tells_over_how_many_values()
    {
        Assert.Equal(
            Texts(1, $"FROM t GROUP BY k SELECT k, SUM(big / 8){Passes}"), Texts(1, "FROM t GROUP BY k SELECT k, SUM(big / 8)"));
        // Two of them fit an uint64, which the sum of int64 is not declared to be.
        foreach (var aggregate in (string[])["SUM(big)", $"SUM(big){Passes}"])
        {
            var refusal = Assert.Throws<NqlException>(() => Texts(1, $"FROM t GROUP BY k SELECT k, {aggregate}"));
            Assert.Contains("does not fit int64", refusal.Message, StringComparison.Ordinal);
        }

        _database.Session.Write([.. Enumerable.Range(Rows, 3).Select(static id => Insert(
            ["id", "k", "big"], [NedbValue.FromInt64(id), NedbValue.FromInt64(-5), NedbValue.FromInt64(long.MaxValue)]))]);
        var failure = Assert.Throws<NqlException>(
            () => Texts(1, $"FROM t WHERE id >= {Rows} GROUP BY k SELECT k, SUM(big)"));
        Assert.Equal(NqlErrorCode.ValueInvalid, failure.Code);
        Assert.Contains("over 3 values", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Numbers_and_durations_in_one_group_are_refused_and_in_two_are_not(int threads)
    {
        // The field holds durations in some groups and numbers in others.
        Assert.NotEmpty(Texts(threads, "FROM t GROUP BY k SELECT k, SUM(CASE WHEN k % 2 = 0 THEN i ELSE span END)"));
        var failure = Assert.Throws<NqlException>(
            () => Texts(threads, "FROM t GROUP BY k SELECT k, SUM(CASE WHEN id % 20001 = 7 THEN i ELSE span END)"));
        Assert.Equal(NqlErrorCode.TypeMismatch, failure.Code);
    }

    public void Dispose() => _database.Dispose();

    private static TypedWrite Row(int id)
    {
        var key = id % 10_000;
        return Insert(
            Fields,
            [
                NedbValue.FromInt64(id),
                id % 4_001 == 0 ? default : NedbValue.FromInt64(id == 9 ? long.MinValue : key * 1_000_003L),
                id % 13 == 0 ? default : NedbValue.FromString((id % 2 == 0 ? "Text " : "tEXT ") + id % 3_000),
                id % 11 == 0 ? default : NedbValue.FromInt64(id * 7 % 1_000 - 500),
                // Partial sums do not fit into 64 bits, the sums do.
                NedbValue.FromInt64((id / 10_000) switch { 0 => long.MaxValue, 1 => long.MaxValue - id, 2 => -long.MaxValue, _ => -id }),
                id % 17 == 0 ? default : NedbValue.FromDecimal(new decimal(id * 31 % 5_000, 0, 0, id % 3 == 0, (byte)(id % 6))),
                id % 19 == 0 ? default : NedbValue.FromDouble(id % 1_009 / 7.0 * (id % 5 == 0 ? 1e12 : 1)),
                (id % 4) switch
                {
                    0 => NedbValue.FromInt64(id),
                    1 => NedbValue.FromDecimal(id / 100m),
                    2 => NedbValue.FromDouble(id / 8.0),
                    _ => default,
                },
                NedbValue.FromDuration(TimeSpan.FromSeconds(id % 977)),
                id % 23 == 0 ? default : NedbValue.FromTimestamp(new DateTime(2024, 1, 1).AddSeconds(id * 7919 % 100_000)),
                NedbValue.FromBoolean(id % 3 == 0),
            ]);
    }

    private static TypedWrite Insert(string[] fields, NedbValue[] values) =>
        new() { Kind = WriteKind.Insert, Collection = "t", SetFields = fields, SetValues = values };

    private string[] Texts(int threads, string query)
    {
        var engine = new NqlEngine(_database.Store) { Threads = threads };
        using var session = engine.OpenSession();
        using var result = session.Execute(engine.Prepare(query), NqlParameters.Empty);
        var rows = new List<string>();
        while (result.Read())
            rows.Add(string.Join(" | ", Enumerable.Range(0, result.Columns.Count).Select(i => result.GetValue(i).ToString())));
        return [.. rows];
    }
}
