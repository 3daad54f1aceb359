using Nedb.Storage.Layers;
using Nedb.Storage.Schema;
using Nedb.Storage.Trees;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>Keeps one index of a fork in step with its collection.</summary>
internal sealed class IndexEditor
{
    // Hides the entry of the same key in the layers below.
    private static readonly VersionEntry Removed =
        new(0, NodeKind.Tombstone, 0, 0, 0, [], NedbValue.Null, null, null, Period.Always, Provenance.None);

    private readonly IndexState _state;
    private readonly TreeEditor<StoredDocument> _current;
    private readonly TreeEditor<ClosedVersion> _history;

    public IndexEditor(IndexState state)
    {
        _state = state;
        _current = new(state.Current);
        _history = new(state.History);
    }

    public IndexDefinition Definition => _state.Definition;

    /// <summary>Whether the filter takes a version in.</summary>
    public bool Includes(StoredDocument version) => _state.Includes(version);

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
        if (_state.Base is null)
            _current.Remove(entry);
        else
            _current.Set(entry, Removed);
        AddClosed(entry, closed);
    }

    /// <summary>Puts a version in the place of the one that it replaces. Where both have the same entry, it is made and set once.</summary>
    public void Replace(CollectionDefinition collection, ClosedVersion closed, StoredDocument version)
    {
        if (_state.Filter is not null || !HasSameEntry(closed.Version, version))
        {
            Close(collection, closed);
            Add(collection, version);
            return;
        }

        var entry = IndexKey.Entry(Definition, collection, version);
        _current.Set(entry, version);
        AddClosed(entry, closed);
    }

    private bool HasSameEntry(StoredDocument old, StoredDocument version)
    {
        foreach (var field in Definition.Fields)
            if (!old.HasSameValue(field.FieldId, version))
                return false;
        return true;
    }

    /// <summary>The first current document whose entry begins with those bytes, or null, where there are no layers below.</summary>
    public StoredDocument? FindFirst(ReadOnlySpan<byte> prefix) => _current.FindFirst(prefix);

    /// <summary>The first current document whose entry begins with those bytes, or null.</summary>
    public StoredDocument? FindFirst(ReadOnlySpan<byte> prefix, int collectionId, IVersionFinder versions)
    {
        var cursor = _state.OpenCurrent(_current.OpenCursor(), collectionId, versions);
        return cursor.Seek(prefix) && cursor.Key.StartsWith(prefix) ? cursor.Read() : null;
    }

    /// <summary>Fills a new index with what its collection holds.</summary>
    public void Build(CollectionDefinition collection, CollectionState state)
    {
        var current = state.OpenCurrent();
        for (var more = current.MoveFirst(); more; more = current.MoveNext())
        {
            var version = current.Read();
            if (Includes(version))
                _current.Set(IndexKey.Entry(Definition, collection, version), ToHeld(version));
        }

        var history = state.OpenHistory();
        for (var more = history.MoveFirst(); more; more = history.MoveNext())
        {
            var version = history.Read();
            if (!version.IsTombstone && Includes(version))
                AddClosed(
                    IndexKey.Entry(Definition, collection, version), new(ToHeld(version), history.SupersededSeq));
        }
    }

    public IndexState ToState() => _state with { Current = _current.ToTree(), History = _history.ToTree() };

    private static StoredDocument ToHeld(StoredDocument version) => version is RunDocument ? new VersionPointer(version) : version;

    private void AddClosed(byte[] entry, ClosedVersion closed) => _history.Set(IndexKey.WithSeq(entry, closed.Version.Seq), closed);
}
