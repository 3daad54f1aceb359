using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Execution.Batches;

/// <summary>
/// Fields whose values are now of one kind and now of another, in more rows than one batch holds: typed ways must give way without
/// changing an answer. Compared with dictionaries of values.
/// </summary>
public sealed class MixedValuesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly List<NedbValue> _values = [];

    public MixedValuesTests()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_500; i++)
            _values.Add(i < 1_200 ? NedbValue.FromInt64(random.Next(20)) : random.Next(7) switch
            {
                0 => default,
                1 => NedbValue.FromDouble(random.Next(40) / 2.0),
                2 => NedbValue.FromDecimal(random.Next(40) / 2m),
                3 => NedbValue.FromString("text " + random.Next(5)),
                4 => NedbValue.FromBoolean(random.Next(2) == 0),
                5 => NedbValue.FromDate(new DateOnly(2024, 1, 1).AddDays(random.Next(3))),
                _ => NedbValue.FromInt64(random.Next(20)),
            });
        _database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, v any); CREATE COLLECTION u (id int32 PRIMARY KEY, v any)");
        _database.Session.Write([.. _values.Select((value, id) => Insert("t", id, value))]);
        _database.Session.Write([.. _values.Skip(1_195).Take(40).Select((value, id) => Insert("u", id, value))]);
    }

    [Fact]
    public void Groups()
    {
        var expected = _values.GroupBy(static value => value)
            .Select(static group => (group.Key, Count: group.Count()))
            .ToList();
        expected.Sort(static (left, right) => ValueComparer.Compare(in left.Key, in right.Key));
        Assert.Equal(
            expected.Select(static group => $"{group.Key} | {group.Count}"), _database.Texts("FROM t GROUP BY v SELECT v, COUNT(*)"));
    }

    [Fact]
    public void Distinct_rows_in_the_order_of_first_appearance() => Assert.Equal(
        _values.Distinct().Select(static value => value.ToString()), _database.Texts("SELECT DISTINCT v FROM t"));

    [Fact]
    public void Distinct_values_that_are_counted() => Assert.Equal(
        [_values.Where(static value => !value.IsNull).Distinct().Count().ToString(System.Globalization.CultureInfo.InvariantCulture)],
        _database.Texts("FROM t SELECT COUNT(DISTINCT v)"));

    [Fact]
    public void Least_and_greatest()
    {
        var present = _values.Where(static value => !value.IsNull).ToList();
        var least = present.Aggregate(static (left, right) => ValueComparer.Compare(in right, in left) < 0 ? right : left);
        var greatest = present.Aggregate(static (left, right) => ValueComparer.Compare(in right, in left) > 0 ? right : left);
        Assert.Equal([$"{least} | {greatest}"], _database.Texts("FROM t SELECT MIN(v), MAX(v)"));
    }

    [Fact]
    public void Joins_by_such_values()
    {
        var right = _values.Skip(1_195).Take(40).ToList();
        var expected = _values.SelectMany((value, id) => right.Select((other, n) => (value, id, other, n)))
            .Where(static pair => !pair.value.IsNull && pair.value == pair.other)
            .Select(static pair => $"{pair.id} | {pair.n}");
        Assert.Equal(expected, _database.Texts("FROM t AS t JOIN u AS u ON t.v = u.v SELECT t.id, u.id"));
    }

    [Fact]
    public void Comparisons_with_a_constant()
    {
        var seven = NedbValue.FromInt64(7);
        Assert.Equal(
            [_values.Count(value => value == seven).ToString(System.Globalization.CultureInfo.InvariantCulture)],
            _database.Texts("FROM t WHERE v = 7 SELECT COUNT(*)"));
        Assert.Equal(
            [_values.Count(value => value.IsNumber && ValueComparer.Compare(in value, in seven) > 0)
                .ToString(System.Globalization.CultureInfo.InvariantCulture)],
            _database.Texts("FROM t WHERE v > 7 SELECT COUNT(*)"));
        Assert.Equal(
            [_values.Count(value => value != seven).ToString(System.Globalization.CultureInfo.InvariantCulture)],
            _database.Texts("FROM t WHERE v != 7 SELECT COUNT(*)"));
    }

    public void Dispose() => _database.Dispose();

    private static TypedWrite Insert(string collection, int id, NedbValue value) =>
        new() { Kind = WriteKind.Insert, Collection = collection, SetFields = ["id", "v"], SetValues = [NedbValue.FromInt64(id), value] };
}
