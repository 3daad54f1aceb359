using Microsoft.Data.Sqlite;
using Nedb.Storage;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;

namespace Nedb.Benchmarks.Storage;

/// <summary>
/// The documents of the storage figures, of ten fields and about 200 bytes, in both databases: an integer key, a city with a secondary index,
/// other texts and numbers.
/// </summary>
internal static class People
{
    public const int Collection = 1;
    public const int Name = 2;
    public const int Visits = 10;
    public const int CityIndex = 1;

    private static readonly int[] FieldIds = [.. Enumerable.Range(1, 10)];

    public static void Define(NedbStore store, bool hasIndex = true)
    {
        (string Name, FieldKind Kind)[] fields =
        [
            ("id", FieldKind.Int64), ("name", FieldKind.String), ("city", FieldKind.String), ("street", FieldKind.String),
            ("mail", FieldKind.String), ("born", FieldKind.Int64), ("height", FieldKind.Double), ("isMember", FieldKind.Boolean),
            ("remark", FieldKind.String), ("visits", FieldKind.Int64),
        ];
        using var transaction = store.BeginTransaction();
        transaction.Define(new CollectionDefinition
        {
            Id = Collection,
            Name = "people",
            IsDeclared = true,
            Fields = [.. fields.Select((field, i) =>
                new FieldDefinition { Id = i + 1, Name = field.Name, Type = new(field.Kind), IsNullable = i > 0 })],
            KeyFieldIds = [1],
            Indexes = hasIndex ? [new IndexDefinition { Id = CityIndex, Name = "by_city", Fields = [new IndexField(3)] }] : [],
            NextFieldId = fields.Length + 1,
            NextIndexId = 2,
        });
        transaction.Commit();
    }

    public static byte[] KeyOf(long id) => KeyEncoder.Encode(NedbValue.FromInt64(id));

    public static void Put(WriteTransaction transaction, long id, long visits = 0)
    {
        transaction.Put(
            Collection,
            default,
            FieldIds,
            [
                NedbValue.FromInt64(id), NedbValue.FromString(NameOf(id)), NedbValue.FromString(CityOf(id)),
                NedbValue.FromString(StreetOf(id)), NedbValue.FromString(MailOf(id)), NedbValue.FromInt64(10_000 + id % 9_000),
                NedbValue.FromDouble(1.5 + id % 50 / 100.0), NedbValue.FromBoolean(id % 3 == 0), NedbValue.FromString(RemarkOf(id)),
                NedbValue.FromInt64(visits),
            ],
            WriteMetadata.None);
    }

    /// <summary>Writes people in commits of 1,000.</summary>
    public static void Fill(NedbStore store, long first, long count, int versions = 1)
    {
        for (var version = 0; version < versions; version++)
        {
            for (var start = first; start < first + count; start += 1_000)
            {
                using var transaction = store.BeginTransaction();
                for (var id = start; id < Math.Min(start + 1_000, first + count); id++)
                    Put(transaction, id, version);
                transaction.Commit();
            }
        }
    }

    /// <summary>The fields of a person by name, as any database takes them.</summary>
    public static IEnumerable<(string Name, object Value)> Values(long id) =>
    [
        ("id", id), ("name", NameOf(id)), ("city", CityOf(id)), ("street", StreetOf(id)), ("mail", MailOf(id)), ("born", 10_000 + id % 9_000),
        ("height", 1.5 + id % 50 / 100.0), ("isMember", id % 3 == 0), ("remark", RemarkOf(id)), ("visits", 0L),
    ];

    public static SqliteConnection OpenSqlite(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "people.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL");
        Execute(connection, "PRAGMA synchronous=FULL");
        return connection;
    }

    public static void CreateSqlite(SqliteConnection connection)
    {
        Execute(
            connection,
            "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, city TEXT, street TEXT, mail TEXT, born INTEGER, height REAL,"
                + " isMember INTEGER, remark TEXT, visits INTEGER)");
        Execute(connection, "CREATE INDEX by_city ON people (city)");
    }

    public static void Fill(SqliteConnection connection, long first, long count)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO people VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        for (var i = 1; i <= 10; i++)
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        command.Prepare();
        var values = command.Parameters;
        for (var id = first; id < first + count; id++)
        {
            values[0].Value = id;
            values[1].Value = NameOf(id);
            values[2].Value = CityOf(id);
            values[3].Value = StreetOf(id);
            values[4].Value = MailOf(id);
            values[5].Value = 10_000 + id % 9_000;
            values[6].Value = 1.5 + id % 50 / 100.0;
            values[7].Value = id % 3 == 0 ? 1 : 0;
            values[8].Value = RemarkOf(id);
            values[9].Value = 0L;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static string NameOf(long id) => $"Person number {id}";

    private static string CityOf(long id) => $"City {id * 7919 % 1_000}";

    private static string StreetOf(long id) => $"Street of the {id % 300}th oak {id % 90}";

    private static string MailOf(long id) => $"person.{id}@example.org";

    private static string RemarkOf(long id) => $"Came with {id % 7} others, wants to be told of news by letter and not by mail";
}
