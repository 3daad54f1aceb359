using Nedb.Storage.Erasures;
using Nedb.Storage.Rows;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Says what becomes of each entry of runs while something is erased from them: versions keep what the erasure left of them, and their
/// entries in indexes are made again from that.
/// </summary>
internal sealed class RunEraser
{
    private readonly ErasureTable _table;
    private readonly MemoryLayer _layer;
    private readonly RunSet _runs;
    private readonly ShapeTable _shapes;
    private readonly HashSet<(int Slot, int IndexId, long BuiltSeq)> _live = [];
    private readonly ByteBuffer _value = new();

    /// <summary>Prepares to erase.</summary>
    /// <param name="table">What is to be erased.</param>
    /// <param name="layer">The newest layer, whose indexes count.</param>
    /// <param name="runs">All runs, that of the layer included.</param>
    /// <param name="shapes">The shapes of rows.</param>
    public RunEraser(ErasureTable table, MemoryLayer layer, RunSet runs, ShapeTable shapes)
    {
        _table = table;
        _layer = layer;
        _runs = runs;
        _shapes = shapes;
        foreach (var collection in layer.Collections)
            if (collection is not null && (collection.Id == LinkKey.CollectionId || layer.Catalog.Find(collection.Id) is not null))
                foreach (var index in collection.Indexes)
                    _live.Add((StateRoot.SlotOf(collection.Id), index.Definition.Id, index.BuiltSeq));
        Entries = MoveEntries();
    }

    /// <summary>The entries of what is left, in the indexes that there are.</summary>
    public EntryEraser Entries { get; }

    /// <summary>
    /// All runs of the present are written together, so what removes or replaces something has nothing left to hide. What a collection
    /// held when it was dropped may be erased although nothing replaced it.
    /// </summary>
    public bool KeepsPresent(ReadOnlySpan<byte> key, ref ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty || key[0] == ViewKey.CurrentEntry && !_live.Contains(ViewKey.ReadIndex(key)))
            return false;
        if (key[0] == ViewKey.Current && _table.Find(VersionCodec.SeqOf(value.Span)) is { } erased)
            value = WithoutContent(erased, value);
        return true;
    }

    /// <summary>Closed versions keep what is left of them; entries that stood for nothing else go.</summary>
    public bool KeepsPast(ReadOnlySpan<byte> key, ref ReadOnlyMemory<byte> value)
    {
        if (key[0] == ViewKey.Closed && _table.Find(IndexKey.SeqOf(key)) is { } erased)
            value = WithoutContent(erased, value);
        return key[0] != ViewKey.ClosedEntry || (!value.IsEmpty && _live.Contains(ViewKey.ReadIndex(key)));
    }

    private byte[] WithoutContent(ErasedVersion erased, ReadOnlyMemory<byte> value)
    {
        var version = VersionCodec.Read(erased.CollectionId, value, _runs.Layouts, _runs);
        _value.Clear();
        VersionCodec.WriteErased(version, version.SupersededSeq, erased, _shapes, _runs.Layouts, _value);
        return _value.ToArray();
    }

    private EntryEraser MoveEntries()
    {
        var entries = new EntryEraser(_runs);
        foreach (var erased in _table.Versions)
        {
            if (_layer.Catalog.Find(erased.CollectionId) is not { } definition
                || _layer.Find(erased.CollectionId) is not { Indexes.Length: > 0 } collection)
                continue;
            var place = IndexKey.WithSeq(_runs.ReadNode(erased.Seq).Key, erased.Seq);
            var value = _runs.ReadClosed(erased.CollectionId, place);
            if (value.IsEmpty)
                continue;
            var whole = VersionCodec.Read(erased.CollectionId, value, _runs.Layouts, _runs);
            var left = VersionCodec.Read(erased.CollectionId, WithoutContent(erased, value), _runs.Layouts, _runs);
            foreach (var index in collection.Indexes)
                entries.Move(
                    (collection.Id, index.Definition.Id, index.BuiltSeq), left, EntryOf(index, whole), EntryOf(index, left));

            byte[]? EntryOf(IndexState index, StoredDocument version) =>
                index.Includes(version) ? IndexKey.Entry(index.Definition, definition, version) : null;
        }

        return entries;
    }
}
