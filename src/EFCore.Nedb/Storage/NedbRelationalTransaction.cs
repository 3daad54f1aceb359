using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Diagnostics;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// A transaction of a context. It says at the commit what the caller said about it, and corrects version tokens that were read before:
/// others may have
/// committed meanwhile, so that all seqs of the transaction moved by the same number.
/// </summary>
internal sealed partial class NedbRelationalTransaction(
    IRelationalConnection connection,
    DbTransaction transaction,
    Guid transactionId,
    IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> logger,
    bool transactionOwned,
    ISqlGenerationHelper sqlGenerationHelper)
    : RelationalTransaction(connection, transaction, transactionId, logger, transactionOwned, sqlGenerationHelper)
{
    private readonly NedbCommitContext _commits = connection.Context.GetService<NedbCommitContext>();

    private DbTransaction Inner => ((IInfrastructure<DbTransaction>)this).Instance;

    /// <inheritdoc/>
    public override void Commit()
    {
        SayOptions();
        base.Commit();
        TellOfCommit();
    }

    /// <inheritdoc/>
    public override async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        SayOptions();
        await base.CommitAsync(cancellationToken).ConfigureAwait(false);
        TellOfCommit();
    }

    /// <inheritdoc/>
    protected override void ClearTransaction()
    {
        EndTransaction();
        base.ClearTransaction();
    }

    /// <inheritdoc/>
    protected override Task ClearTransactionAsync(CancellationToken cancellationToken = default)
    {
        EndTransaction();
        return base.ClearTransactionAsync(cancellationToken);
    }

    /// <summary>
    /// Says what is known of the commit before the first write, so that a repetition is compared with the commit of then.
    /// </summary>
    public void SayOptionsEarly()
    {
        if (Inner is NedbTransaction nedb)
            nedb.Options ??= _commits.FindOptionsOfCommit();
    }

    private void SayOptions()
    {
        if (Inner is NedbTransaction nedb && _commits.FindOptionsOfCommit() is { } options)
            nedb.Options = options;
    }

    // A save that began the transaction tells of it itself.
    private void TellOfCommit()
    {
        if (!_commits.IsSaving && Inner is NedbTransaction { CommitInfo: { } commit })
            Logger.Committed(commit);
    }

    private void EndTransaction()
    {
        if (Inner is NedbTransaction { CommitInfo: not null } nedb)
            _commits.Committed(nedb.CorrectSeq);
        else
            _commits.ForgetTransaction();
    }
}
