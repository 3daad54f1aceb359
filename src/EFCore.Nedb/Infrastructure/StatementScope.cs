using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Update;
using Nedb.Storage.Views;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>
/// The time during which a statement in an open transaction runs, and says why it writes; the rest of the transaction does not.
/// </summary>
internal sealed class StatementScope : IDisposable
{
    private readonly INedbRelationalConnection _connection;
    private readonly Provenance? _before;

    public StatementScope(DbContext context, NedbCommitContext commits, INedbRelationalConnection connection, CommitOptions said)
    {
        _connection = connection;
        // The connection stays open, so that the statement runs in the transaction that was told.
        connection.Open();
        try
        {
            var nedb = connection.NedbConnection;
            // Of a transaction that is not EF's own nobody would tell the context the end.
            if (connection.CurrentTransaction is not null)
                commits.BindToTransaction(said);
            else if (commits.FindOptionsOfCommit() is { } options)
                nedb.NextCommit = options;
            _before = nedb.StatementProvenance;
            var causes = new CauseResolver(context, commits, nedb);
            nedb.StatementProvenance = new([.. said.CausedBy.Select(causes.SeqOf)], said.Evidence, said.Confidence);
        }
        catch
        {
            connection.Close();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A statement that failed may have ended the transaction, and what was said in it.
        if (_connection.NedbConnection.IsInTransaction)
            _connection.NedbConnection.StatementProvenance = _before;
        _connection.Close();
    }
}
