using System.Globalization;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Planning;

/// <summary>Documents of which a field is among the values of a query: sought where those turn out to be few, else all asked.</summary>
public sealed class ValuesOfQueryTests : IDisposable
{
    private readonly TestDatabase _plain = new();
    private readonly TestDatabase _indexed = new();

    public ValuesOfQueryTests()
    {
        var random = new Random(20261203);
        var orders = string.Join(", ", Enumerable.Range(0, 3_000).Select(
            id => $"({id}, {(random.Next(20) == 0 ? "null" : random.Next(400).ToString(CultureInfo.InvariantCulture))}, 'S{random.Next(30)}', {random.Next(90)})"));
        var customers = string.Join(", ", Enumerable.Range(0, 400).Select(static id => $"({id}, 'c{id}', {id % 3}, {(id % 9 == 0 ? "null" : id % 30)})"));
        foreach (var database in (TestDatabase[])[_plain, _indexed])
            database.Run(
                "CREATE COLLECTION customers (id int32 PRIMARY KEY, name string NOT NULL, kind int32 NOT NULL, part int32); "
                + "CREATE COLLECTION orders (id int32 PRIMARY KEY, customer_id int32, s string COLLATE ordinal_ignore_case NOT NULL, n int32 NOT NULL); "
                + $"INSERT INTO customers (id, name, kind, part) VALUES {customers}; INSERT INTO orders (id, customer_id, s, n) VALUES {orders}");
        _indexed.Run("CREATE INDEX by_customer ON orders (customer_id DESC); CREATE INDEX by_s ON orders (s); CREATE INDEX by_n ON orders (n)");
    }

    public void Dispose()
    {
        _plain.Dispose();
        _indexed.Dispose();
    }

    [Theory]
    [InlineData("o.customer_id IN (SELECT c.id FROM customers AS c WHERE c.name = 'c7')", "by_customer")]
    [InlineData("o.customer_id IN (SELECT c.id FROM customers AS c WHERE c.kind = 1)", "by_customer")]
    [InlineData("o.customer_id IN (SELECT c.id FROM customers AS c WHERE c.name = 'nobody')", "by_customer")]
    [InlineData("o.customer_id IN (SELECT c.part FROM customers AS c WHERE c.id < 12)", "by_customer")]
    [InlineData("o.customer_id IN (SELECT c.id FROM customers AS c WHERE c.id < 12 ORDER BY c.id DESC LIMIT 2)", "by_customer")]
    [InlineData("o.customer_id NOT IN (SELECT c.id FROM customers AS c WHERE c.id > 7)", null)]
    [InlineData("o.customer_id IN (SELECT c.id FROM customers AS c WHERE c.part = o.n)", null)]
    [InlineData("o.customer_id IN (SELECT c.id FROM customers AS c WHERE c.id < 5) AND o.n < 50", "by_customer")]
    [InlineData("o.customer_id IN (SELECT c.id FROM customers AS c WHERE c.id < 5) OR o.n < 3", null)]
    [InlineData("o.id IN (SELECT c.id FROM customers AS c WHERE c.id < 5)", "id IN (query)")]
    [InlineData("o.s IN (SELECT 's' || c.id FROM customers AS c WHERE c.id < 3)", null)]
    [InlineData("o.id IN (SELECT c.id + 0.5 FROM customers AS c WHERE c.id < 5) OR o.id IN (SELECT c.id + 0.0 FROM customers AS c WHERE c.id < 5)", null)]
    public void Rows_are_those_without_an_index(string condition, string? way)
    {
        foreach (var tail in (string[])
            ["SELECT o.id, o.n", "SELECT o.id ORDER BY o.id DESC LIMIT 7", "SELECT o.id ORDER BY o.n DESC, o.id LIMIT 7", "SELECT COUNT(*), SUM(o.n)",
                "SELECT o.id LIMIT 5 OFFSET 3"])
        {
            var query = $"FROM orders AS o WHERE {condition} {tail}";
            Assert.Equal(_plain.Texts(query), _indexed.Texts(query));
        }

        var plan = string.Join('\n', _indexed.Texts($"EXPLAIN FROM orders AS o WHERE {condition} SELECT o.id, o.n"));
        Assert.Equal(way is not null, plan.Contains("by values", StringComparison.Ordinal));
        if (way is not null)
            Assert.Contains(way, plan, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_values_are_sought_and_for_many_all_documents_are_read()
    {
        Assert.InRange(RowsRead("c.id < 5"), 1, 450);
        Assert.Equal(3_400, RowsRead("c.kind = 1"));
    }

    [Fact]
    public void What_is_written_is_chosen_in_the_same_way()
    {
        const string Delete = "DELETE FROM orders AS o WHERE o.customer_id IN (SELECT c.id FROM customers AS c WHERE c.name = 'c7')";
        foreach (var database in (TestDatabase[])[_plain, _indexed])
            database.Run(Delete);

        Assert.Equal(_plain.Texts("FROM orders SELECT id"), _indexed.Texts("FROM orders SELECT id"));
    }

    private long RowsRead(string condition) => _indexed
        .Rows($"EXPLAIN ANALYZE FROM orders AS o WHERE o.customer_id IN (SELECT c.id FROM customers AS c WHERE {condition}) SELECT o.id")
        .Where(static row => row[0].AsString().TrimStart() is "scan" or "index scan" && row[4].Kind != ValueKind.Null)
        .Sum(static row => row[4].AsInt64());
}
