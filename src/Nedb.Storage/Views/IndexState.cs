using Nedb.Storage.Layers;
using Nedb.Storage.Schema;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>The entries of a secondary index at one moment; immutable.</summary>
/// <param name="Definition">The index.</param>
/// <param name="BuiltSeq">
/// The seq of the definition that it was built for. An index that is built again has other entries, and those in the layers below are told
/// from its own by this.
/// </param>
/// <param name="Current">The current documents by their entries; over layers also what hides an entry below.</param>
/// <param name="History">The closed versions by their entries and seqs.</param>
/// <param name="Filter">Which documents are indexed; null for all.</param>
/// <param name="Base">The layers below; null where there is nothing of the index in them.</param>
internal sealed record IndexState(
    IndexDefinition Definition,
    long BuiltSeq,
    OrderedTree<StoredDocument> Current,
    OrderedTree<ClosedVersion> History,
    Func<Document, bool>? Filter,
    ViewBase? Base)
{
    /// <summary>An index without entries.</summary>
    public static IndexState CreateEmpty(IndexDefinition definition, long builtSeq, Func<Document, bool>? filter, ViewBase? below = null) =>
        new(definition, builtSeq, OrderedTree<StoredDocument>.Empty, OrderedTree<ClosedVersion>.Empty, filter, below);

    /// <summary>
    /// Whether the filter takes a version in. One whose content was erased cannot be asked, and is in: reading it says that it was erased.
    /// </summary>
    public bool Includes(StoredDocument version) => Filter is null || version.IsContentErased || Filter(version);

    /// <summary>A cursor over the entries of current documents of all layers.</summary>
    public ViewCursor OpenCurrent(CollectionState collection) =>
        OpenCurrent(Current.Count > 0 ? Current.OpenCursor() : null, collection.Id, collection);

    /// <summary>As the other overload, with the entries of a fork in place of those of this state.</summary>
    public ViewCursor OpenCurrent(TreeCursor<StoredDocument>? entries, int collectionId, IVersionFinder versions)
    {
        var sources = new List<ViewSource>();
        if (entries is not null)
            sources.Add(new TreeVersions(entries, versions));
        Base?.Stack.AddIndexCurrent(sources, collectionId, this, versions);
        return new(sources, hasRemovals: Base is not null);
    }

    /// <summary>A cursor over the entries of closed versions of all layers.</summary>
    public ViewCursor OpenHistory(CollectionState collection)
    {
        var sources = new List<ViewSource>();
        if (History.Count > 0)
            sources.Add(new TreeClosed(History.OpenCursor(), collection));
        Base?.Stack.AddIndexHistory(sources, collection.Id, this, collection);
        return new(sources, hasRemovals: false);
    }
}
