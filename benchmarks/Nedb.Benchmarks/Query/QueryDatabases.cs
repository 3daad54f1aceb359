using Microsoft.Data.Sqlite;
using Nedb.Query;
using Nedb.Query.Definitions;
using Nedb.Query.Writes;
using Nedb.Storage;
using Nedb.Storage.Values;

namespace Nedb.Benchmarks.Query;

/// <summary>The same rows and indexes in Nedb and in SQLite, side by side in a folder of their own.</summary>
internal sealed class QueryDatabases : IDisposable
{
    private static readonly string[] OrderFields =
        ["id", "customer_id", "code", "name", "address", "total", "quantity", "created_at", "is_paid", "status"];

    private readonly string _folder = Directory.CreateTempSubdirectory("nedb-query-").FullName;
    private readonly NedbStore _store;

    public QueryDatabases(QueryData data, bool withTexts)
    {
        _store = NedbStore.Open(
            Path.Combine(_folder, "nedb"), new() { ExpressionCompiler = NqlExpressionCompiler.Instance });
        Engine = new(_store);
        Session = Engine.OpenSession();
        Sqlite = new($"Data Source={Path.Combine(_folder, "shop.db")}");
        Sqlite.Open();
        // What EF's provider does for decimals, which SQLite does not have: they are kept as text, and summed by a function.
        Sqlite.CreateAggregate("sum_decimal", 0m, static (decimal sum, decimal? value) => sum + (value ?? 0m));
        Both("CREATE COLLECTION customers (id int32 PRIMARY KEY, name string, country string, email string, active bool, since timestamp)");
        Both("CREATE COLLECTION products (id int32 PRIMARY KEY, name string, category string, price decimal)");
        Both("CREATE COLLECTION orders (id int32 PRIMARY KEY, customer_id int32, code string, name string, address string, total decimal, "
            + "quantity int32, created_at timestamp, is_paid bool, status string)");
        Both("CREATE COLLECTION items (id int32 PRIMARY KEY, order_id int32, product_id int32, quantity int32, price decimal, "
            + "weight double, grade int32)");
        foreach (var index in new[] { "orders (customer_id)", "items (order_id)", "items (product_id)" })
            Both($"CREATE INDEX by_{index.Split('(', ')')[1]} ON {index}");
        Run("PRAGMA journal_mode=WAL");
        Fill("customers", ["id", "name", "country", "email", "active", "since"], data.Customers, data.Customer);
        Fill("products", ["id", "name", "category", "price"], data.Products, data.Product);
        Fill("orders", OrderFields, data.Orders, data.Order);
        Fill("items", ["id", "order_id", "product_id", "quantity", "price", "weight", "grade"], data.Items, data.Item);
        if (withTexts)
            FillTexts();
        SeqBeforeRefunds = _store.Seq;
        Refund(data);
        // SQLite plans by statistics only where it was told to gather them.
        Run("ANALYZE");
        Run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public const int Texts = 100_000;

    public NqlEngine Engine { get; }

    public NqlSession Session { get; }

    public SqliteConnection Sqlite { get; }

    public long SeqBeforeRefunds { get; }

    public void Dispose()
    {
        Session.Dispose();
        _store.Dispose();
        Sqlite.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static NedbValue ToValue(object value) => value switch
    {
        int number => NedbValue.FromInt64(number),
        string text => NedbValue.FromString(text),
        bool flag => NedbValue.FromBoolean(flag),
        decimal number => NedbValue.FromDecimal(number),
        double number => NedbValue.FromDouble(number),
        DateTime time => NedbValue.FromTimestamp(time),
        _ => throw new ArgumentException($"No benchmark has a {value.GetType()}.", nameof(value)),
    };

    private void Both(string definition)
    {
        Session.Execute(Engine.Prepare(definition), NqlParameters.Empty).Dispose();
        var sqlite = definition.Replace("CREATE COLLECTION", "CREATE TABLE").Replace("int32", "INTEGER").Replace("string", "TEXT")
            .Replace("decimal", "TEXT").Replace("timestamp", "TEXT").Replace("bool", "INTEGER").Replace("double", "REAL");
        Run(sqlite);
    }

    private void Run(string sql)
    {
        using var command = Sqlite.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Fill(string collection, string[] fields, int count, Func<int, object[]> row)
    {
        const int Batch = 10_000;
        for (var start = 1; start <= count; start += Batch)
        {
            var writes = new List<TypedWrite>(Batch);
            for (var id = start; id < start + Batch && id <= count; id++)
                writes.Add(new()
                {
                    Kind = WriteKind.Insert,
                    Collection = collection,
                    SetFields = fields,
                    SetValues = Array.ConvertAll(row(id), ToValue),
                });
            Session.Write(writes);
        }

        using var transaction = Sqlite.BeginTransaction();
        using var command = Sqlite.CreateCommand();
        command.CommandText = $"INSERT INTO {collection} VALUES ({string.Join(", ", fields.Select(static field => "@" + field))})";
        foreach (var field in fields)
            command.Parameters.Add(new() { ParameterName = "@" + field });
        for (var id = 1; id <= count; id++)
        {
            var values = row(id);
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value = values[i];
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private void FillTexts()
    {
        Session.Execute(
            Engine.Prepare("CREATE COLLECTION texts (id int32 PRIMARY KEY, body string); CREATE INDEX words ON texts (body) USING search"),
            NqlParameters.Empty).Dispose();
        Run("CREATE VIRTUAL TABLE texts USING fts5(body)");
        const int Batch = 10_000;
        for (var start = 1; start <= Texts; start += Batch)
        {
            var writes = new List<TypedWrite>(Batch);
            for (var id = start; id < start + Batch; id++)
                writes.Add(new()
                {
                    Kind = WriteKind.Insert,
                    Collection = "texts",
                    SetFields = ["id", "body"],
                    SetValues = [NedbValue.FromInt64(id), NedbValue.FromString(QueryData.Text(id))],
                });
            Session.Write(writes);
        }

        using var transaction = Sqlite.BeginTransaction();
        using var command = Sqlite.CreateCommand();
        command.CommandText = "INSERT INTO texts (rowid, body) VALUES (@id, @body)";
        command.Parameters.Add(new() { ParameterName = "@id" });
        command.Parameters.Add(new() { ParameterName = "@body" });
        for (var id = 1; id <= Texts; id++)
        {
            command.Parameters[0].Value = id;
            command.Parameters[1].Value = QueryData.Text(id);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        Run("INSERT INTO texts (texts) VALUES ('optimize')");
    }

    /// <summary>
    /// The refund wave. SQLite forgets, so there the history is written by hand: every version of an order with the first refund that
    /// saw it and the first that did not, and an index on both.
    /// </summary>
    private void Refund(QueryData data)
    {
        Run("CREATE TABLE orders_history AS SELECT *, 0 AS seen_from, 1000000 AS seen_to FROM orders");
        Run("CREATE INDEX history_by_id ON orders_history (id, seen_from)");
        var script = Engine.Prepare("UPDATE orders SET status = 'refunded', total = 0m WHERE id = @id");
        for (var number = 0; number < QueryData.Refunds; number++)
        {
            var id = data.RefundedOrder(number);
            var parameters = new NqlParameters();
            parameters.Set("id", NedbValue.FromInt64(id));
            Session.Execute(script, parameters).Dispose();
            Run($"UPDATE orders SET status = 'refunded', total = '0' WHERE id = {id}");
            Run($"UPDATE orders_history SET seen_to = {number + 1} WHERE id = {id}");
            Run($"INSERT INTO orders_history SELECT *, {number + 1}, 1000000 FROM orders WHERE id = {id}");
        }
    }
}
