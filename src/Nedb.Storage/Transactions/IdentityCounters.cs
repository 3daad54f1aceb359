using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Nedb.Storage.Transactions;

/// <summary>
/// The greatest number ever stored in, or taken for, each identity field. A number taken by a transaction that is given up is not taken
/// again. Safe for use by any number of threads.
/// </summary>
internal sealed class IdentityCounters
{
    private readonly ConcurrentDictionary<(int CollectionId, int FieldId), StrongBox<long>> _greatest = new();

    /// <summary>Takes the next number: one more than the greatest.</summary>
    public long Next(int collectionId, int fieldId) => Interlocked.Increment(ref Counter(collectionId, fieldId));

    /// <summary>The greatest number of each field.</summary>
    public IReadOnlyList<(int CollectionId, int FieldId, long Greatest)> All =>
        [.. _greatest.Select(entry => (entry.Key.CollectionId, entry.Key.FieldId, Volatile.Read(ref entry.Value.Value)))];

    /// <summary>Learns of a number that was given from outside.</summary>
    public void Observe(int collectionId, int fieldId, long value)
    {
        ref var counter = ref Counter(collectionId, fieldId);
        for (var seen = Volatile.Read(ref counter); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref counter, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    private ref long Counter(int collectionId, int fieldId) =>
        ref _greatest.GetOrAdd((collectionId, fieldId), static _ => new(0)).Value;
}
