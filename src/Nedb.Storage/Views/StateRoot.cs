using Nedb.Storage.Schema;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>All views of the database at one moment; immutable, and reached through one reference.</summary>
internal sealed class StateRoot
{
    private readonly CollectionState?[] _collections;
    private readonly List<VersionEntry> _pending;
    private readonly int _pendingCount;
    private readonly NodeTable _nodes;

    internal StateRoot(
        Catalog catalog,
        long publishedSeq,
        CollectionState?[] collections,
        OrderedTree<object> effects,
        NodeTable nodes,
        List<VersionEntry> pending,
        int pendingCount)
    {
        Catalog = catalog;
        PublishedSeq = publishedSeq;
        Effects = effects;
        _collections = collections;
        _nodes = nodes;
        _pending = pending;
        _pendingCount = pendingCount;
    }

    /// <summary>The collections as they are defined.</summary>
    public Catalog Catalog { get; }

    /// <summary>The last seq that other roots show too.</summary>
    public long PublishedSeq { get; }

    /// <summary>The last seq that this root shows: in a fork, with the writes of its transaction.</summary>
    public long Seq => PublishedSeq + _pendingCount;

    /// <summary>Pairs of seqs, cause and effect.</summary>
    public OrderedTree<object> Effects { get; }

    internal ReadOnlySpan<CollectionState?> Collections => _collections;

    internal NodeTable Nodes => _nodes;

    /// <summary>The writes of a fork, in the order of their seqs.</summary>
    internal ReadOnlySpan<VersionEntry> Pending => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending)[.._pendingCount];

    /// <summary>The root of a new, empty database, with a node table of its own.</summary>
    public static StateRoot CreateEmpty() => new(
        Catalog.Empty, 0, [CollectionState.Empty with { Indexes = [LinkKey.ReverseIndex] }], OrderedTree<object>.Empty, new NodeTable(),
            [], 0);

    /// <summary>The versions of a collection, or null where it is not there. Links are a collection too.</summary>
    public CollectionState? Find(int collectionId)
    {
        var slot = SlotOf(collectionId);
        return (uint)slot < (uint)_collections.Length ? _collections[slot] : null;
    }

    /// <summary>The node of a seq from 1 to <see cref="Seq"/>.</summary>
    public StoredDocument GetNode(long seq) => seq <= PublishedSeq ? _nodes[seq] : _pending[(int)(seq - PublishedSeq - 1)];

    /// <summary>
    /// The same state, with its pending nodes known to every root after it. Called by the one thread that publishes, once per root, after
    /// the log holds the nodes.
    /// </summary>
    public StateRoot Publish()
    {
        foreach (var node in Pending)
        {
            _nodes.Append(node);
            if (node.Kind != NodeKind.Definition && node.PreviousSeq > 0)
                _nodes[node.PreviousSeq].MarkSuperseded(node.Seq);
        }

        return new(Catalog, Seq, _collections, Effects, _nodes, [], 0);
    }

    // Slot 0 holds the links; collections have identities from 1.
    internal static int SlotOf(int collectionId) => collectionId == LinkKey.CollectionId ? 0 : collectionId;
}
