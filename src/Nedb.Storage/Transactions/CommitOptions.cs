using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>What a caller says about a whole commit.</summary>
public sealed record CommitOptions
{
    /// <summary>No client, no nonce, no key.</summary>
    public static CommitOptions Default { get; } = new();

    /// <summary>Who commits; null where nobody was named. At most 256 UTF-16 code units.</summary>
    public string? Client { get; init; }

    /// <summary>A number that must be greater than the last one of the same client; null where replays are not guarded against.</summary>
    public long? Nonce { get; init; }

    /// <summary>
    /// A name for the commit, at most 256 UTF-16 code units. Committing the same content under it again returns the first outcome, marked
    /// as replayed; committing other content is an error.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The provenance of every write of the commit that has none of its own; null for none.</summary>
    public Provenance? Provenance { get; init; }
}
