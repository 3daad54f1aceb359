using System.Runtime.CompilerServices;
using Nedb.Storage.Schema;

namespace Nedb.Query.Writes;

/// <summary>What is known about writing into each collection, made at the first write and kept as long as the definition.</summary>
internal sealed class WriterCache
{
    private readonly ConditionalWeakTable<CollectionDefinition, CollectionWriter> _writers = [];

    public CollectionWriter Get(CollectionDefinition definition, Catalog catalog)
    {
        if (_writers.TryGetValue(definition, out var writer))
            return writer;
        writer = new(definition, catalog);
        return _writers.GetOrAdd(definition, writer);
    }
}
