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
        new(0, NodeKind.Tombstone, 0, 0, 0, [], NedbValue.Null, null, default, Period.Always, Provenance.None);

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

    /// <summary>The index as it was when the editing began.</summary>
    public IndexState Before => _state;

    /// <summary>Whether the filter takes a version in.</summary>
    public bool Includes(StoredDocument version) => _state.Includes(version);

    public void Add(CollectionDefinition collection, StoredDocument version)
    {
        if (Includes(version))
            _current.Set(IndexKey.Entry(Definition, collection, version), version);
    }

    /// <summary>Ends the entry of a document that ended.</summary>
    public void Close(CollectionDefinition collection, ClosedVersion closed)
    {
        if (Includes(closed.Version))
            End(collection, closed);
    }

    /// <summary>Puts a version in the place of the one that it replaces.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="closed">What is replaced.</param>
    /// <param name="version">The version.</param>
    /// <param name="isBelow">Whether what is replaced lies in the layers below.</param>
    public void Replace(CollectionDefinition collection, ClosedVersion closed, StoredDocument version, bool isBelow)
    {
        var (was, isIn) = (Includes(closed.Version), Includes(version));
        if (was && isIn && _state.HasSameEntry(closed.Version, version))
        {
            Keep(collection, closed, version, isBelow);
            return;
        }

        if (was)
            End(collection, closed);
        if (isIn)
            _current.Set(IndexKey.Entry(Definition, collection, version), version);
    }

    /// <summary>
    /// An entry says since when its document has it. One that lies below goes on as it is, and shows the new version; one that is here
    /// always stands beside the version that it shows.
    /// </summary>
    private void Keep(CollectionDefinition collection, ClosedVersion closed, StoredDocument version, bool isBelow)
    {
        if (isBelow && _state.Base is not null)
            return;
        var entry = IndexKey.Entry(Definition, collection, version);
        if (_state.Base is not null && _current.Find(entry) is null)
            return;
        _current.Set(entry, version);
        AddClosed(entry, closed);
    }

    private void End(CollectionDefinition collection, ClosedVersion closed)
    {
        var entry = IndexKey.Entry(Definition, collection, closed.Version);
        if (_state.Base is not { } below)
        {
            _current.Remove(entry);
        }
        else if (_current.Set(entry, Removed) is null
            && below.Stack.EntrySeqOf(collection.Id, _state, entry) is var since && since != closed.Version.Seq)
        {
            closed = new(new VersionPointer(closed.Version, since), closed.SupersededSeq);
        }

        AddClosed(entry, closed);
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

    private static StoredDocument ToHeld(StoredDocument version) =>
        version is RunDocument ? new VersionPointer(version, version.Seq) : version;

    private void AddClosed(byte[] entry, ClosedVersion closed) => _history.Set(IndexKey.WithSeq(entry, closed.Version.Seq), closed);
}
