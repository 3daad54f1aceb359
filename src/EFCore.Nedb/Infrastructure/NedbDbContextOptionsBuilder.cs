using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.Storage;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>Sets the options of Nedb within <c>UseNedb(…, o => …)</c>.</summary>
/// <param name="optionsBuilder">The builder of the options of the context.</param>
public sealed class NedbDbContextOptionsBuilder(DbContextOptionsBuilder optionsBuilder)
    : RelationalDbContextOptionsBuilder<NedbDbContextOptionsBuilder, NedbOptionsExtension>(optionsBuilder)
{
    /// <summary>When a commit is acknowledged; this counts more than what the connection string says.</summary>
    public NedbDbContextOptionsBuilder Synchronous(SynchronousMode mode) => WithOption(extension => extension.WithSynchronous(mode));

    /// <summary>
    /// Lets every query of the context read the database as it was at a seq, and refuses every write. A query's own <c>AsOf</c> still
    /// counts more.
    /// </summary>
    /// <param name="seq">The seq, 0 (the empty database) or more. That the database has reached it is checked by each query.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seq is negative.</exception>
    public NedbDbContextOptionsBuilder ReadAsOf(long seq)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seq);
        return WithOption(extension => extension.WithReadAsOf(seq));
    }

    /// <summary>
    /// Tries again what may succeed when it is done again: conflicts with others, a folder that is still locked, writes whose outcome is
    /// not
    /// known. Nothing is done twice: every commit has an idempotency key, which stays the same. Transactions of the caller must then be
    /// begun
    /// within <c>context.Database.CreateExecutionStrategy().Execute(…)</c>, as with every provider.
    /// </summary>
    /// <param name="maxRetryCount">How often is tried again, 0 or more.</param>
    /// <param name="maxRetryDelay">The longest wait before a try; a second, if nothing is said.</param>
    public NedbDbContextOptionsBuilder EnableRetryOnFailure(
        int maxRetryCount = NedbRetryingExecutionStrategy.DefaultMaxRetryCount, TimeSpan? maxRetryDelay = null) =>
        ExecutionStrategy(dependencies => new NedbRetryingExecutionStrategy(
            dependencies, maxRetryCount, maxRetryDelay ?? TimeSpan.FromSeconds(1)));

    /// <summary>
    /// Lets every write say in which <see cref="System.Diagnostics.Activity"/> it was made: its <c>Id</c>, in the form of W3C's trace
    /// context, becomes the evidence of what has no evidence of its own.
    /// </summary>
    /// <param name="captures">Whether it does.</param>
    public NedbDbContextOptionsBuilder CaptureActivity(bool captures = true) =>
        WithOption(extension => extension.WithCapturesActivity(captures));
}
