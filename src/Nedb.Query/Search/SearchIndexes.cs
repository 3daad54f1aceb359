using System.Collections.Concurrent;
using Nedb.Storage;
using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Query.Search;

/// <summary>The search indexes of a store that were asked since it was opened. Safe for use by any number of threads.</summary>
internal sealed class SearchIndexes(NedbStore store)
{
    private readonly ConcurrentDictionary<(int CollectionId, string Fields), SearchIndex> _indexes = new();

    /// <summary>How much of each stays in memory.</summary>
    public WordLimits Limits { get; set; } = WordLimits.Usual;

    /// <summary>The documents that match, in the order of their keys; nothing of them is read.</summary>
    /// <param name="head">A state that the store has published, at or after the one that is read.</param>
    /// <param name="view">The state that is read.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="fieldIds">The fields that are searched.</param>
    /// <param name="phrase">What is looked for; at least one word.</param>
    /// <param name="cancellation">Stops the work.</param>
    public SearchHits Find(
        ReadView head, ReadView view, CollectionDefinition collection, int[] fieldIds, SearchPhrase phrase, CancellationToken cancellation)
    {
        var place = (collection.Id, string.Join(',', fieldIds));
        var index = _indexes.GetOrAdd(place, _ => new(collection, fieldIds, store.Words, Limits));
        if (!index.HoldsFor(collection))
            _indexes[place] = index = new(collection, fieldIds, store.Words, Limits);
        return index.Find(head, view, collection, phrase, cancellation);
    }
}
