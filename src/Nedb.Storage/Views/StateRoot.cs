using Nedb.Storage.Folding;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Trees;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// All views of the database at one moment; immutable, and reached through one reference. Its trees hold what came since the layers below
/// were closed.
/// </summary>
internal sealed class StateRoot
{
    private readonly CollectionState?[] _collections;
    private readonly PiecedList<VersionEntry> _pending;
    private readonly int _pendingCount;

    internal StateRoot(
        Catalog catalog,
        long publishedSeq,
        CollectionState?[] collections,
        OrderedTree<object> effects,
        NodeTable nodes,
        CommitTable commits,
        ViewBase? below,
        PiecedList<VersionEntry> pending,
        int pendingCount)
    {
        Catalog = catalog;
        PublishedSeq = publishedSeq;
        Effects = effects;
        Nodes = nodes;
        Commits = commits;
        Base = below;
        _collections = collections;
        _pending = pending;
        _pendingCount = pendingCount;
    }

    /// <summary>The collections as they are defined.</summary>
    public Catalog Catalog { get; }

    /// <summary>The last seq that other roots show too.</summary>
    public long PublishedSeq { get; }

    /// <summary>The last seq that this root shows: in a fork, with the writes of its transaction.</summary>
    public long Seq => PublishedSeq + _pendingCount;

    /// <summary>The seq below which history was pruned; 0 where all of it is there.</summary>
    public long Horizon { get; init; }

    /// <summary>Pairs of seqs, cause and effect, where the effect came after the layers below.</summary>
    public OrderedTree<object> Effects { get; }

    /// <summary>The layers below; null where all is in memory.</summary>
    public ViewBase? Base { get; }

    internal ReadOnlySpan<CollectionState?> Collections => _collections;

    internal NodeTable Nodes { get; }

    internal CommitTable Commits { get; }

    /// <summary>The writes of a fork, in the order of their seqs, in a list of their own.</summary>
    internal PiecedList<VersionEntry> CopyPending() => PiecedList<VersionEntry>.CopyOf(_pending, _pendingCount);

    /// <summary>The root of a new, empty database, with a node table of its own.</summary>
    public static StateRoot CreateEmpty() => new(
        Catalog.Empty,
        0,
        [CollectionState.CreateEmpty(LinkKey.CollectionId) with { Indexes = [LinkKey.ReverseIndex] }],
        OrderedTree<object>.Empty,
        new NodeTable(0),
        new CommitTable(),
        null,
        new(),
        0);

    /// <summary>The versions of a collection, or null where it is not there. Links are a collection too.</summary>
    public CollectionState? Find(int collectionId)
    {
        var slot = SlotOf(collectionId);
        return (uint)slot < (uint)_collections.Length ? _collections[slot] : null;
    }

    /// <summary>The node of a seq from 1 to <see cref="Seq"/>.</summary>
    public StoredDocument GetNode(long seq)
    {
        if (seq > PublishedSeq)
            return _pending[(int)(seq - PublishedSeq - 1)];
        if (seq > Nodes.BaseSeq)
            return Nodes[seq];
        var below = Base!.Stack;
        return below.ReadNode(seq, this);
    }

    /// <summary>The collection of a node from 1 to <see cref="Seq"/>.</summary>
    public int CollectionOf(long seq) =>
        seq > PublishedSeq ? _pending[(int)(seq - PublishedSeq - 1)].CollectionId
        : seq > Nodes.BaseSeq ? Nodes[seq].CollectionId
        : Base!.Stack.CollectionOf(seq);

    /// <summary>The time of the commit of a node from 1 to <see cref="Seq"/>, in UTC ticks.</summary>
    public long TicksOf(long seq) =>
        seq > PublishedSeq ? _pending[(int)(seq - PublishedSeq - 1)].Ticks
        : seq > Nodes.BaseSeq ? Nodes[seq].Ticks
        : Base!.Stack.TicksOf(seq);

    /// <summary>The seqs of the nodes that name a node as their cause, ascending.</summary>
    public List<long> FindEffects(long cause)
    {
        var effects = new List<long>();
        Base?.Stack.AddEffects(cause, effects);
        EffectKey.AddEffects(Effects, cause, effects);
        return effects;
    }

    /// <summary>The seq of the published node with a hash; 0 where there is none.</summary>
    public long FindByHash(Hash256 hash) => Nodes.Find(hash, PublishedSeq) is > 0 and var seq ? seq : Base?.Stack.FindByHash(hash) ?? 0;

    /// <summary>
    /// The seqs of the commits that may have left a head: of those in runs no more is known than how it begins.
    /// </summary>
    public List<long> FindCommits(Hash256 head)
    {
        var seqs = new List<long>();
        if (Commits.Heads.Find(head) is > 0 and var seq)
            seqs.Add(seq);
        Base?.Stack.AddCommits(head, seqs);
        seqs.RemoveAll(seq => seq > PublishedSeq);
        return seqs;
    }

    /// <summary>The outcome of the commit with an idempotency key, or null.</summary>
    public KeyedOutcome? FindOutcome(string key) =>
        Commits.Outcomes.TryGetValue(key, out var outcome) ? outcome : Base?.Stack.FindOutcome(key);

    /// <summary>The last nonce of a client, or null.</summary>
    public long? FindNonce(string client) => Commits.Nonces.TryGetValue(client, out var nonce) ? nonce : Base?.Stack.FindNonce(client);

    /// <summary>
    /// The same state, with its pending nodes known to every root after it. Called by the one thread that publishes, once per root, after
    /// the log holds the nodes.
    /// </summary>
    public StateRoot Publish()
    {
        for (var i = 0; i < _pendingCount; i++)
        {
            var node = _pending[i];
            Nodes.Append(node);
            if (node.Kind.IsVersion())
                FindInMemory(node.PreviousSeq)?.MarkSuperseded(node.Seq);
        }

        return new(Catalog, Seq, _collections, Effects, Nodes, Commits, Base, new(), 0) { Horizon = Horizon };
    }

    // The layer that is being written to runs has nodes that can still be replaced.
    private VersionEntry? FindInMemory(long seq)
    {
        if (seq > Nodes.BaseSeq)
            return Nodes[seq];
        return Base?.Stack.Memory is { } memory && seq > memory.Nodes.BaseSeq ? memory.Nodes[seq] : null;
    }

    /// <summary>
    /// Closes the trees of a published root: the same state, with them as a layer in memory below empty ones. There must not be such a
    /// layer yet.
    /// </summary>
    public StateRoot Close(LogMark mark, LoggedFields logged, RunSet runs)
    {
        var below = new ViewBase(Seq, new LayerStack(new MemoryLayer(this, mark, logged), Base?.Stack.Runs ?? runs));
        return Over(below, Catalog, _collections, Horizon);
    }

    /// <summary>The state that has nothing but layers below.</summary>
    /// <param name="below">The layers.</param>
    /// <param name="catalog">The collections.</param>
    /// <param name="collections">Them again, by their slots; their trees are left out.</param>
    /// <param name="horizon">The seq below which history was pruned.</param>
    public static StateRoot Over(ViewBase below, Catalog catalog, CollectionState?[] collections, long horizon)
    {
        var empty = new CollectionState?[collections.Length];
        for (var slot = 0; slot < empty.Length; slot++)
            // Of a collection that was dropped, or that never was, there is nothing to see below either.
            if (collections[slot] is { } collection && (slot == 0 || catalog.Find(slot) is not null))
                empty[slot] = collection with
                {
                    Current = OrderedTree<StoredDocument>.Empty,
                    History = OrderedTree<ClosedVersion>.Empty,
                    Indexes = [.. collection.Indexes.Select(
                        index => IndexState.CreateEmpty(index.Definition, index.BuiltSeq, index.Filter, below))],
                    Base = below,
                    CountInTree = 0,
                };
        return new(
            catalog, below.Seq, empty, OrderedTree<object>.Empty, new NodeTable(below.Seq), new CommitTable(), below, new(), 0)
        {
            Horizon = horizon,
        };
    }

    // Slot 0 holds the links; collections have identities from 1.
    internal static int SlotOf(int collectionId) => collectionId == LinkKey.CollectionId ? 0 : collectionId;
}
