using System.Collections.Immutable;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Data;

/// <summary>What a caller says about a whole commit.</summary>
public sealed record NedbCommitOptions
{
    /// <summary>Who commits; null where nobody was named. At most 256 UTF-16 code units.</summary>
    public string? Client { get; init; }

    /// <summary>A number that must be greater than the last one of the same client; null where replays are not guarded against.</summary>
    public long? Nonce { get; init; }

    /// <summary>
    /// A name for the commit, at most 256 UTF-16 code units. Committing the same content under it again returns the first outcome,
    /// marked as replayed; committing other content is an error.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The seqs of the nodes that caused every write of the commit that has no provenance of its own; empty for none.</summary>
    public IReadOnlyList<long> CausedBy { get; init; } = [];

    /// <summary>What those writes rest on; null where nothing is said.</summary>
    public string? Evidence { get; init; }

    /// <summary>How sure the writer is, 0 to 1; null where nothing is said.</summary>
    public double? Confidence { get; init; }

    internal CommitOptions ToStorage() => new()
    {
        Client = Client,
        Nonce = Nonce,
        IdempotencyKey = IdempotencyKey,
        Provenance = ToProvenance(CausedBy, Evidence, Confidence),
    };

    /// <summary>The provenance; null where nothing was said, so that the one of the commit holds.</summary>
    internal static Provenance? ToProvenance(IReadOnlyList<long>? causedBy, string? evidence, double? confidence)
    {
        if ((causedBy is null || causedBy.Count == 0) && evidence is null && confidence is null)
            return null;
        ImmutableArray<long> causes = causedBy is null ? [] : [.. new SortedSet<long>(causedBy)];
        return new(causes, evidence, confidence);
    }
}
