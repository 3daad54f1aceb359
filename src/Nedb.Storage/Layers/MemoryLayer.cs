using Nedb.Storage.Folding;
using Nedb.Storage.Log;
using Nedb.Storage.Schema;
using Nedb.Storage.Trees;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>The trees of a root that were closed to be written to runs; read like any layer until they are.</summary>
internal sealed class MemoryLayer
{
    private readonly CollectionState?[] _collections;

    /// <summary>Closes the trees of a published root.</summary>
    public MemoryLayer(StateRoot root, LogMark mark, LoggedFields logged)
    {
        _collections = root.Collections.ToArray();
        Catalog = root.Catalog;
        Effects = root.Effects;
        Nodes = root.Nodes;
        Commits = root.Commits;
        Seq = root.Seq;
        Horizon = root.Horizon;
        Mark = mark;
        Logged = logged;
    }

    /// <summary>The collections as they are defined at the end of this layer.</summary>
    public Catalog Catalog { get; }

    /// <summary>The last seq of this layer.</summary>
    public long Seq { get; }

    /// <summary>The seq below which history was pruned; 0 where all of it is there.</summary>
    public long Horizon { get; }

    /// <summary>The place in the log where this layer ends.</summary>
    public LogMark Mark { get; }

    /// <summary>What the log knows of schemaless collections at the end of this layer.</summary>
    public LoggedFields Logged { get; }

    /// <summary>Pairs of seqs, cause and effect.</summary>
    public OrderedTree<object> Effects { get; }

    /// <summary>The nodes of this layer.</summary>
    public NodeTable Nodes { get; }

    /// <summary>The commits of this layer.</summary>
    public CommitTable Commits { get; }

    /// <summary>The collections by their slots; null where there is none.</summary>
    public ReadOnlySpan<CollectionState?> Collections => _collections;

    /// <summary>The collections of which everything that was current at the end of this layer lies in it.</summary>
    public IEnumerable<int> CollectionsThatHideOlder() =>
        from collection in _collections where collection is { HidesBase: true } select collection.Id;

    /// <summary>The versions of a collection in this layer, or null.</summary>
    public CollectionState? Find(int collectionId)
    {
        var slot = StateRoot.SlotOf(collectionId);
        return (uint)slot < (uint)_collections.Length ? _collections[slot] : null;
    }
}
