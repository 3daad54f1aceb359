using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Reads a whole context at a point in the past, and saves with something said about the commit.</summary>
public static class NedbDbContextExtensions
{
    /// <summary>
    /// Lets everything that the context reads, also <c>Find</c>, explicit loading and raw NQL, be as it stood right after a seq, until the
    /// result is disposed. Until then nothing is tracked unless that is asked for, and nothing can be saved. Queries cannot ask for a later
    /// point by themselves.
    /// </summary>
    /// <param name="context">The context, without an open transaction.</param>
    /// <param name="seq">The seq, from 0 (the empty database). That the database has reached it is checked by each query.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seq is negative.</exception>
    /// <exception cref="InvalidOperationException">A transaction is open.</exception>
    public static IDisposable AsOf(this DbContext context, long seq)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ReadScope(context, _ => seq);
    }

    /// <summary>As the overload with a seq, by the times of the commits.</summary>
    /// <param name="context">The context, without an open transaction.</param>
    /// <param name="time">The moment, not in the future.</param>
    /// <exception cref="Nedb.Data.NedbException">The moment lies after the present.</exception>
    /// <exception cref="InvalidOperationException">A transaction is open.</exception>
    public static IDisposable AsOf(this DbContext context, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ReadScope(context, connection => connection.NedbConnection.GetNedbDatabase().SeqAt(time));
    }

    /// <summary>
    /// Saves all changes as one commit, about which something is said. In a transaction, it is said about what this save writes.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="options">What is said.</param>
    /// <returns>The number of entities written.</returns>
    /// <exception cref="DbUpdateException">A write was refused; nothing was written.</exception>
    public static int SaveChanges(this DbContext context, CommitOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        var commits = context.GetService<NedbCommitContext>();
        var before = commits.Current;
        commits.Current = options;
        try
        {
            return context.SaveChanges();
        }
        finally
        {
            commits.Current = before;
        }
    }

    /// <inheritdoc cref="SaveChanges(DbContext, CommitOptions)"/>
    /// <param name="context">The context.</param>
    /// <param name="options">What is said.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<int> SaveChangesAsync(
        this DbContext context, CommitOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        var commits = context.GetService<NedbCommitContext>();
        var before = commits.Current;
        commits.Current = options;
        try
        {
            return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            commits.Current = before;
        }
    }
}
