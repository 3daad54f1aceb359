using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Leads from a context to what only Nedb has.</summary>
public static class NedbDatabaseFacadeExtensions
{
    /// <summary>The database as a versioned log: its seq, head and root, proofs and verification.</summary>
    /// <exception cref="InvalidOperationException">The context does not use Nedb.</exception>
    public static NedbDatabaseFacade Nedb(this DatabaseFacade database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return new NedbDatabaseFacade(((IDatabaseFacadeDependenciesAccessor)database).Context);
    }

    /// <summary>Whether the context uses Nedb.</summary>
    public static bool IsNedb(this DatabaseFacade database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return database.ProviderName == typeof(NedbOptionsExtension).Assembly.GetName().Name;
    }
}
