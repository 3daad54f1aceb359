using Nedb.Storage.Schema;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>Changes the versions of one collection of a fork, and its indexes with them.</summary>
internal sealed class CollectionEditor
{
    private readonly TreeEditor<StoredDocument> _current;
    private readonly TreeEditor<ClosedVersion> _history;
    private CollectionState? _state;
    private List<IndexEditor> _indexes;

    public CollectionEditor(CollectionState state)
    {
        _state = state;
        _current = new(state.Current);
        _history = new(state.History);
        _indexes = [.. state.Indexes.Select(index => new IndexEditor(index))];
    }

    public StoredDocument? Find(ReadOnlySpan<byte> key) => _current.Find(key);

    public StoredDocument? FindByIndex(int indexId, ReadOnlySpan<byte> prefix)
    {
        foreach (var index in _indexes)
            if (index.Definition.Id == indexId)
                return index.FindFirst(prefix);
        return null;
    }

    public bool IsIndexed(int indexId, StoredDocument version)
    {
        foreach (var index in _indexes)
            if (index.Definition.Id == indexId)
                return index.Includes(version);
        return false;
    }

    /// <summary>The seq of the last version of a key, tombstones included; 0 where there never was one.</summary>
    public long LastSeqOf(ReadOnlySpan<byte> key)
    {
        if (_current.Find(key) is { } current)
            return current.Seq;
        if (_history.Count == 0)
            return 0;
        // Seqs stay below 2^63, so the place with eight bytes 0xFF lies behind every place of this key.
        Span<byte> end = stackalloc byte[key.Length + IndexKey.SeqBytes];
        key.CopyTo(end);
        end[key.Length..].Fill(0xFF);
        return _history.FindLast(end) is { } last && last.Version.KeyBytes.AsSpan().SequenceEqual(key) ? last.Version.Seq : 0;
    }

    public void Apply(CollectionDefinition definition, StoredDocument version)
    {
        _state = null;
        var key = version.KeyBytes;
        var previous = version.IsTombstone ? _current.Remove(key) : _current.Set(key, version);
        if (previous is not null)
        {
            var closed = new ClosedVersion(previous, version.Seq);
            _history.Set(IndexKey.WithSeq(key, previous.Seq), closed);
            foreach (var index in _indexes)
                index.Close(definition, closed);
        }

        if (version.IsTombstone)
        {
            _history.Set(IndexKey.WithSeq(key, version.Seq), new(version, long.MaxValue));
            return;
        }

        foreach (var index in _indexes)
            index.Add(definition, version);
    }

    /// <summary>
    /// Makes the indexes those of a definition: new ones are built, those that are gone are dropped, and those that hold defaults of fields
    /// which read otherwise from now on are built again.
    /// </summary>
    public void Define(
        CollectionDefinition? old, CollectionDefinition definition, Func<IndexDefinition, Func<Document, bool>?> compileFilter)
    {
        CollectionState? contents = null;
        var indexes = new List<IndexEditor>(definition.Indexes.Length);
        foreach (var index in definition.Indexes)
        {
            var existing = _indexes.Find(editor => editor.Definition.Id == index.Id);
            if (existing is not null && existing.Definition.Fields.SequenceEqual(index.Fields) && existing.Definition.Filter == index.Filter
                && !ReadsOtherDefaults(old, definition, index))
            {
                indexes.Add(existing.Definition == index ? existing : new(existing.ToState() with { Definition = index }));
                continue;
            }

            contents ??= ToState();
            var built = new IndexEditor(
                new(index, OrderedTree<StoredDocument>.Empty, OrderedTree<ClosedVersion>.Empty, compileFilter(index)));
            built.Build(definition, contents);
            indexes.Add(built);
        }

        _indexes = indexes;
        _state = null;
    }

    private static bool ReadsOtherDefaults(CollectionDefinition? old, CollectionDefinition definition, IndexDefinition index)
    {
        foreach (var field in definition.Fields)
            // A filter may look at any field.
            if ((index.Filter is not null || index.Fields.Any(indexed => indexed.FieldId == field.Id))
                && (old?.FindField(field.Id)?.Default ?? default) != field.Default)
                return true;
        return false;
    }

    public CollectionState ToState() =>
        _state ??= new(_current.ToTree(), _history.ToTree(), [.. _indexes.Select(index => index.ToState())]);
}
