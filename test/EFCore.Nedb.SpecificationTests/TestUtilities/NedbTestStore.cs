using System.Collections.Concurrent;
using System.Text;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.Storage.Schema;

namespace Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

/// <summary>
/// A database for tests: in memory by its name, or in a temporary folder, where the suite asks for it or the environment variable
/// NEDB_SPECIFICATION_FOLDERS is 1. A shared store is filled once per process and kept until the process ends; any other has a name of its own.
/// With NEDB_SPECIFICATION_PAST a store that was filled is changed and emptied at once, and read as of the seq before: the suites of queries
/// then find the same as in the present, with "query" by AsOf on every set of a query, with "session" on the connection.
/// </summary>
public class NedbTestStore : RelationalTestStore
{
    private const int CommandTimeout = 30;

    private static readonly bool AreAllInFolders = Environment.GetEnvironmentVariable("NEDB_SPECIFICATION_FOLDERS") == "1";

    private static readonly string Past = Environment.GetEnvironmentVariable("NEDB_SPECIFICATION_PAST");

    // A database in memory lives as long as a connection to it is open.
    private static readonly ConcurrentDictionary<string, NedbConnection> Kept = new();

    private static readonly ConcurrentDictionary<string, long> PastSeqs = new();

    private static readonly Lazy<string> Folder = new(MakeFolder);
    private static int _number;

    private readonly bool _isFilled;

    private NedbTestStore(string name, bool shared, string connectionString, bool isFilled = false)
        : base(name, shared, new NedbConnection(connectionString)) =>
        _isFilled = isFilled;

    protected override string OpenDelimiter => "`";

    protected override string CloseDelimiter => "`";

    /// <summary>The store of that name, which all that ask for it share.</summary>
    public static NedbTestStore GetOrCreate(string name) => new(name, shared: true, ConnectionStringOf(name));

    /// <summary>The store of that name, which is filled already.</summary>
    public static NedbTestStore GetFilled(string name) => new(name, shared: true, ConnectionStringOf(name), isFilled: true);

    /// <summary>A store that nobody shares.</summary>
    public static NedbTestStore Create(string name)
    {
        var unique = MakeUnique(name);
        return new(name, shared: false, AreAllInFolders ? InFolder(unique) : InMemory(unique));
    }

    /// <summary>A store in a temporary folder.</summary>
    public static NedbTestStore CreateInFolder(string name, bool shared) => new(name, shared, InFolder(shared ? name : MakeUnique(name)));

    /// <summary>How to open the database of that name, which lives until the process ends.</summary>
    public static string ConnectionStringOf(string name)
    {
        if (AreAllInFolders)
            return InFolder(name);
        var connectionString = InMemory(name);
        Kept.GetOrAdd(name, _ =>
        {
            var connection = new NedbConnection(connectionString);
            connection.Open();
            return connection;
        });
        return connectionString;
    }

    public override DbContextOptionsBuilder AddProviderOptions(DbContextOptionsBuilder builder)
    {
        return UseConnectionString ? builder.UseNedb(ConnectionString, Configure) : builder.UseNedb(Connection, Configure);

        static void Configure(NedbDbContextOptionsBuilder nedb) =>
            nedb.CommandTimeout(CommandTimeout).UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery);
    }

    /// <summary>Drops all collections and makes those of the context's model. Others may have the database open, so it is not deleted.</summary>
    public override async Task CleanAsync(DbContext context)
    {
        await OpenIfClosedAsync();
        var nql = new StringBuilder();
        var collections = ((NedbConnection)Connection).GetNedbDatabase().GetCollections();
        AppendDropOfForeignKeys(nql, collections);
        foreach (var collection in collections)
            nql.AppendLine($"DROP COLLECTION `{collection.Name}`;");
        if (nql.Length > 0)
            await ExecuteAsync(nql.ToString());
        await context.Database.EnsureCreatedAsync();
    }

    /// <summary>Runs NQL on the store's own connection.</summary>
    public async Task<int> ExecuteAsync(string nql)
    {
        await OpenIfClosedAsync();
        await using var command = Connection.CreateCommand();
        command.CommandText = nql;
        command.CommandTimeout = CommandTimeout;
        return await command.ExecuteNonQueryAsync();
    }

    protected override async Task InitializeAsync(Func<DbContext> createContext, Func<DbContext, Task> seed, Func<DbContext, Task> clean)
    {
        await OpenIfClosedAsync();
        if (!_isFilled)
        {
            await using var context = createContext();
            if (clean != null)
                await clean(context);
            await CleanAsync(context);
            if (seed != null)
                await seed(context);
        }

        if (Past != null && (seed != null || _isFilled))
            await ReadInThePastAsync();
    }

    /// <summary>The seq as of which queries ask the database of a context; null for the present.</summary>
    public static long? FindPastSeq(DbContext context) =>
        Past == "query" && PastSeqs.TryGetValue(context.Database.GetDbConnection().DataSource, out var seq) ? seq : null;

    private async Task ReadInThePastAsync()
    {
        var connection = (NedbConnection)Connection;
        if (!PastSeqs.TryGetValue(connection.DataSource, out var seq))
        {
            var database = connection.GetNedbDatabase();
            seq = database.Seq;
            await ExecuteAsync(TextOfChanges(database));
            PastSeqs[connection.DataSource] = seq;
        }

        if (Past == "session")
            connection.ReadAsOf = seq;
    }

    // Whatever can be null becomes null, and then everything is deleted.
    private static string TextOfChanges(NedbDatabase database)
    {
        var nql = new StringBuilder();
        var collections = database.GetCollections();
        AppendDropOfForeignKeys(nql, collections);
        foreach (var collection in collections)
        {
            var cleared = collection.Fields
                .Where(field => field.IsNullable && field.ComputedExpression is null && !collection.KeyFieldIds.Contains(field.Id))
                .Select(field => $"`{field.Name}` = NULL")
                .ToList();
            if (cleared.Count > 0 && collection.Checks.IsEmpty)
                nql.AppendLine($"UPDATE `{collection.Name}` SET {string.Join(", ", cleared)};");
            nql.AppendLine($"DELETE FROM `{collection.Name}`;");
        }

        return nql.ToString();
    }

    private static void AppendDropOfForeignKeys(StringBuilder nql, IReadOnlyList<CollectionDefinition> collections)
    {
        foreach (var collection in collections)
            foreach (var foreignKey in collection.ForeignKeys)
                nql.AppendLine($"ALTER COLLECTION `{collection.Name}` DROP CONSTRAINT `{foreignKey.Name}`;");
    }

    private async Task OpenIfClosedAsync()
    {
        if (ConnectionState != System.Data.ConnectionState.Open)
            await OpenConnectionAsync();
    }

    private static string MakeUnique(string name) => $"{name}-{Interlocked.Increment(ref _number)}";

    private static string InMemory(string name) => new NedbConnectionStringBuilder { DataSource = name, Mode = NedbOpenMode.Memory }.ConnectionString;

    private static string InFolder(string name) =>
        new NedbConnectionStringBuilder { DataSource = Path.Combine(Folder.Value, name) }.ConnectionString;

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("nedb-specification-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            NedbConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        };
        return folder;
    }
}
