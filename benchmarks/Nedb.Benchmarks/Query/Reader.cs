using Microsoft.Data.Sqlite;
using Nedb.Query;
using Nedb.Storage.Values;

namespace Nedb.Benchmarks.Query;

/// <summary>Reads results of both databases by the same words.</summary>
internal sealed class Reader(QueryDatabases databases)
{
    /// <summary>A query prepared once for both.</summary>
    public (Func<object?, SqliteDataReader> Sqlite, Func<object?, NqlResult> Nedb) Prepare(string sql, string nql, string? parameter = null)
    {
        var command = databases.Sqlite.CreateCommand();
        command.CommandText = sql;
        var parameters = new NqlParameters();
        if (parameter is not null)
            command.Parameters.Add(new() { ParameterName = "@" + parameter, Value = 1 });
        command.Prepare();
        var script = databases.Engine.Prepare(nql);
        return (OpenSqlite, OpenNedb);

        SqliteDataReader OpenSqlite(object? value)
        {
            if (parameter is not null)
                command.Parameters[0].Value = value;
            return command.ExecuteReader();
        }

        NqlResult OpenNedb(object? value)
        {
            if (parameter is not null)
                parameters.Set(parameter, value is string text ? NedbValue.FromString(text) : NedbValue.FromInt64((int)value!));
            return databases.Session.Execute(script, parameters);
        }
    }

    /// <summary>A query whose every row is a sum of numbers.</summary>
    public QueryCase Numbers(
        string name, double? bar, int repeats, string sql, string? nql = null, string? parameter = null, Func<int, object>? value = null)
    {
        var (sqlite, nedb) = Prepare(sql, nql ?? sql, parameter);
        return new(
            name,
            bar,
            n =>
            {
                using var reader = sqlite(value?.Invoke(n));
                var sum = 0.0;
                while (reader.Read())
                    for (var i = 0; i < reader.FieldCount; i++)
                        sum += reader.GetDouble(i);
                return sum;
            },
            n =>
            {
                using var result = nedb(value?.Invoke(n));
                var sum = 0.0;
                var width = result.Columns.Count;
                while (result.Read())
                    for (var i = 0; i < width; i++)
                        sum += result.GetDouble(i);
                return sum;
            },
            repeats);
    }

    /// <summary>
    /// A query whose rows are orders, each read into an object. If all of the objects are kept until the last one is read, what the
    /// collector does to them counts, too, which is the same for both.
    /// </summary>
    public QueryCase Orders(
        string name,
        double? bar,
        int repeats,
        string sql,
        string nql,
        string? parameter = null,
        Func<int, object>? value = null,
        bool keeps = false)
    {
        var (sqlite, nedb) = Prepare(sql, nql, parameter);
        return new(
            name,
            bar,
            n =>
            {
                using var reader = sqlite(value?.Invoke(n));
                return Sum(Read(reader), keeps);
            },
            n =>
            {
                using var result = nedb(value?.Invoke(n));
                return Sum(Read(result), keeps);
            },
            repeats);
    }

    private static IEnumerable<OrderRow> Read(SqliteDataReader reader)
    {
        while (reader.Read())
            yield return new()
            {
                Id = reader.GetInt32(0),
                CustomerId = reader.GetInt32(1),
                Code = reader.GetString(2),
                Name = reader.GetString(3),
                Address = reader.GetString(4),
                Total = reader.GetDecimal(5),
                Quantity = reader.GetInt32(6),
                CreatedAt = reader.GetDateTime(7),
                IsPaid = reader.GetBoolean(8),
                Status = reader.GetString(9),
            };
    }

    private static IEnumerable<OrderRow> Read(NqlResult result)
    {
        while (result.Read())
            yield return new()
            {
                Id = (int)result.GetInt64(0),
                CustomerId = (int)result.GetInt64(1),
                Code = result.GetString(2),
                Name = result.GetString(3),
                Address = result.GetString(4),
                Total = result.GetDecimal(5),
                Quantity = (int)result.GetInt64(6),
                CreatedAt = result.GetValue(7).AsTimestamp(),
                IsPaid = result.GetBoolean(8),
                Status = result.GetString(9),
            };
    }

    private static double Sum(IEnumerable<OrderRow> orders, bool keeps)
    {
        var sum = 0.0;
        foreach (var order in keeps ? orders.ToList() : orders)
            sum += 1 + order.Id + order.CustomerId + (double)order.Total + order.Quantity + order.CreatedAt.Day + order.Address.Length
                + order.Status.Length + (order.IsPaid ? 1 : 0);
        return sum;
    }
}
