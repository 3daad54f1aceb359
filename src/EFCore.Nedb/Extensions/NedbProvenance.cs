namespace Microsoft.EntityFrameworkCore;

/// <summary>Says why whatever is written meanwhile is written, across methods, tasks and contexts.</summary>
public static class NedbProvenance
{
    private static readonly AsyncLocal<Scope?> Innermost = new();

    /// <summary>What is said by the scopes that are open in this flow of control; null for nothing.</summary>
    internal static CommitOptions? Current => Innermost.Value?.Said;

    /// <summary>
    /// Names what causes everything that is saved, in any context, until the result is disposed. What a save or an entity says by itself
    /// counts more.
    /// </summary>
    /// <param name="causes">Entities, which stand for the versions that are current when it is saved, versions, or seqs.</param>
    public static IDisposable Begin(params object[] causes) => Begin(new CommitOptions { CausedBy = causes });

    /// <summary>
    /// Says something about everything that is saved, in any context, until the result is disposed. Scopes can stand within each other:
    /// each adds what the outer ones did not say, and replaces what they did.
    /// </summary>
    /// <param name="options">What is said. Key and nonce belong to a single commit, and are not said here.</param>
    /// <exception cref="ArgumentException">The options have an idempotency key or a nonce.</exception>
    public static IDisposable Begin(CommitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.IdempotencyKey is not null || options.Nonce is not null)
            throw new ArgumentException(
                "An idempotency key and a nonce belong to one commit. Say them to SaveChanges, not to a scope.", nameof(options));
        var outer = Innermost.Value;
        return Innermost.Value = new Scope(outer, Merge(options, outer?.Said));
    }

    /// <summary>The first, completed by what the second says beyond it.</summary>
    internal static CommitOptions Merge(CommitOptions said, CommitOptions? otherwise) => otherwise is null
        ? said
        : said with
        {
            CausedBy = said.CausedBy.Count > 0 ? said.CausedBy : otherwise.CausedBy,
            Evidence = said.Evidence ?? otherwise.Evidence,
            Confidence = said.Confidence ?? otherwise.Confidence,
            Client = said.Client ?? otherwise.Client,
        };

    private sealed class Scope(Scope? outer, CommitOptions said) : IDisposable
    {
        public CommitOptions Said => said;

        public void Dispose()
        {
            // A scope that is disposed out of order ends those within it, too.
            for (var scope = Innermost.Value; scope is not null; scope = scope.Outer)
                if (scope == this)
                {
                    Innermost.Value = outer;
                    return;
                }
        }

        private Scope? Outer => outer;
    }
}
