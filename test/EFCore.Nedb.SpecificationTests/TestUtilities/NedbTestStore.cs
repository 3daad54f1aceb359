using System.Collections.Concurrent;
using System.Text;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

/// <summary>
/// A database for tests: in memory by its name, or, when the environment variable NEDB_SPECIFICATION_FOLDERS is 1, in a temporary folder.
/// A shared store is filled once per process and kept until the process ends; any other store has a name of its own and ends with its connection.
/// </summary>
public class NedbTestStore : RelationalTestStore
{
    private const int CommandTimeout = 30;

    // A database in memory lives as long as a connection to it is open.
    private static readonly ConcurrentDictionary<string, NedbConnection> Kept = new();

    private static readonly string Folder = MakeFolder();
    private static int _number;

    private readonly bool _isFilled;

    private NedbTestStore(string name, bool shared, bool isFilled = false)
        : base(name, shared, new NedbConnection(shared ? ConnectionStringOf(name) : MakeConnectionString(MakeUnique(name)))) =>
        _isFilled = isFilled;

    protected override string OpenDelimiter => "`";

    protected override string CloseDelimiter => "`";

    /// <summary>The store of that name, which all that ask for it share.</summary>
    public static NedbTestStore GetOrCreate(string name) => new(name, shared: true);

    /// <summary>The store of that name, which is filled already.</summary>
    public static NedbTestStore GetFilled(string name) => new(name, shared: true, isFilled: true);

    /// <summary>A store that nobody shares.</summary>
    public static NedbTestStore Create(string name) => new(name, shared: false);

    /// <summary>How to open the database of that name, which lives until the process ends.</summary>
    public static string ConnectionStringOf(string name)
    {
        var connectionString = MakeConnectionString(name);
        if (Folder is null)
        {
            Kept.GetOrAdd(name, _ =>
            {
                var connection = new NedbConnection(connectionString);
                connection.Open();
                return connection;
            });
        }

        return connectionString;
    }

    public override DbContextOptionsBuilder AddProviderOptions(DbContextOptionsBuilder builder)
    {
        return UseConnectionString ? builder.UseNedb(ConnectionString, Configure) : builder.UseNedb(Connection, Configure);

        static void Configure(Nedb.EntityFrameworkCore.Infrastructure.NedbDbContextOptionsBuilder nedb) =>
            nedb.CommandTimeout(CommandTimeout).UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery);
    }

    /// <summary>Drops all collections and makes those of the context's model. Others may have the database open, so it is not deleted.</summary>
    public override async Task CleanAsync(DbContext context)
    {
        var nql = new StringBuilder();
        var collections = ((NedbConnection)Connection).GetNedbDatabase().GetCollections();
        foreach (var collection in collections)
            foreach (var foreignKey in collection.ForeignKeys)
                nql.AppendLine($"ALTER COLLECTION `{collection.Name}` DROP CONSTRAINT `{foreignKey.Name}`;");
        foreach (var collection in collections)
            nql.AppendLine($"DROP COLLECTION `{collection.Name}`;");
        if (nql.Length > 0)
            await ExecuteAsync(nql.ToString());
        await context.Database.EnsureCreatedAsync();
    }

    /// <summary>Runs NQL on the store's own connection.</summary>
    public async Task<int> ExecuteAsync(string nql)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = nql;
        command.CommandTimeout = CommandTimeout;
        return await command.ExecuteNonQueryAsync();
    }

    protected override async Task InitializeAsync(Func<DbContext> createContext, Func<DbContext, Task> seed, Func<DbContext, Task> clean)
    {
        if (ConnectionState != System.Data.ConnectionState.Open)
            await OpenConnectionAsync();
        if (_isFilled)
            return;
        await using var context = createContext();
        if (clean != null)
            await clean(context);
        await CleanAsync(context);
        if (seed != null)
            await seed(context);
    }

    private static string MakeConnectionString(string name)
    {
        var builder = new DbConnectionStringBuilder { ["Data Source"] = Folder is null ? name : Path.Combine(Folder, name) };
        if (Folder is null)
            builder["Mode"] = "Memory";
        return builder.ConnectionString;
    }

    private static string MakeUnique(string name) => $"{name}-{Interlocked.Increment(ref _number)}";

    private static string MakeFolder()
    {
        if (Environment.GetEnvironmentVariable("NEDB_SPECIFICATION_FOLDERS") != "1")
            return null;
        var folder = Directory.CreateTempSubdirectory("nedb-specification-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
