using System.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>Makes and deletes the database of a context.</summary>
internal sealed class NedbDatabaseCreator(RelationalDatabaseCreatorDependencies dependencies, INedbRelationalConnection connection)
    : RelationalDatabaseCreator(dependencies)
{
    /// <inheritdoc/>
    public override bool Exists() =>
        // A connection that is open has its database, wherever it lives.
        connection.NedbConnection.State == ConnectionState.Open || connection.NedbConnection.IsInMemory
        || NedbConnection.DatabaseExists(connection.NedbConnection.ConnectionString);

    /// <summary>
    /// As EF does it; where another process has the database open for writing, which may be about to make the same, it is waited for.
    /// </summary>
    public override bool EnsureCreated()
    {
        // While the connection is open, no other process can make what was found missing.
        using (connection.WaitForOthers())
            connection.Open();

        try
        {
            return base.EnsureCreated();
        }
        finally
        {
            connection.Close();
        }
    }

    /// <inheritdoc cref="EnsureCreated"/>
    public override async Task<bool> EnsureCreatedAsync(CancellationToken cancellationToken = default)
    {
        using (connection.WaitForOthers())
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            return await base.EnsureCreatedAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await connection.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Create()
    {
        connection.Open();
        connection.Close();
    }

    /// <inheritdoc/>
    public override async Task CreateAsync(CancellationToken cancellationToken = default)
    {
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await connection.CloseAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override bool HasTables()
    {
        connection.Open();
        try
        {
            var history = RelationalOptionsExtension.Extract(Dependencies.ContextOptions).MigrationsHistoryTableName
                ?? Microsoft.EntityFrameworkCore.Migrations.HistoryRepository.DefaultTableName;
            foreach (var collection in connection.NedbConnection.GetNedbDatabase().GetCollections())
                if (collection.Name != history)
                    return true;
            return false;
        }
        finally
        {
            connection.Close();
        }
    }

    /// <inheritdoc/>
    public override void Delete()
    {
        var database = connection.NedbConnection;
        var wasOpen = database.State == ConnectionState.Open;
        if (wasOpen)
            database.Close();
        try
        {
            NedbConnection.DeleteDatabase(database.ConnectionString);
        }
        finally
        {
            // A connection that the caller opened stays open, as it was; its database is a new, empty one.
            if (wasOpen)
                database.Open();
        }
    }
}
