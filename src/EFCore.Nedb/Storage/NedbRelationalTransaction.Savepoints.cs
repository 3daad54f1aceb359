using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>Savepoints are marks in the list of writes and need no text; the events are those of every provider.</summary>
internal sealed partial class NedbRelationalTransaction
{
    /// <inheritdoc/>
    public override void CreateSavepoint(string name)
    {
        var startTime = DateTimeOffset.UtcNow;
        try
        {
            if (!Logger.CreatingTransactionSavepoint(Connection, Inner, TransactionId, startTime).IsSuppressed)
                Inner.Save(name);
            _commits.RecordSavepoint(name);
            Logger.CreatedTransactionSavepoint(Connection, Inner, TransactionId, startTime);
        }
        catch (Exception e)
        {
            Logger.TransactionError(
                Connection, Inner, TransactionId, nameof(CreateSavepoint), e, startTime, DateTimeOffset.UtcNow - startTime);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task CreateSavepointAsync(string name, CancellationToken cancellationToken = default)
    {
        var startTime = DateTimeOffset.UtcNow;
        try
        {
            var interception = await Logger
                .CreatingTransactionSavepointAsync(Connection, Inner, TransactionId, startTime, cancellationToken).ConfigureAwait(false);
            if (!interception.IsSuppressed)
                await Inner.SaveAsync(name, cancellationToken).ConfigureAwait(false);
            _commits.RecordSavepoint(name);
            await Logger
                .CreatedTransactionSavepointAsync(Connection, Inner, TransactionId, startTime, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await LogErrorAsync(nameof(CreateSavepoint), e, startTime, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void RollbackToSavepoint(string name)
    {
        var startTime = DateTimeOffset.UtcNow;
        try
        {
            if (!Logger.RollingBackToTransactionSavepoint(Connection, Inner, TransactionId, startTime).IsSuppressed)
                Inner.Rollback(name);
            _commits.RolledBackTo(name);
            Logger.RolledBackToTransactionSavepoint(Connection, Inner, TransactionId, startTime);
        }
        catch (Exception e)
        {
            Logger.TransactionError(
                Connection, Inner, TransactionId, nameof(RollbackToSavepoint), e, startTime, DateTimeOffset.UtcNow - startTime);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task RollbackToSavepointAsync(string name, CancellationToken cancellationToken = default)
    {
        var startTime = DateTimeOffset.UtcNow;
        try
        {
            var interception = await Logger
                .RollingBackToTransactionSavepointAsync(Connection, Inner, TransactionId, startTime, cancellationToken)
                .ConfigureAwait(false);
            if (!interception.IsSuppressed)
                await Inner.RollbackAsync(name, cancellationToken).ConfigureAwait(false);
            _commits.RolledBackTo(name);
            await Logger
                .RolledBackToTransactionSavepointAsync(Connection, Inner, TransactionId, startTime, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await LogErrorAsync(nameof(RollbackToSavepoint), e, startTime, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void ReleaseSavepoint(string name)
    {
        var startTime = DateTimeOffset.UtcNow;
        try
        {
            if (!Logger.ReleasingTransactionSavepoint(Connection, Inner, TransactionId, startTime).IsSuppressed)
                Inner.Release(name);
            Logger.ReleasedTransactionSavepoint(Connection, Inner, TransactionId, startTime);
        }
        catch (Exception e)
        {
            Logger.TransactionError(
                Connection, Inner, TransactionId, nameof(ReleaseSavepoint), e, startTime, DateTimeOffset.UtcNow - startTime);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task ReleaseSavepointAsync(string name, CancellationToken cancellationToken = default)
    {
        var startTime = DateTimeOffset.UtcNow;
        try
        {
            var interception = await Logger
                .ReleasingTransactionSavepointAsync(Connection, Inner, TransactionId, startTime, cancellationToken).ConfigureAwait(false);
            if (!interception.IsSuppressed)
                await Inner.ReleaseAsync(name, cancellationToken).ConfigureAwait(false);
            await Logger
                .ReleasedTransactionSavepointAsync(Connection, Inner, TransactionId, startTime, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await LogErrorAsync(nameof(ReleaseSavepoint), e, startTime, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private Task LogErrorAsync(string action, Exception exception, DateTimeOffset startTime, CancellationToken cancellationToken) =>
        Logger.TransactionErrorAsync(
            Connection, Inner, TransactionId, action, exception, startTime, DateTimeOffset.UtcNow - startTime, cancellationToken);
}
