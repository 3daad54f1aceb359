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
/// <param name="Current">
/// The current documents by their entries, and over layers what hides an entry below. A document whose entry lies below and is the same
/// since is not here.
/// </param>
/// <param name="History">What has had an entry and has it no more, by the entries and the seqs since when it had them.</param>
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

    /// <summary>Whether two versions of a document have the same values where the index looks, as far as their bytes tell.</summary>
    public bool HasSameEntry(StoredDocument old, StoredDocument version)
    {
        foreach (var field in Definition.Fields)
            if (!old.HasSameValue(field.FieldId, version))
                return false;
        return true;
    }

    /// <summary>A cursor over the entries of current documents of all layers.</summary>
    public ViewCursor OpenCurrent(CollectionState collection) =>
        OpenCurrent(Current.Count > 0 ? Current.OpenCursor() : null, collection.Id, collection);

    /// <summary>As the other overload, with the entries of a fork in place of those of this state.</summary>
    public ViewCursor OpenCurrent(TreeCursor<StoredDocument>? entries, int collectionId, IVersionFinder versions)
    {
        var sources = new List<ViewSource>();
        if (entries is not null)
            sources.Add(new TreeVersions(entries, versions, isBelow: false));
        Base?.Stack.AddIndexCurrent(sources, collectionId, this, versions);
        return new(sources, hasRemovals: Base is not null);
    }
}
