using Nedb.Storage.Schema;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>The entries of a secondary index at one moment; immutable.</summary>
/// <param name="Definition">The index.</param>
/// <param name="Current">The current documents by their entries.</param>
/// <param name="History">The closed versions by their entries and seqs.</param>
/// <param name="Filter">Which documents are indexed; null for all.</param>
internal sealed record IndexState(
    IndexDefinition Definition, OrderedTree<StoredDocument> Current, OrderedTree<ClosedVersion> History, Func<Document, bool>? Filter);
