using Nedb.Storage.Layers;
using Nedb.Storage.Rows;
using Nedb.Storage.Schema;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>Changes the versions of one collection of a fork, and its indexes with them.</summary>
internal sealed class CollectionEditor : IVersionFinder
{
    private readonly int _id;
    private readonly TreeEditor<StoredDocument> _current;
    private readonly TreeEditor<ClosedVersion> _history;
    private readonly ViewBase? _base;
    private readonly ByteArena _arena = new();
    private CollectionState? _state;
    private List<IndexEditor> _indexes;
    private IndexState[]? _indexesBefore;
    private long _count;
    private long _countInTree;

    public CollectionEditor(CollectionState state)
    {
        _id = state.Id;
        _state = state;
        _current = new(state.Current);
        _history = new(state.History);
        _base = state.Base;
        _count = state.Count;
        _countInTree = state.CountInTree;
        _indexes = [.. state.Indexes.Select(index => new IndexEditor(index))];
    }

    /// <summary>The indexes, as they were when the editing began or they were made.</summary>
    public ReadOnlySpan<IndexState> Indexes => _indexesBefore ??= [.. _indexes.Select(static index => index.Before)];

    /// <summary>The number of current documents.</summary>
    public long Count => _count;

    /// <inheritdoc/>
    public StoredDocument? Find(ReadOnlySpan<byte> key) => Find(key, isLikely: true);

    /// <summary>The current document of a key, or null.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isLikely">Whether it is likely there.</param>
    public StoredDocument? Find(ReadOnlySpan<byte> key, bool isLikely)
    {
        var found = _current.Find(key);
        if (_base is null)
            return found;
        return found is null ? _base.Stack.FindCurrent(_id, key, isLikely) : found.IsTombstone ? null : found;
    }

    /// <summary>The seq of the current version of a key; 0 where there is none. It makes no object.</summary>
    /// <param name="key">The key.</param>
    /// <param name="below">The seq that it has in the layers below, where the caller knows.</param>
    public long CurrentSeqOf(ReadOnlySpan<byte> key, long? below = null)
    {
        if (_current.Find(key) is { } found)
            return found.IsTombstone ? 0 : found.Seq;
        return _base is null ? 0 : below ?? _base.Stack.CurrentSeqOf(_id, key);
    }

    public StoredDocument? FindByIndex(int indexId, ReadOnlySpan<byte> prefix)
    {
        foreach (var index in _indexes)
            if (index.Definition.Id == indexId)
                return _base is null ? index.FindFirst(prefix) : index.FindFirst(prefix, _id, this);
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
    /// <param name="key">The key.</param>
    /// <param name="isEnded">Whether it is known to have no current document.</param>
    public long LastSeqOf(ReadOnlySpan<byte> key, bool isEnded)
    {
        if (_current.Find(key) is { } current)
            return current.Seq;
        if (_history.Count > 0)
        {
            // Seqs stay below 2^63, so the place with eight bytes 0xFF lies behind every place of this key.
            Span<byte> end = stackalloc byte[key.Length + IndexKey.SeqBytes];
            key.CopyTo(end);
            end[key.Length..].Fill(0xFF);
            if (_history.TryFindLast(end, out var place, out var last) && IndexKey.IsPlaceOf(place, key))
                return last.Version.Seq;
        }

        return _base?.Stack.LastSeqOf(_id, key, isEnded) ?? 0;
    }

    /// <summary>Adds the next version of its key.</summary>
    /// <param name="definition">The collection.</param>
    /// <param name="version">The version.</param>
    /// <param name="current">The current document of its key, null for none, where <paramref name="isKnown"/>.</param>
    /// <param name="isKnown">Whether the caller has looked.</param>
    /// <returns>The document that was current; null for none.</returns>
    public StoredDocument? Apply(CollectionDefinition definition, VersionEntry version, StoredDocument? current, bool isKnown)
    {
        _state = null;
        ClosedVersion? closed = null;
        var key = version.KeyBytes;
        if (Replace(key, version, current, isKnown, out var isBelow) is { } previous)
        {
            closed = new ClosedVersion(previous is RunDocument stored ? stored.ClosedAt(version.Seq, _arena) : previous, version.Seq);
            _history.Set(IndexKey.WithSeq(key, previous.Seq), closed);
            _count--;
        }

        if (version.IsTombstone)
        {
            if (closed is not null)
                foreach (var index in _indexes)
                    index.Close(definition, closed);
            _history.Set(IndexKey.WithSeq(key, version.Seq), new(version, long.MaxValue));
            return closed?.Version;
        }

        _count++;
        foreach (var index in _indexes)
            if (closed is null)
                index.Add(definition, version);
            else
                index.Replace(definition, closed, version, isBelow);
        return closed?.Version;
    }

    /// <summary>
    /// Makes the indexes those of a definition: new ones are built, those that are gone are dropped, and those that hold fields
    /// which read otherwise from now on are built again.
    /// </summary>
    /// <param name="old">The definition before; null for a new collection.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="seq">The seq of the definition.</param>
    /// <param name="compileFilter">Gives meaning to the filter of an index.</param>
    public void Define(
        CollectionDefinition? old, CollectionDefinition definition, long seq, Func<IndexDefinition, Func<Document, bool>?> compileFilter)
    {
        CollectionState? contents = null;
        var indexes = new List<IndexEditor>(definition.Indexes.Length);
        foreach (var index in definition.Indexes)
        {
            var existing = _indexes.Find(editor => editor.Definition.Id == index.Id);
            if (existing is not null && existing.Definition.Fields.SequenceEqual(index.Fields) && existing.Definition.Filter == index.Filter
                && !ReadsOtherwise(old, definition, index))
            {
                indexes.Add(existing.Definition == index ? existing : new(existing.ToState() with { Definition = index }));
                continue;
            }

            contents ??= ToState();
            var built = new IndexEditor(IndexState.CreateEmpty(index, seq, compileFilter(index)));
            built.Build(definition, contents);
            indexes.Add(built);
        }

        _indexes = indexes;
        _indexesBefore = null;
        _state = null;
    }

    public CollectionState ToState() =>
        _state ??= new(_id, _current.ToTree(), _history.ToTree(), [.. _indexes.Select(index => index.ToState())], _count, _base)
        {
            CountInTree = _base is null ? _count : _countInTree,
        };

    /// <summary>Puts a version in the place of the current document of its key, and gives that one.</summary>
    private StoredDocument? Replace(byte[] key, VersionEntry version, StoredDocument? current, bool isKnown, out bool isBelow)
    {
        isBelow = false;
        if (_base is null)
            return version.IsTombstone ? _current.Remove(key) : _current.Set(key, version);
        // Over layers the tombstone stays, and hides what lies below.
        var replaced = _current.Set(key, version);
        _countInTree += (version.IsTombstone ? 0 : 1) - (replaced is { IsTombstone: false } ? 1 : 0);
        if (replaced is not null)
            return replaced.IsTombstone ? null : replaced;
        isBelow = true;
        return isKnown ? current : _base.Stack.FindCurrent(_id, key);
    }

    // By another value for what versions lack, or in the order of another collation.
    private static bool ReadsOtherwise(CollectionDefinition? old, CollectionDefinition definition, IndexDefinition index)
    {
        if (old is not null && index.IsCollatedOtherwise(old, definition))
            return true;
        foreach (var field in definition.Fields)
            // A filter may look at any field.
            if ((index.Filter is not null || index.Fields.Any(indexed => indexed.FieldId == field.Id))
                && (old?.FindField(field.Id)?.MissingValue ?? default) != field.MissingValue)
                return true;
        return false;
    }
}
