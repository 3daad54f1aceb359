using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// Tries again what may succeed when it is done again: transactions that lost against others, a folder that another process is about to let
/// go, and writes whose outcome is not known. Each commit within has an idempotency key of its own, the same in every try: what was
/// committed
/// after all is not done twice, and its first outcome is the outcome.
/// </summary>
public class NedbRetryingExecutionStrategy : ExecutionStrategy
{
    /// <summary>How often is tried again, if nothing else is said.</summary>
    public new const int DefaultMaxRetryCount = 6;

    // EF's own delays, of a second and more, are those of networks.
    private const int DelayDivisor = 50;

    private NedbCommitContext? _commits;

    /// <summary>Makes a strategy with the usual limits.</summary>
    /// <param name="context">The context.</param>
    public NedbRetryingExecutionStrategy(DbContext context)
        : base(context, DefaultMaxRetryCount, TimeSpan.FromSeconds(1))
    {
    }

    /// <summary>Makes a strategy.</summary>
    /// <param name="dependencies">What it works with.</param>
    /// <param name="maxRetryCount">How often is tried again, 0 or more.</param>
    /// <param name="maxRetryDelay">The longest wait before a try.</param>
    public NedbRetryingExecutionStrategy(ExecutionStrategyDependencies dependencies, int maxRetryCount, TimeSpan maxRetryDelay)
        : base(dependencies, maxRetryCount, maxRetryDelay)
    {
    }

    private NedbCommitContext Commits => _commits ??= Dependencies.CurrentContext.Context.GetService<NedbCommitContext>();

    /// <inheritdoc/>
    public override TResult Execute<TState, TResult>(
        TState state,
        Func<DbContext, TState, TResult> operation,
        Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded)
    {
        if (Current is not null)
            return base.Execute(state, operation, verifySucceeded);
        Commits.BeginTries();
        try
        {
            return base.Execute(state, operation, verifySucceeded);
        }
        finally
        {
            Commits.EndTries();
        }
    }

    /// <inheritdoc/>
    public override async Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default)
    {
        if (Current is not null)
            return await base.ExecuteAsync(state, operation, verifySucceeded, cancellationToken).ConfigureAwait(false);
        Commits.BeginTries();
        try
        {
            return await base.ExecuteAsync(state, operation, verifySucceeded, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Commits.EndTries();
        }
    }

    /// <inheritdoc/>
    protected override bool ShouldRetryOn(Exception exception) => exception is NedbException { IsTransient: true } || IsBroken(exception);

    /// <inheritdoc/>
    protected override TimeSpan? GetNextDelay(Exception lastException) => base.GetNextDelay(lastException) / DelayDivisor;

    /// <inheritdoc/>
    protected override void OnRetry()
    {
        base.OnRetry();
        Commits.BeginTry();
        // A database that failed to write takes writes again when it was opened again: let go of it.
        if (CallOnWrappedException(ExceptionsEncountered[^1], IsBroken)
            && Dependencies.CurrentContext.Context.Database.GetDbConnection() is NedbConnection nedb)
        {
            if (nedb.State != System.Data.ConnectionState.Closed)
                nedb.Close();
            NedbConnection.ClearPool(nedb);
        }
    }

    private static bool IsBroken(Exception exception) =>
        exception is NedbException { Code: NedbErrorCode.Io or NedbErrorCode.ReadOnlyAfterError };
}
