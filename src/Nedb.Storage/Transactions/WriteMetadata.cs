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

    /// <summary>What must be true of the key before the write; null for nothing.</summary>
    public Precondition? Precondition { get; init; }
}
