using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>What a caller says about one write.</summary>
public sealed record WriteMetadata
{
    /// <summary>Nothing said.</summary>
    public static WriteMetadata None { get; } = new();

    /// <summary>Why it is written; null for the provenance of the commit.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>The period of valid time; null for the period fields of the collection, or always.</summary>
    public Period? Period { get; init; }

    /// <summary>
    /// When the document written is to end by itself; null to leave what was said before, <see cref="DateTimeOffset.MaxValue"/> to take
    /// that
    /// back. It is there until a sweep (<see cref="Expiry.NedbExpiries.Sweep"/>) ends it. Deleting a document takes it back as well. Only
    /// for
    /// documents, not for deletions and links.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What must be true of the key before the write; null for nothing.</summary>
    public Precondition? Precondition { get; init; }
}
