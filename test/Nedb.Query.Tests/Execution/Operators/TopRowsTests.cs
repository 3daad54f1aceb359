using System.Globalization;
using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Execution.Operators;

/// <summary>The first rows of an order are those that sorting all of them puts first, however many are asked for.</summary>
public sealed class TopRowsTests : IDisposable
{
    private const int Rows = 5_000;

    private static readonly string[] Orders =
    [
        "n", "n DESC", "n, d DESC", "d DESC, s", "s, n", "s DESC, m, d", "m, s DESC", "mixed, n DESC", "n % 7, s", "f, at DESC", "at, m DESC",
    ];

    private readonly TestDatabase _database = new();

    public TopRowsTests()
    {
        _database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, n int32, d double, m decimal, s string, f bool, at timestamp, mixed any)");
        var random = new Random(3);
        _database.Session.Write([.. Enumerable.Range(0, Rows).Select(id => new TypedWrite
        {
            Kind = WriteKind.Insert,
            Collection = "t",
            SetFields = ["id", "n", "d", "m", "s", "f", "at", "mixed"],
            SetValues =
            [
                NedbValue.FromInt64(id),
                random.Next(20) == 0 ? default : NedbValue.FromInt64(random.Next(60)),
                random.Next(30) == 0 ? default : NedbValue.FromDouble(random.Next(200) / 8.0 - 10),
                random.Next(25) == 0 ? default : NedbValue.FromDecimal(new decimal(random.Next(300), 0, 0, id % 2 == 0, (byte)random.Next(3))),
                random.Next(15) == 0 ? default : NedbValue.FromString("text " + random.Next(40)),
                NedbValue.FromBoolean(random.Next(2) == 0),
                NedbValue.FromTimestamp(new DateTime(2024, 1, 1).AddMinutes(random.Next(100))),
                random.Next(3) == 0 ? NedbValue.FromString("m" + random.Next(9)) : NedbValue.FromInt64(random.Next(9)),
            ],
        })]);
    }

    [Fact]
    public void The_first_rows_are_those_that_sorting_all_puts_first()
    {
        foreach (var order in Orders)
            foreach (var filter in (string[])["", "WHERE n > 20 AND s != 'text 7'", "WHERE n = 1000"])
            {
                var all = _database.Texts($"FROM t {filter} ORDER BY {order} SELECT id, s, m");
                foreach (var (limit, offset) in ((int, int)[])[(1, 0), (20, 0), (20, 35), (1, 4_999), (1_000, 24), (1_000, 25), (3_000, 0), (0, 3)])
                {
                    var page = string.Create(
                        CultureInfo.InvariantCulture, $"FROM t {filter} ORDER BY {order} LIMIT {limit} OFFSET {offset} SELECT id, s, m");
                    Assert.Equal(all.Skip(offset).Take(limit), _database.Texts(page));
                }
            }
    }

    [Fact]
    public void Each_outer_row_has_first_rows_of_its_own()
    {
        var expected = _database.Texts("FROM t WHERE id < 30 SELECT id, (SELECT MAX(x.id) FROM t AS x WHERE x.n = t.n)");
        Assert.Equal(
            expected,
            _database.Texts("FROM t WHERE id < 30 SELECT id, (SELECT x.id FROM t AS x WHERE x.n = t.n ORDER BY x.id + 0 DESC LIMIT 1)"));
    }

    public void Dispose() => _database.Dispose();
}
