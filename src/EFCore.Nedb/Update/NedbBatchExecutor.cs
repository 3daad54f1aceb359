using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.EntityFrameworkCore.Update.Internal;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Diagnostics;
using Nedb.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Runs the batches of a save, lets the commit context know when one begins and ends, and tells of a refused commit as of a refused write:
/// with the entries concerned.
/// </summary>
internal sealed class NedbBatchExecutor(
    ICurrentDbContext currentContext,
    IDiagnosticsLogger<Microsoft.EntityFrameworkCore.DbLoggerCategory.Update> updateLogger,
    IDiagnosticsLogger<Microsoft.EntityFrameworkCore.DbLoggerCategory.Database.Transaction> transactionLogger,
    NedbCommitContext commits) : BatchExecutor(currentContext, updateLogger)
{
    /// <inheritdoc/>
    public override int Execute(IEnumerable<ModificationCommandBatch> commandBatches, IRelationalConnection connection)
    {
        var batches = new List<ModificationCommandBatch>();
        var isSuccess = false;
        var isInTransaction = connection.CurrentTransaction is not null;
        commits.BeginSaving(isInTransaction);
        try
        {
            var count = base.Execute(Watch(commandBatches, batches), connection);
            isSuccess = true;
            if (!isInTransaction)
                TellOfCommit(connection);
            return count;
        }
        catch (NedbException e) when (IsRefusal(e))
        {
            throw Wrap(e, batches);
        }
        finally
        {
            commits.EndSaving(isSuccess);
        }
    }

    /// <inheritdoc/>
    public override async Task<int> ExecuteAsync(
        IEnumerable<ModificationCommandBatch> commandBatches,
        IRelationalConnection connection,
        CancellationToken cancellationToken = default)
    {
        var batches = new List<ModificationCommandBatch>();
        var isSuccess = false;
        var isInTransaction = connection.CurrentTransaction is not null;
        commits.BeginSaving(isInTransaction);
        try
        {
            var count = await base.ExecuteAsync(Watch(commandBatches, batches), connection, cancellationToken).ConfigureAwait(false);
            isSuccess = true;
            if (!isInTransaction)
                TellOfCommit(connection);
            return count;
        }
        catch (NedbException e) when (IsRefusal(e))
        {
            throw Wrap(e, batches);
        }
        finally
        {
            commits.EndSaving(isSuccess);
        }
    }

    // A transaction of the caller, or an ambient one, tells of its commit itself.
    private void TellOfCommit(IRelationalConnection connection)
    {
        if (connection is INedbRelationalConnection { NedbConnection.LastCommit: { } commit }
            && System.Transactions.Transaction.Current is null)
            transactionLogger.Committed(commit);
    }

    private static IEnumerable<ModificationCommandBatch> Watch(
        IEnumerable<ModificationCommandBatch> batches, List<ModificationCommandBatch> seen)
    {
        foreach (var batch in batches)
        {
            seen.Add(batch);
            yield return batch;
        }
    }

    // The codes from 20 on tell of the database and not of what was written.
    private static bool IsRefusal(NedbException exception) => exception.Code is > NedbErrorCode.Unknown and < NedbErrorCode.SeqNotReached;

    private static Exception Wrap(NedbException exception, List<ModificationCommandBatch> batches) =>
        NedbModificationCommandBatch.Wrap(exception, [.. batches.SelectMany(batch => batch.ModificationCommands)]);
}
