using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Update;
using Nedb.Storage.Views;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>
/// The time during which a statement in an open transaction runs, and says why it writes; the rest of the transaction does not.
/// </summary>
internal sealed class StatementScope : IDisposable
{
    private readonly NedbConnection _connection;
    private readonly Provenance? _before;

    public StatementScope(DbContext context, NedbCommitContext commits, INedbRelationalConnection connection, CommitOptions said)
    {
        // Of a transaction that is not EF's own nobody would tell the end.
        if (connection.CurrentTransaction is not null)
            commits.BindToTransaction(said);
        _connection = connection.NedbConnection;
        _before = _connection.StatementProvenance;
        var causes = new CauseResolver(context, commits, _connection);
        _connection.StatementProvenance = new([.. said.CausedBy.Select(causes.SeqOf)], said.Evidence, said.Confidence);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A statement that failed may have ended the transaction, and what was said in it.
        if (_connection.IsInTransaction)
            _connection.StatementProvenance = _before;
    }
}
