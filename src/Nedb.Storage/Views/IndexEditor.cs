using Nedb.Storage.Schema;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>Keeps one index of a fork in step with its collection.</summary>
internal sealed class IndexEditor
{
    private readonly TreeEditor<StoredDocument> _current;
    private readonly TreeEditor<ClosedVersion> _history;
    private readonly Func<Document, bool>? _filter;

    public IndexEditor(IndexState state)
    {
        Definition = state.Definition;
        _filter = state.Filter;
        _current = new(state.Current);
        _history = new(state.History);
    }

    public IndexDefinition Definition { get; }

    /// <summary>Whether the filter takes a version in.</summary>
    public bool Includes(StoredDocument version) => _filter is null || _filter(version);

    public void Add(CollectionDefinition collection, StoredDocument version)
    {
        if (Includes(version))
            _current.Set(IndexKey.Entry(Definition, collection, version), version);
    }

    public void Close(CollectionDefinition collection, ClosedVersion closed)
    {
        if (!Includes(closed.Version))
            return;
        var entry = IndexKey.Entry(Definition, collection, closed.Version);
        _current.Remove(entry);
        AddClosed(entry, closed);
    }

    /// <summary>The first current document whose entry begins with those bytes, or null.</summary>
    public StoredDocument? FindFirst(ReadOnlySpan<byte> prefix) => _current.FindFirst(prefix);

    /// <summary>Fills a new index with what its collection holds.</summary>
    public void Build(CollectionDefinition collection, CollectionState state)
    {
        var current = state.Current.OpenCursor();
        for (var more = current.MoveFirst(); more; more = current.MoveNext())
            Add(collection, current.Value);
        var history = state.History.OpenCursor();
        for (var more = history.MoveFirst(); more; more = history.MoveNext())
            if (!history.Value.Version.IsTombstone && Includes(history.Value.Version))
                AddClosed(IndexKey.Entry(Definition, collection, history.Value.Version), history.Value);
    }

    public IndexState ToState() => new(Definition, _current.ToTree(), _history.ToTree(), _filter);

    private void AddClosed(byte[] entry, ClosedVersion closed) => _history.Set(IndexKey.WithSeq(entry, closed.Version.Seq), closed);
}
