using System.Globalization;

namespace Nedb.Benchmarks.Query;

/// <summary>The queries that are compared.</summary>
internal static class QueryCases
{
    private const string Columns = "o.id, o.customer_id, o.code, o.name, o.address, o.total, o.quantity, o.created_at, o.is_paid, o.status";

    private const string Join = "FROM items AS i JOIN orders AS o ON i.order_id = o.id JOIN products AS p ON i.product_id = p.id";

    public static IEnumerable<QueryCase> All(QueryDatabases databases, QueryData data, bool withTexts)
    {
        var reader = new Reader(databases);
        var seq = databases.SeqBeforeRefunds;
        var whole = Math.Max(1, 20_000 / data.Orders);
        object Order(int n) => (int)(1 + n * 7919L % data.Orders);
        object Customer(int n) => (int)(1 + n * 7919L % data.Customers);
        object Start(int n) => (int)(1 + n * 7919L % (data.Orders - 100));

        yield return reader.Orders(
            "point read by key, all fields", 5, 1_000, $"SELECT {Columns} FROM orders AS o WHERE o.id = @id",
            $"FROM orders AS o WHERE o.id = @id SELECT {Columns}", "id", Order);
        yield return reader.Orders(
            "lookup by indexed field, about 10 rows", 5, 200, $"SELECT {Columns} FROM orders AS o WHERE o.customer_id = @id ORDER BY o.id",
            $"FROM orders AS o WHERE o.customer_id = @id SELECT {Columns}", "id", Customer);
        yield return reader.Orders(
            "range of 100 rows by key into objects", 8, 50,
            $"SELECT {Columns} FROM orders AS o WHERE o.id >= @id AND o.id < @id + 100 ORDER BY o.id",
            $"FROM orders AS o WHERE o.id >= @id AND o.id < @id + 100 SELECT {Columns}", "id", Start);
        yield return reader.Numbers(
            "join of three collections for one order", 3, 500,
            $"SELECT o.id, i.quantity, i.weight, p.id {Join} WHERE o.id = @id ORDER BY i.id",
            $"{Join} WHERE o.id = @id SELECT o.id, i.quantity, i.weight, p.id", "id", Order);
        yield return reader.Numbers(
            "join of three and group by, whole data", 5, whole,
            $"SELECT COUNT(*), SUM(i.quantity), SUM(i.weight) {Join} GROUP BY o.status, p.category ORDER BY o.status, p.category",
            $"{Join} GROUP BY o.status, p.category SELECT COUNT(*), SUM(i.quantity), SUM(i.weight)");
        yield return reader.Orders(
            "filter, order by unindexed field, first 20", 8, whole,
            $"SELECT {Columns} FROM orders AS o WHERE o.status = 'paid' ORDER BY o.quantity DESC, o.created_at, o.id LIMIT 20",
            $"FROM orders AS o WHERE o.status = 'paid' SELECT {Columns} ORDER BY o.quantity DESC, o.created_at, o.id LIMIT 20");
        yield return reader.Numbers(
            "full scan with sum, avg, min, max", 10, whole,
            "SELECT SUM(i.quantity), AVG(i.quantity), MIN(i.quantity), MAX(i.quantity), SUM(i.weight), AVG(i.weight), MIN(i.weight), "
            + "MAX(i.weight) FROM items AS i");
        yield return reader.Numbers(
            "full scan with sum of decimal", 10, whole,
            "SELECT sum_decimal(i.price) FROM items AS i", "SELECT SUM(i.price) FROM items AS i");
        yield return reader.Orders(
            "full scan of all fields into objects", 8, whole, $"SELECT {Columns} FROM orders AS o", $"FROM orders AS o SELECT {Columns}");
        yield return reader.Orders(
            "full scan of all fields into a list of objects", null, whole, $"SELECT {Columns} FROM orders AS o",
            $"FROM orders AS o SELECT {Columns}", keeps: true);
        yield return reader.Numbers(
            "DISTINCT", 3, whole, "SELECT DISTINCT i.grade, i.quantity FROM items AS i ORDER BY i.grade, i.quantity",
            "SELECT DISTINCT i.grade, i.quantity FROM items AS i");
        yield return reader.Numbers(
            "COUNT(DISTINCT)", 3, whole, "SELECT COUNT(DISTINCT o.customer_id), COUNT(DISTINCT o.code) FROM orders AS o");
        yield return reader.Numbers(
            "EXISTS over all customers", 3, whole,
            "SELECT COUNT(*) FROM customers AS c WHERE EXISTS (SELECT 1 FROM orders AS o WHERE o.customer_id = c.id AND o.quantity > 90)");
        yield return reader.Numbers(
            "NOT EXISTS over all customers", 3, whole,
            "SELECT COUNT(*) FROM customers AS c WHERE NOT EXISTS "
            + "(SELECT 1 FROM orders AS o WHERE o.customer_id = c.id AND o.quantity > 90)");
        yield return reader.Numbers(
            "LIKE '%x%' over all", 2, whole, "SELECT COUNT(*) FROM orders AS o WHERE o.address LIKE '%District 17%'");
        yield return reader.Numbers(
            "window function over all", 2, whole,
            "SELECT o.id, ROW_NUMBER() OVER (PARTITION BY o.customer_id ORDER BY o.quantity, o.id), "
            + "SUM(o.quantity) OVER (PARTITION BY o.customer_id ORDER BY o.id) FROM orders AS o");
        yield return reader.Orders(
            "read of one order before the wave", 4, 500,
            $"SELECT {Columns} FROM orders_history AS o WHERE o.id = @id AND o.seen_from <= 0 AND o.seen_to > 0",
            string.Create(CultureInfo.InvariantCulture, $"FROM orders AS OF {seq} AS o WHERE o.id = @id SELECT {Columns}"), "id", Order);
        yield return reader.Numbers(
            "join and group by before the wave", null, whole,
            $"SELECT COUNT(*), SUM(i.quantity), SUM(i.weight) {Join} WHERE o.seen_from <= 0 AND o.seen_to > 0 "
                .Replace("JOIN orders", "JOIN orders_history") + "GROUP BY o.status, p.category ORDER BY o.status, p.category",
            Join.Replace("FROM items", $"FROM items AS OF {seq}").Replace("JOIN orders", $"JOIN orders AS OF {seq}")
                .Replace("JOIN products", $"JOIN products AS OF {seq}")
            + " GROUP BY o.status, p.category SELECT COUNT(*), SUM(i.quantity), SUM(i.weight)");
        if (withTexts)
            yield return reader.Numbers(
                "search of a word in 100,000 texts", 1.5, 200, "SELECT rowid FROM texts WHERE texts MATCH @word ORDER BY rowid",
                "FROM texts AS t SEARCH @word SELECT t.id", "word", static n => "word" + (1_000 + n % 100 * 37));
    }
}
