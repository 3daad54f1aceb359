namespace Microsoft.EntityFrameworkCore;

/// <summary>What a caller says about everything that one <c>SaveChanges</c> writes.</summary>
public sealed record CommitOptions
{
    /// <summary>
    /// A name for the commit, at most 256 UTF-16 code units; null for none. Committing the same content under it again writes nothing and
    /// succeeds;
    /// committing other content is an error. So a save whose outcome is not known can be repeated.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// What caused the writes: entities of the context's model, which stand for their current versions, and seqs (<see cref="long"/>).
    /// A write that has causes of its own keeps those.
    /// </summary>
    public IReadOnlyList<object> CausedBy { get; init; } = [];

    /// <summary>What the writes rest on; null where nothing is said. A write that has evidence of its own keeps that.</summary>
    public string? Evidence { get; init; }

    /// <summary>How sure the writer is, 0 to 1; null where nothing is said. A write that has a confidence of its own keeps that.</summary>
    public double? Confidence { get; init; }

    /// <summary>Who commits, at most 256 UTF-16 code units; null where nobody was named.</summary>
    public string? Client { get; init; }

    /// <summary>A number that must be greater than the last one of the same client; null where replays are not guarded against.</summary>
    public long? Nonce { get; init; }
}
