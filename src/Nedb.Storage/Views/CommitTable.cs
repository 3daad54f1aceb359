using System.Collections.Concurrent;
using Nedb.Storage.Transactions;

namespace Nedb.Storage.Views;

/// <summary>
/// What is remembered of commits beside their nodes, since the layers below were closed. Written by the thread that publishes.
/// </summary>
internal sealed class CommitTable
{
    /// <summary>The outcomes of the commits that carried an idempotency key.</summary>
    public ConcurrentDictionary<string, KeyedOutcome> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>The last nonce of each client.</summary>
    public ConcurrentDictionary<string, long> Nonces { get; } = new(StringComparer.Ordinal);

    /// <summary>The heads after commits, with the seqs that they end with.</summary>
    public HashTable Heads { get; } = new();
}
