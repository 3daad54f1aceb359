using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>A folder for one database, deleted with all that is in it.</summary>
public sealed class TestDatabase : IDisposable
{
    public TestDatabase(string name = "data")
    {
        Folder = Path.Combine(Parent, name);
        Directory.CreateDirectory(Parent);
    }

    public string Folder { get; }

    public string ConnectionString => new NedbConnectionStringBuilder { DataSource = Folder, Synchronous = Nedb.Storage.SynchronousMode.Off }.ConnectionString;

    private string Parent { get; } = Path.Combine(Path.GetTempPath(), "nedb-ef-" + Guid.NewGuid().ToString("N"));

    public DbContextOptions<TContext> OptionsFor<TContext>(Action<NedbDbContextOptionsBuilder>? nedb = null, Action<DbContextOptionsBuilder>? more = null)
        where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        builder.UseNedb(ConnectionString, nedb);
        more?.Invoke(builder);
        return builder.Options;
    }

    public void Dispose()
    {
        using (var connection = new NedbConnection(ConnectionString))
            NedbConnection.ClearPool(connection);
        Directory.Delete(Parent, recursive: true);
    }
}
