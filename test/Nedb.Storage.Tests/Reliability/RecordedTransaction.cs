using Nedb.Storage.Transactions;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>What a transaction over lists did and saw.</summary>
internal sealed class RecordedTransaction
{
    /// <summary>What tells it from all others: also what it appends.</summary>
    public string Id { get; init; } = "";

    public required IsolationMode Isolation { get; init; }

    /// <summary>The greatest seq that somebody had been told of when it began.</summary>
    public required long KnownSeq { get; init; }

    /// <summary>The seq of its snapshot.</summary>
    public required long SnapshotSeq { get; init; }

    /// <summary>What it read of a list before it wrote to it.</summary>
    public List<(long Key, string Found)> Reads { get; } = [];

    /// <summary>All lists that are not empty, where it read all of them before it wrote; null where it did not.</summary>
    public string? All { get; set; }

    /// <summary>What it appended, in order; null empties the list.</summary>
    public List<(long Key, string? Item)> Writes { get; } = [];

    /// <summary>The first and the last seq of its commit; 0 where it was refused or wrote nothing.</summary>
    public (long First, long Last) Committed { get; set; }

    /// <summary>Whether its commit was refused.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Whether it was looked up after the process that made it ended.</summary>
    public bool IsSettled { get; set; }
}
