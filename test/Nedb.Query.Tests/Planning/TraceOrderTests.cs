using System.Globalization;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Planning;

/// <summary>Traces in the order of their depths and seqs, which they give by themselves.</summary>
public sealed class TraceOrderTests : IDisposable
{
    private const int Versions = 120;
    private const string Columns = "c._seq, c._depth, c._via";

    private readonly TestDatabase _database = new();

    public TraceOrderTests()
    {
        var random = new Random(5);
        _database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, n int32)");
        var first = _database.Store.Seq + 1;
        for (var n = 0; n < Versions; n++)
        {
            var number = n;
            var causes = Enumerable.Range(0, n == 0 ? 0 : 1 + random.Next(3))
                .Select(_ => first + random.Next(Math.Max(0, number - 12), number)).Distinct();
            var list = string.Join(", ", causes);
            _database.Run(string.Create(
                CultureInfo.InvariantCulture,
                $"PUT t {{id: {n % 40}, n: {n}}}{(list.Length > 0 ? $" CAUSED BY {list}" : "")}"));
        }
    }

    [Theory]
    [InlineData("FROM CAUSES((FROM t WHERE id = 39)) AS c {0} SELECT {1}, 0")]
    [InlineData("FROM EFFECTS((SELECT 4)) AS c WHERE c._depth > 1 {0} SELECT {1}, 0")]
    [InlineData("FROM CAUSES((FROM t WHERE id = 39)) AS c JOIN HISTORY(t) AS h ON h._seq = c._seq {0} SELECT {1}, h.n")]
    [InlineData("FROM CAUSES((FROM t WHERE id = 39)) AS c JOIN t ON t._seq = c._seq {0} SELECT {1}, t.n")]
    [InlineData("FROM CAUSES((FROM t AS OF 60 WHERE id >= 35)) AS c JOIN HISTORY(t) AS h ON h._seq = c._seq {0} SELECT {1}, h.n")]
    public void A_trace_in_the_order_of_depths_and_seqs_needs_no_sorting_and_is_that_of_sorting(string query)
    {
        var unordered = _database.Rows(string.Format(CultureInfo.InvariantCulture, query, "", Columns));
        Assert.InRange(unordered.Count, 10, Versions);
        foreach (var (order, sorted) in ((string, IEnumerable<NedbValue[]>)[])
            [
                ("ORDER BY c._depth, c._seq", unordered.OrderBy(Depth).ThenBy(Seq)),
                ("ORDER BY c._depth DESC, c._seq", unordered.OrderByDescending(Depth).ThenBy(Seq)),
                ("ORDER BY c._depth, c._seq DESC", unordered.OrderBy(Depth).ThenByDescending(Seq)),
                ("ORDER BY c._seq, c._depth", unordered.OrderBy(Seq)),
            ])
        {
            var text = string.Format(CultureInfo.InvariantCulture, query, order, Columns);
            Assert.Equal(sorted.Select(Show), _database.Rows(text).Select(Show));
            var steps = _database.Rows("EXPLAIN " + text).Select(static row => row[0].AsString().Trim());
            Assert.Equal(order != "ORDER BY c._depth, c._seq", steps.Contains("sort"));
        }
    }

    public void Dispose() => _database.Dispose();

    private static long Depth(NedbValue[] row) => row[1].AsInt64();

    private static long Seq(NedbValue[] row) => row[0].AsInt64();

    private static string Show(NedbValue[] row) => string.Join(' ', row.Select(static value => value.ToString()));
}
