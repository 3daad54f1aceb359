using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>The connection of a context to its database.</summary>
internal interface INedbRelationalConnection : IRelationalConnection
{
    /// <summary>The connection beneath.</summary>
    /// <exception cref="InvalidOperationException">The caller gave the context a connection of another kind.</exception>
    NedbConnection NedbConnection { get; }

    /// <summary>Whether everything is read in a state of the past.</summary>
    bool ReadsPast { get; }

    /// <summary>
    /// Makes opening wait, as long as a command may take, while another process has the database open for writing, until what this returns
    /// is disposed; otherwise it fails at once (<see cref="NedbErrorCode.Locked"/>).
    /// </summary>
    IDisposable WaitForOthers();

    /// <summary>Whether the database has a collection of that name. The database must exist.</summary>
    bool HasCollection(string name);

    /// <inheritdoc cref="HasCollection(string)"/>
    Task<bool> HasCollectionAsync(string name, CancellationToken cancellationToken);
}
