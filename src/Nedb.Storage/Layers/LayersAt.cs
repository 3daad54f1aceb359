using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Where everything lies that can be seen of a root at an earlier seq: layers that came later, or in which all that was closed was closed
/// before, are not looked into. Immutable.
/// </summary>
internal sealed class LayersAt
{
    private readonly Moment _moment;
    private readonly bool _hasTrees;
    private readonly LayerStack? _stack;

    /// <summary>Finds the layers.</summary>
    /// <param name="root">The root.</param>
    /// <param name="seq">The seq.</param>
    /// <param name="mayOmitNewest">
    /// Whether later layers may be left out: not for an index that was built later, whose entries all lie in them.
    /// </param>
    public LayersAt(StateRoot root, long seq, bool mayOmitNewest)
    {
        Source = root.Base?.Stack;
        var until = long.MaxValue;
        _hasTrees = !mayOmitNewest || root.Base is not { } below || seq > below.Seq;
        if (!_hasTrees)
            until = root.Base!.Seq;
        _stack = Source?.At(seq, !_hasTrees, ref until);
        _moment = new(seq, until);
    }

    /// <summary>The layers that these were chosen from.</summary>
    public LayerStack? Source { get; }

    /// <summary>The visible version of a key, or null.</summary>
    public StoredDocument? Find(CollectionState collection, ReadOnlySpan<byte> key)
    {
        var found = _hasTrees ? collection.Current.Find(key) : null;
        var current = found ?? (collection.Base is null ? null : _stack?.FindCurrent(collection.Id, key));
        if (current is not null && current.Seq <= _moment.Seq && !current.IsTombstone)
            return current;
        return collection.FindPast(key, _moment.Seq, _hasTrees, _stack);
    }

    /// <summary>As the other overload, of several keys.</summary>
    public void FindAll(CollectionState collection, KeyBatch keys)
    {
        if (_hasTrees)
            collection.FindInTree(keys);
        if (collection.Base is not null)
            _stack?.FindCurrent(collection.Id, keys);
        for (var i = 0; i < keys.Count; i++)
            if (keys.Found(i) is not { } current || current.Seq > _moment.Seq)
                keys.Set(i, collection.FindPast(keys.KeyAt(i), _moment.Seq, _hasTrees, _stack));
    }

    /// <summary>Walks over the visible documents.</summary>
    public DocumentCursor Scan(CollectionState collection, KeyRange range, bool isReverse)
    {
        var stack = collection.Base is null ? null : _stack;
        var present = new List<ViewSource>();
        var past = new List<ViewSource>();
        if (_hasTrees && collection.Current.Count > 0)
            present.Add(new TreeVersions(collection.Current.OpenCursor(), null, isBelow: false));
        if (_hasTrees && collection.History.Count > 0)
            past.Add(new TreeClosed(collection.History.OpenCursor(), null));
        if (!_hasTrees || !collection.HidesBase)
            stack?.AddCurrent(present, collection.Id);
        stack?.AddHistory(past, collection.Id);
        return Walk(present, past, stack is not null, range, isReverse);
    }

    /// <summary>Walks over the visible documents in the order of an index.</summary>
    public DocumentCursor Scan(CollectionState collection, IndexState index, KeyRange range, bool isReverse)
    {
        var stack = index.Base is null ? null : _stack;
        var versions = new Finder(this, collection);
        var present = new List<ViewSource>();
        var past = new List<ViewSource>();
        if (_hasTrees && index.Current.Count > 0)
            present.Add(new TreeVersions(index.Current.OpenCursor(), versions, isBelow: false));
        if (_hasTrees && index.History.Count > 0)
            past.Add(new TreeClosed(index.History.OpenCursor(), versions));
        stack?.AddIndexCurrent(present, collection.Id, index, versions);
        stack?.AddIndexHistory(past, collection.Id, index, versions);
        return Walk(present, past, stack is not null, range, isReverse);
    }

    private DocumentCursor Walk(List<ViewSource> present, List<ViewSource> past, bool hasLayers, KeyRange range, bool isReverse)
    {
        var cursor = new ViewCursor(present, hasRemovals: hasLayers);
        return isReverse ? new ReverseAsOfCursor(cursor, past, range, _moment) : new AsOfCursor(cursor, past, range, in _moment);
    }

    /// <summary>Finds what is visible.</summary>
    private sealed class Finder(LayersAt layers, CollectionState collection) : IVersionFinder
    {
        public StoredDocument? Find(ReadOnlySpan<byte> key) => layers.Find(collection, key);

        public void FindAll(KeyBatch keys) => layers.FindAll(collection, keys);
    }
}
