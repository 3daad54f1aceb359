using System.Globalization;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Planning;

/// <summary>The first rows in an order, under conditions that many, few or none fulfil: those of the whole answer, soon found.</summary>
public sealed class WalkTests : IDisposable
{
    private const int Customers = 1_000;
    private const int Orders = 6_000;

    private readonly TestDatabase _database = new();

    public WalkTests()
    {
        var random = new Random(20261201);
        _database.Run(
            "CREATE COLLECTION customers (id int32 PRIMARY KEY, name string NOT NULL, kind int32 NOT NULL); "
            + "CREATE COLLECTION orders (id int32 PRIMARY KEY, customer_id int32 NOT NULL, placed int32, total int32 NOT NULL); "
            + "CREATE COLLECTION items (order_id int32, line int32, product int32 NOT NULL, PRIMARY KEY (order_id, line)); "
            + "CREATE INDEX by_customer ON orders (customer_id); CREATE INDEX by_placed ON orders (placed); "
            + "CREATE INDEX by_product ON items (product)");
        _database.Run("INSERT INTO customers (id, name, kind) VALUES "
            + string.Join(", ", Enumerable.Range(0, Customers).Select(static id => $"({id}, 'c{id}', {id % 3})")));
        for (var first = 0; first < Orders; first += 2_000)
            _database.Run("INSERT INTO orders (id, customer_id, placed, total) VALUES " + string.Join(", ", Enumerable.Range(first, 2_000)
                .Select(id => $"({id}, {random.Next(Customers)}, {(random.Next(9) == 0 ? "null" : Text(random.Next(400)))}, {random.Next(1_000)})")));
        for (var first = 0; first < Orders; first += 2_000)
            _database.Run("INSERT INTO items (order_id, line, product) VALUES " + string.Join(", ", Enumerable.Range(first, 2_000)
                .SelectMany(id => Enumerable.Range(0, id % 3).Select(line => $"({id}, {line}, {random.Next(50)})"))));
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Every_page_is_a_part_of_the_whole_answer()
    {
        string[] sources =
        [
            "FROM orders AS o",
            "FROM orders AS o JOIN customers AS c ON c.id = o.customer_id",
            "FROM customers AS c JOIN orders AS o ON c.id = o.customer_id",
            "FROM orders AS o LEFT JOIN customers AS c ON c.id = o.customer_id AND c.kind = 1",
            "FROM orders AS o JOIN items AS i ON i.order_id = o.id JOIN customers AS c ON c.id = o.customer_id",
            "FROM items AS i JOIN orders AS o ON i.order_id = o.id JOIN customers AS c ON c.id = o.customer_id",
            "FROM customers AS c JOIN orders AS o ON c.id = o.customer_id JOIN items AS i ON i.order_id = o.id",
        ];
        string[] conditions =
        [
            "o.total < 500", "o.total < 8", "o.total = 77", "o.total < 0", "o.total < 100 AND o.placed > 390", "o.customer_id = 7",
            "c.kind = 1", "c.name = 'c77'", "c.name = 'nobody'", "c.name = 'c5' AND o.total < 500", "i.product = 7 AND i.line = 1",
            "c.kind + o.total % 3 = 4",
        ];
        string[] orders =
        [
            "", "ORDER BY o.id", "ORDER BY o.id DESC", "ORDER BY o.placed", "ORDER BY o.placed DESC", "ORDER BY o.placed, o.id",
            "ORDER BY o.placed DESC, o.id DESC", "ORDER BY o.placed DESC, o.id", "ORDER BY i.order_id, i.line",
            "ORDER BY i.product DESC, i.order_id DESC, i.line DESC", "ORDER BY c.id, o.id",
        ];
        var pages = 0;
        foreach (var source in sources)
            foreach (var condition in conditions)
                foreach (var order in orders)
                {
                    if (!Array.TrueForAll(["c", "i"], slot => source.Contains($" AS {slot} ", StringComparison.Ordinal)
                        || !$" {condition} {order}".Contains($" {slot}.", StringComparison.Ordinal)))
                        continue;
                    var columns = string.Join(", ", ((string[])["o.id", "c.id", "i.line"]).Where(
                        column => $"{source} ".Contains($" AS {column[0]} ", StringComparison.Ordinal)));
                    var query = $"{source} WHERE {condition} SELECT {columns} {order}";
                    var all = _database.Texts(query);
                    foreach (var (offset, limit) in ((int, int)[])[(0, 1), (0, 20), (5, 70)])
                    {
                        Assert.Equal(all.Skip(offset).Take(limit), _database.Texts($"{query} LIMIT {limit} OFFSET {offset}"));
                        pages++;
                    }
                }

        Assert.InRange(pages, 1_000, 3_000);
    }

    [Theory]
    [InlineData("FROM orders AS o JOIN customers AS c ON c.id = o.customer_id WHERE c.kind = 1 SELECT o.id ORDER BY o.placed DESC, o.id DESC")]
    [InlineData("FROM customers AS c JOIN orders AS o ON c.id = o.customer_id WHERE c.kind = 1 SELECT o.id ORDER BY o.placed DESC, o.id DESC")]
    [InlineData("FROM orders AS o JOIN customers AS c ON c.id = o.customer_id WHERE c.kind = 1 SELECT o.id ORDER BY o.id")]
    [InlineData("FROM orders AS o JOIN customers AS c ON c.id = o.customer_id WHERE c.kind = 1 SELECT o.id")]
    [InlineData("FROM orders AS o JOIN items AS i ON i.order_id = o.id JOIN customers AS c ON c.id = o.customer_id WHERE c.kind = 1 "
        + "SELECT o.id, i.line ORDER BY o.placed, o.id")]
    [InlineData("FROM orders AS o WHERE o.total < 500 SELECT o.id ORDER BY o.placed DESC")]
    public void A_page_that_is_soon_full_reads_few_rows(string query) => Assert.InRange(RowsRead(query), 1, Customers + 500);

    [Theory]
    [InlineData("FROM orders AS o JOIN customers AS c ON c.id = o.customer_id WHERE c.name = 'c77' SELECT o.id ORDER BY o.placed DESC, o.id DESC")]
    [InlineData("FROM orders AS o JOIN customers AS c ON c.id = o.customer_id WHERE c.name = 'nobody' SELECT o.id ORDER BY o.placed DESC")]
    [InlineData("FROM items AS i JOIN orders AS o ON i.order_id = o.id JOIN customers AS c ON c.id = o.customer_id WHERE c.name = 'c77' "
        + "SELECT o.id, i.line ORDER BY o.placed, o.id, i.line")]
    public void A_page_that_few_rows_are_on_begins_with_what_chooses_them(string query) => Assert.InRange(RowsRead(query), 1, Orders / 2);

    [Fact]
    public void A_walk_that_finds_too_little_ends_and_all_is_sorted()
    {
        const string Query = "FROM orders AS o WHERE o.total < 0 SELECT o.id ORDER BY o.placed DESC, o.id DESC LIMIT 20";

        Assert.InRange(RowsRead(Query[..^" LIMIT 20".Length]), Orders + 1, Orders + (Orders / 8));
        Assert.Contains(_database.Texts("EXPLAIN " + Query), static row => row.Contains("ordered walk", StringComparison.Ordinal));
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many documents the first page takes.</summary>
    private long RowsRead(string query) => _database.Rows($"EXPLAIN ANALYZE {query} LIMIT 20")
        .Where(static row => row[0].AsString().TrimStart() is "scan" or "index scan" or "seek")
        .Sum(static row => row[4].Kind == ValueKind.Null ? 0 : row[4].AsInt64());
}
