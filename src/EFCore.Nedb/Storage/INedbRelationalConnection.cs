using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>The connection of a context to its database.</summary>
internal interface INedbRelationalConnection : IRelationalConnection
{
    /// <summary>Whether the database has a collection of that name. The database must exist.</summary>
    bool HasCollection(string name);

    /// <inheritdoc cref="HasCollection(string)"/>
    Task<bool> HasCollectionAsync(string name, CancellationToken cancellationToken);
}
