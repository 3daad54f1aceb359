using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
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
    /// Lets every write say in which <see cref="System.Diagnostics.Activity"/> it was made: its <c>Id</c>, in the form of W3C's trace
    /// context, becomes the evidence of what has no evidence of its own.
    /// </summary>
    /// <param name="captures">Whether it does.</param>
    public NedbDbContextOptionsBuilder CaptureActivity(bool captures = true) =>
        WithOption(extension => extension.WithCapturesActivity(captures));
}
