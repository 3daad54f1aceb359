using System.Buffers.Binary;
using Nedb.Storage.Layers;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>
/// The versions of a collection at one moment; immutable. Current and closed versions live apart, so that reading the present never steps
/// over the past. The trees hold what came since the layers below were closed, and the present one also what hides an entry below.
/// </summary>
/// <param name="Id">The identity of the collection.</param>
/// <param name="Current">The current documents by their keys; over layers also the tombstones of documents that ended.</param>
/// <param name="History">The closed versions and the tombstones by their keys and seqs.</param>
/// <param name="Indexes">The secondary indexes.</param>
/// <param name="Count">The number of current documents, with those of the layers below.</param>
/// <param name="Base">The layers below; null where there is nothing of the collection in them.</param>
internal sealed record CollectionState(
    int Id, OrderedTree<StoredDocument> Current, OrderedTree<ClosedVersion> History, IndexState[] Indexes, long Count, ViewBase? Base)
    : IVersionFinder
{
    /// <summary>How many of the current documents are in the tree.</summary>
    public long CountInTree { get; init; }

    /// <summary>
    /// Whether all current documents are in the tree, so that it hides whatever the layers below have as current: of documents that are
    /// changed again and again nothing older is stepped over.
    /// </summary>
    public bool HidesBase => CountInTree == Count;

    /// <summary>A collection without documents.</summary>
    public static CollectionState CreateEmpty(int id) =>
        new(id, OrderedTree<StoredDocument>.Empty, OrderedTree<ClosedVersion>.Empty, [], 0, null);

    public IndexState? FindIndex(int indexId)
    {
        foreach (var index in Indexes)
            if (index.Definition.Id == indexId)
                return index;
        return null;
    }

    /// <summary>The current document of a key, or null.</summary>
    public StoredDocument? Find(ReadOnlySpan<byte> key)
    {
        var found = Current.Find(key);
        if (Base is not { } below)
            return found;
        return found is null ? below.Stack.FindCurrent(Id, key) : found.IsTombstone ? null : found;
    }

    /// <inheritdoc/>
    public void FindAll(KeyBatch keys)
    {
        FindInTree(keys);
        Base?.Stack.FindCurrent(Id, keys);
    }

    /// <summary>Finds what the tree knows of some keys: documents, and such as ended.</summary>
    public void FindInTree(KeyBatch keys)
    {
        for (var i = 0; Current.Count > 0 && i < keys.Count; i++)
            if (keys.IsLeft(i) && Current.Find(keys.KeyAt(i)) is { } found)
                keys.Set(i, found.IsTombstone ? null : found);
    }

    /// <summary>The version of a key that was visible at an earlier seq and is not current any more, or null.</summary>
    /// <param name="key">The key.</param>
    /// <param name="seq">The seq.</param>
    /// <param name="inTrees">Whether to look into the trees.</param>
    /// <param name="stack">The layers below to look into; null for none.</param>
    public StoredDocument? FindPast(ReadOnlySpan<byte> key, long seq, bool inTrees, LayerStack? stack)
    {
        // Longer keys are never stored, and the place of a key is made on the stack.
        if (key.Length > Transactions.WriteLimits.StoredKeyBytesMax)
            return null;
        Span<byte> place = stackalloc byte[key.Length + IndexKey.SeqBytes];
        key.CopyTo(place);
        BinaryPrimitives.WriteInt64BigEndian(place[key.Length..], seq + 1);
        // What was closed last lies in the topmost layer that knows the key.
        if (inTrees && History.TryFindLast(place, out var at, out var last) && IndexKey.IsPlaceOf(at, key))
            return last.IsVisibleAt(seq) ? last.Version : null;
        return Base is null ? null : stack?.FindPast(Id, key, place, seq);
    }

    /// <summary>Walks over the current documents.</summary>
    public DocumentCursor Scan(KeyRange range, bool isReverse) => Base is null || (HidesBase && Current.Count == CountInTree)
        ? new CurrentCursor(Current, range, isReverse)
        : new LayeredCursor(OpenCurrent(), range, isReverse);

    /// <summary>Cuts a range of keys into parts that hold about as many documents as each other.</summary>
    public IReadOnlyList<KeyRange> Split(KeyRange range, int parts)
    {
        var keys = Base is null || HidesBase
            ? RangeSplit.KeysOf(Current, range, parts)
            : Base.Stack.KeysOf(Id, range, parts, Current);
        return RangeSplit.At(range, keys, parts);
    }

    /// <summary>Walks over the current documents in the order of an index.</summary>
    public DocumentCursor Scan(IndexState index, KeyRange range, bool isReverse) => Base is null
        ? new CurrentCursor(index.Current, range, isReverse)
        : new LayeredCursor(index.OpenCurrent(this), range, isReverse);

    /// <summary>A cursor over the current documents of all layers.</summary>
    public ViewCursor OpenCurrent()
    {
        var sources = new List<ViewSource>();
        if (Current.Count > 0)
            sources.Add(new TreeVersions(Current.OpenCursor(), null, isBelow: false));
        if (!HidesBase)
            Base?.Stack.AddCurrent(sources, Id);
        return new(sources, hasRemovals: Base is not null);
    }

    /// <summary>A cursor over the closed versions of all layers.</summary>
    public ViewCursor OpenHistory()
    {
        var sources = new List<ViewSource>();
        if (History.Count > 0)
            sources.Add(new TreeClosed(History.OpenCursor(), null));
        Base?.Stack.AddHistory(sources, Id);
        return new(sources, hasRemovals: false);
    }
}
