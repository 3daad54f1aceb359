using Nedb.Storage.Erasures;
using Nedb.Storage.Schema;
using Nedb.Storage.Trees;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// A private fork of the views. What it changes nobody sees until <see cref="ToRoot"/> is asked for a root, and that root stays as it is
/// while the fork goes on. Used by one thread at a time.
/// </summary>
internal sealed class StateEditor
{
    private static readonly object Present = new();

    private readonly IExpressionCompiler? _compiler;
    private StateRoot _base;
    private CollectionEditor?[] _editors;
    private TreeEditor<object> _effects;
    private PiecedList<VersionEntry> _pending;

    public StateEditor(StateRoot root, IExpressionCompiler? compiler)
    {
        _compiler = compiler;
        _base = root;
        _editors = [];
        _effects = new(root.Effects);
        _pending = new();
        Catalog = root.Catalog;
        Reset(root);
    }

    /// <summary>The collections as they are defined in this fork.</summary>
    public Catalog Catalog { get; private set; }

    /// <summary>The seq below which history was pruned; 0 where all of it is there.</summary>
    public long Horizon { get; private set; }

    /// <summary>The last seq of this fork.</summary>
    public long Seq => _base.PublishedSeq + _pending.Count;

    /// <summary>What is remembered of commits; written when they are published.</summary>
    public CommitTable Commits => _base.Commits;

    /// <summary>The indexes of a collection, as they were when its editing began or they were made.</summary>
    public ReadOnlySpan<IndexState> IndexesOf(int collectionId) => Edit(collectionId).Indexes;

    /// <summary>The current version of a key, or null.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="key">The key.</param>
    /// <param name="isLikely">Whether it is likely there; what is found does not depend on it.</param>
    public StoredDocument? Find(int collectionId, ReadOnlySpan<byte> key, bool isLikely = true) => Edit(collectionId).Find(key, isLikely);

    /// <summary>The number of current documents of a collection.</summary>
    public long CountOf(int collectionId) => Edit(collectionId).Count;

    /// <summary>The seq of the current version of a key; 0 where there is none.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="key">The key.</param>
    /// <param name="below">The seq that it has in the layers below the memory, where the caller knows.</param>
    public long CurrentSeqOf(int collectionId, ReadOnlySpan<byte> key, long? below = null) =>
        Edit(collectionId).CurrentSeqOf(key, below);

    /// <summary>The first current document whose entry in an index begins with those bytes, or null.</summary>
    public StoredDocument? FindByIndex(CollectionDefinition collection, IndexDefinition index, ReadOnlySpan<byte> entryPrefix) =>
        Edit(collection.Id).FindByIndex(index.Id, entryPrefix);

    /// <summary>
    /// The current documents whose entries in an index begin with those bytes, in the order of the entries, as they are now.
    /// </summary>
    public IEnumerable<StoredDocument> FindAllByIndex(CollectionDefinition collection, IndexDefinition index, byte[] entryPrefix) =>
        FindByIndex(collection, index, entryPrefix) is null
            ? []
            : Enumerate(Edit(collection.Id).ToState(), index.Id, KeyRange.Prefix(entryPrefix), isReverse: false);

    /// <summary>The current documents whose keys begin with those bytes, in the order of their keys, as they are now.</summary>
    public IEnumerable<StoredDocument> FindAll(int collectionId, byte[] keyPrefix) =>
        Enumerate(Edit(collectionId).ToState(), 0, KeyRange.Prefix(keyPrefix), isReverse: false);

    /// <summary>
    /// The current documents in a range of keys, or of entries of an index, in their order or against it, as they are now.
    /// </summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="indexId">The index; 0 for the key.</param>
    /// <param name="range">The range.</param>
    /// <param name="isReverse">Whether the last comes first.</param>
    public IEnumerable<StoredDocument> FindRange(int collectionId, int indexId, KeyRange range, bool isReverse) =>
        Enumerate(Edit(collectionId).ToState(), indexId, range, isReverse);

    /// <summary>Whether the filter of an index, if it has one, takes a document in.</summary>
    public bool IsIndexed(CollectionDefinition collection, IndexDefinition index, StoredDocument version) =>
        index.Filter is null || Edit(collection.Id).IsIndexed(index.Id, version);

    /// <summary>The seq of the last version of a key, also of one that ended; 0 where there never was one.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="key">The key.</param>
    /// <param name="isEnded">Whether it is known to have no current version.</param>
    public long LastSeqOf(int collectionId, ReadOnlySpan<byte> key, bool isEnded = false) => Edit(collectionId).LastSeqOf(key, isEnded);

    /// <summary>The node of a seq up to <see cref="Seq"/>.</summary>
    public StoredDocument GetNode(long seq) =>
        seq <= _base.PublishedSeq ? _base.GetNode(seq) : _pending[(int)(seq - _base.PublishedSeq - 1)];

    /// <summary>
    /// Adds the next version: a put, a tombstone, a link or an unlink. The current version of its key is closed, and every view follows.
    /// An erasure is a node and nothing else: what it takes away is taken out of the views when it is in the log.
    /// </summary>
    /// <returns>The document that it replaces, safe to be held; null for none.</returns>
    public StoredDocument? Apply(VersionEntry version)
    {
        AppendNode(version);
        return version.Kind == NodeKind.Erasure
            ? null
            : Edit(version.CollectionId).Apply(DefinitionOf(version.CollectionId), version, current: null, isKnown: false);
    }

    /// <summary>As <see cref="Apply(VersionEntry)"/>, where the current document of the key has been looked up; null for none.</summary>
    public StoredDocument? Apply(VersionEntry version, StoredDocument? current)
    {
        AppendNode(version);
        return Edit(version.CollectionId).Apply(DefinitionOf(version.CollectionId), version, current, isKnown: true);
    }

    /// <summary>Adds the next node to the table of nodes and to the effects of its causes, and to no collection.</summary>
    public void AppendNode(VersionEntry node)
    {
        if (node.Seq != Seq + 1)
            throw new InvalidOperationException($"The node with seq {node.Seq} cannot follow seq {Seq}.");
        _pending.Add(node);
        if (node.Kind == NodeKind.Erasure && !node.Row.IsEmpty)
            Horizon = Math.Max(Horizon, ErasureCodec.HorizonOf(node.Row, node.Seq));
        foreach (var cause in node.Provenance.CausedBy)
            _effects.Set(EffectKey.Make(cause, node.Seq), Present);
    }

    /// <summary>Makes or changes a collection; its new indexes are built over its current and its closed versions.</summary>
    public void Define(CollectionDefinition definition)
    {
        var old = Catalog.Find(definition.Id);
        Catalog = Catalog.With(definition, SeqOfDefinition(definition.Id));
        var editor = Edit(definition.Id);
        if (old is null || definition.Indexes.Length > 0 || editor.ToState().Indexes.Length > 0)
            editor.Define(old, definition, Seq, index => IndexFilter.Compile(_compiler, definition, index));
    }

    /// <summary>Takes a collection and all its versions out of sight. The nodes stay.</summary>
    public void Drop(int collectionId)
    {
        Catalog = Catalog.Without(collectionId, SeqOfDefinition(collectionId));
        var slot = StateRoot.SlotOf(collectionId);
        EnsureSlot(slot);
        _editors[slot] = new(CollectionState.CreateEmpty(collectionId));
    }

    /// <summary>The fork as it stands.</summary>
    public StateRoot ToRoot()
    {
        var collections = new CollectionState?[Math.Max(_editors.Length, _base.Collections.Length)];
        _base.Collections.CopyTo(collections);
        for (var slot = 0; slot < _editors.Length; slot++)
            if (_editors[slot] is { } editor)
                collections[slot] = editor.ToState();
        return new(
            Catalog, _base.PublishedSeq, collections, _effects.ToTree(), _base.Nodes, _base.Commits, _base.Base, _pending, _pending.Count)
        {
            Horizon = Horizon,
        };
    }

    /// <summary>Takes the fork back to a root that it gave, or over to another one.</summary>
    public void Reset(StateRoot root)
    {
        _base = root;
        _editors = new CollectionEditor?[root.Collections.Length];
        _effects = new(root.Effects);
        // The list that earlier roots look at is never cut, so it is left to them.
        _pending = root.CopyPending();
        Catalog = root.Catalog;
        Horizon = root.Horizon;
    }

    // A definition follows its node; one that is not logged comes before the document that brings it about.
    private long SeqOfDefinition(int collectionId) =>
        Seq > _base.PublishedSeq && GetNode(Seq) is { Kind: NodeKind.Definition } node && node.CollectionId == collectionId ? Seq : Seq + 1;

    private static IEnumerable<StoredDocument> Enumerate(CollectionState collection, int indexId, KeyRange range, bool isReverse)
    {
        using var cursor = indexId == 0
            ? collection.Scan(range, isReverse)
            : collection.Scan(collection.FindIndex(indexId)!, range, isReverse);
        while (cursor.MoveNext())
            yield return (StoredDocument)cursor.Current;
    }

    private CollectionDefinition DefinitionOf(int collectionId) => collectionId == LinkKey.CollectionId
        ? LinkKey.Collection
        : Catalog.Find(collectionId) ?? throw new InvalidOperationException($"There is no collection with the identity {collectionId}.");

    private CollectionEditor Edit(int collectionId)
    {
        var slot = StateRoot.SlotOf(collectionId);
        EnsureSlot(slot);
        return _editors[slot] ??= new(_base.Find(collectionId) ?? CollectionState.CreateEmpty(collectionId));
    }

    private void EnsureSlot(int slot)
    {
        if (slot >= _editors.Length)
            Array.Resize(ref _editors, slot + 1);
    }
}
