using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>
/// The versions of a collection at one moment; immutable. Current and closed versions live apart, so that reading the present never steps
/// over the past.
/// </summary>
/// <param name="Current">The current documents by their keys.</param>
/// <param name="History">The closed versions and the tombstones by their keys and seqs.</param>
/// <param name="Indexes">The secondary indexes.</param>
internal sealed record CollectionState(OrderedTree<StoredDocument> Current, OrderedTree<ClosedVersion> History, IndexState[] Indexes)
{
    public static CollectionState Empty { get; } = new(OrderedTree<StoredDocument>.Empty, OrderedTree<ClosedVersion>.Empty, []);

    public IndexState? FindIndex(int indexId)
    {
        foreach (var index in Indexes)
            if (index.Definition.Id == indexId)
                return index;
        return null;
    }
}
