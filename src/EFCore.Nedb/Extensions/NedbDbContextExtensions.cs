using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Saves with something said about the commit.</summary>
public static class NedbDbContextExtensions
{
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
