using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Nedb.Storage.Proofs;
using Nedb.Storage.Runs;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Writes a layer in memory as two runs, one of what is current and one of what only grows, each view after the other in the order of their
/// prefixes. It reads nothing that a later commit could change.
/// </summary>
/// <param name="layer">The layer.</param>
/// <param name="below">The runs below it.</param>
internal sealed class LayerWriter(MemoryLayer layer, RunSet below)
{
    private const int LeavesAtOnce = 1024;

    private readonly ByteBuffer _key = new();
    private readonly ByteBuffer _value = new();

    /// <summary>Writes what is current.</summary>
    public void WritePresent(RunWriter run)
    {
        foreach (var collection in layer.Collections)
            if (collection is not null)
                WriteCurrent(run, collection);
        foreach (var collection in layer.Collections)
            foreach (var index in OrderedIndexes(collection))
                WriteCurrentEntries(run, collection!.Id, index);
        foreach (var collection in layer.Collections)
            if (collection is not null)
                WriteEnded(run, collection);
        foreach (var (name, outcome) in layer.Commits.Outcomes.Select(entry => (Encoding.UTF8.GetBytes(entry.Key), entry.Value))
            .OrderBy(entry => entry.Item1, ByBytes))
        {
            Begin([ViewKey.Outcome], name);
            OutcomeCodec.Write(outcome, _value);
            Add(run);
        }

        foreach (var (client, nonce) in layer.Commits.Nonces.Select(entry => (Encoding.UTF8.GetBytes(entry.Key), entry.Value))
            .OrderBy(entry => entry.Item1, ByBytes))
        {
            Begin([ViewKey.Nonce], client);
            BinaryPrimitives.WriteInt64LittleEndian(_value.Reserve(sizeof(long)), nonce);
            Add(run);
        }
    }

    /// <summary>Writes what only grows, and computes the hashes of the tree over all leaves.</summary>
    /// <param name="run">Where to.</param>
    /// <param name="tree">The tree as it was before this layer; grows with its leaves.</param>
    public void WritePast(RunWriter run, MerkleTree tree)
    {
        var orphans = FindOrphans();
        for (var slot = 0; slot < layer.Collections.Length || orphans.Count > 0; slot++)
        {
            if (slot < layer.Collections.Length && layer.Collections[slot] is { } collection)
                WriteClosed(run, collection);
            if (orphans.Remove(slot, out var versions))
                WriteOrphans(run, slot, versions);
        }

        foreach (var collection in layer.Collections)
            foreach (var index in OrderedIndexes(collection))
                WriteClosedEntries(run, collection!.Id, index);
        var effects = layer.Effects.OpenCursor();
        for (var more = effects.MoveFirst(); more; more = effects.MoveNext())
        {
            Begin([ViewKey.Effect], effects.Key);
            Add(run);
        }

        var leaves = new List<Hash256>(LeavesAtOnce);
        for (var seq = layer.Nodes.BaseSeq + 1; seq <= layer.Seq; seq++)
        {
            var node = layer.Nodes[seq];
            _key.Clear();
            _value.Clear();
            _key.Append(ViewKey.Node);
            BinaryPrimitives.WriteInt64BigEndian(_key.Reserve(sizeof(long)), seq);
            NodeEntry.Write(node, _value);
            Add(run);
            leaves.Add(node.Hash);
            if (leaves.Count < LeavesAtOnce && seq < layer.Seq)
                continue;
            tree.Append(CollectionsMarshal.AsSpan(leaves));
            leaves.Clear();
        }

        WriteTree(run, tree);
        WriteHashes(run);
    }

    private static Comparer<byte[]> ByBytes { get; } =
        Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    private static IEnumerable<IndexState> OrderedIndexes(CollectionState? collection) =>
        collection is null ? [] : collection.Indexes.OrderBy(static index => index.Definition.Id);

    private void WriteCurrent(RunWriter run, CollectionState collection)
    {
        var prefix = ViewKey.Collection(ViewKey.Current, collection.Id);
        var cursor = collection.Current.OpenCursor();
        for (var more = cursor.MoveFirst(); more; more = cursor.MoveNext())
        {
            Begin(prefix, cursor.Key);
            // Nothing as the value removes what lies below.
            if (!cursor.Value.IsTombstone)
                VersionCodec.Write(cursor.Value, long.MaxValue, below.Layouts, _value);
            Add(run);
        }
    }

    private void WriteCurrentEntries(RunWriter run, int collectionId, IndexState index)
    {
        var prefix = ViewKey.Index(ViewKey.CurrentEntry, collectionId, index.Definition.Id, index.BuiltSeq);
        var cursor = index.Current.OpenCursor();
        for (var more = cursor.MoveFirst(); more; more = cursor.MoveNext())
        {
            Begin(prefix, cursor.Key);
            if (!cursor.Value.IsTombstone)
                EntryCodec.Write(cursor.Value.KeyBytes.Length, cursor.Value.Seq, _value);
            Add(run);
        }
    }

    /// <summary>Of each document that ended the seq: so that a key that is not current is known without a look into its history.</summary>
    private void WriteEnded(RunWriter run, CollectionState collection)
    {
        var prefix = ViewKey.Collection(ViewKey.Ended, collection.Id);
        byte[]? key = null;
        long seq = 0;
        var cursor = collection.History.OpenCursor();
        for (var more = cursor.MoveFirst(); more; more = cursor.MoveNext())
        {
            if (!cursor.Value.Version.IsTombstone)
                continue;
            if (key is not null && !IndexKey.IsPlaceOf(cursor.Key, key))
                WriteEnded(run, prefix, key, seq);
            (key, seq) = (cursor.Value.Version.KeyBytes, cursor.Value.Version.Seq);
        }

        if (key is not null)
            WriteEnded(run, prefix, key, seq);
    }

    private void WriteEnded(RunWriter run, byte[] prefix, byte[] key, long seq)
    {
        Begin(prefix, key);
        BinaryPrimitives.WriteInt64LittleEndian(_value.Reserve(sizeof(long)), seq);
        Add(run);
    }

    private void WriteClosed(RunWriter run, CollectionState collection)
    {
        var prefix = ViewKey.Collection(ViewKey.Closed, collection.Id);
        var cursor = collection.History.OpenCursor();
        for (var more = cursor.MoveFirst(); more; more = cursor.MoveNext())
        {
            Begin(prefix, cursor.Key);
            VersionCodec.Write(cursor.Value.Version, cursor.Value.SupersededSeq, below.Layouts, _value);
            Add(run);
        }
    }

    /// <summary>
    /// The versions of collections that were dropped: no view shows them any more, but their nodes stay. What they replaced in runs is
    /// written once more, closed.
    /// </summary>
    private Dictionary<int, SortedList<byte[], ClosedVersion>> FindOrphans()
    {
        var orphans = new Dictionary<int, SortedList<byte[], ClosedVersion>>();
        for (var seq = layer.Nodes.BaseSeq + 1; seq <= layer.Seq; seq++)
        {
            var node = layer.Nodes[seq];
            if (!node.Kind.IsVersion() || node.CollectionId == LinkKey.CollectionId
                || layer.Catalog.Find(node.CollectionId) is not null)
                continue;
            if (!orphans.TryGetValue(node.CollectionId, out var versions))
                orphans[node.CollectionId] = versions = new(ByBytes);
            versions.Add(IndexKey.WithSeq(node.KeyBytes, seq), new(node, node.SupersededSeq));
            if (node.PreviousSeq > 0 && node.PreviousSeq <= layer.Nodes.BaseSeq)
            {
                var previous = below.ReadVersion(below.ReadNode(node.PreviousSeq));
                if (!previous.IsTombstone)
                    versions[IndexKey.WithSeq(node.KeyBytes, node.PreviousSeq)] = new(previous, seq);
            }
        }

        return orphans;
    }

    private void WriteOrphans(RunWriter run, int collectionId, SortedList<byte[], ClosedVersion> versions)
    {
        var prefix = ViewKey.Collection(ViewKey.Closed, collectionId);
        foreach (var (place, closed) in versions)
        {
            Begin(prefix, place);
            VersionCodec.Write(closed.Version, closed.SupersededSeq, below.Layouts, _value);
            Add(run);
        }
    }

    private void WriteClosedEntries(RunWriter run, int collectionId, IndexState index)
    {
        var prefix = ViewKey.Index(ViewKey.ClosedEntry, collectionId, index.Definition.Id, index.BuiltSeq);
        var cursor = index.History.OpenCursor();
        for (var more = cursor.MoveFirst(); more; more = cursor.MoveNext())
        {
            var closed = cursor.Value;
            Begin(prefix, cursor.Key);
            EntryCodec.Write(closed.Version.KeyBytes.Length, closed.Version.Seq, closed.SupersededSeq, _value);
            Add(run);
        }
    }

    private void WriteTree(RunWriter run, MerkleTree tree)
    {
        for (var level = MerkleTree.LeastKeptLevel; layer.Seq >> level > 0; level++)
            for (var index = layer.Nodes.BaseSeq >> level; index < layer.Seq >> level; index++)
            {
                _key.Clear();
                _value.Clear();
                _key.Append(ViewKey.TreeHash);
                _key.Append((byte)level);
                BinaryPrimitives.WriteInt64BigEndian(_key.Reserve(sizeof(long)), index);
                tree.Subtree(level, index).CopyTo(_value.Reserve(Hash256.SizeBytes));
                Add(run);
            }
    }

    /// <summary>The seqs by the hashes of nodes, and by the heads that commits left.</summary>
    private void WriteHashes(RunWriter run)
    {
        var count = (int)(layer.Seq - layer.Nodes.BaseSeq);
        var leaves = ArrayPool<UInt128>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
        {
            var node = layer.Nodes[layer.Nodes.BaseSeq + 1 + i];
            leaves[i] = ViewKey.PlaceOf(node.Hash, node.Seq);
        }

        WriteSorted(run, ViewKey.NodeHash, leaves.AsSpan(0, count));
        ArrayPool<UInt128>.Shared.Return(leaves);
        WriteSorted(run, ViewKey.Head, Array.ConvertAll(
            layer.Commits.Heads.ToArray(), static head => ViewKey.PlaceOf(head.Hash, head.Seq)));
    }

    private void WriteSorted(RunWriter run, byte view, Span<UInt128> places)
    {
        places.Sort();
        foreach (var place in places)
        {
            _key.Clear();
            _value.Clear();
            _key.Append(view);
            BinaryPrimitives.WriteUInt128BigEndian(_key.Reserve(2 * sizeof(ulong)), place);
            Add(run);
        }
    }

    private void Begin(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> key)
    {
        _key.Clear();
        _value.Clear();
        _key.Append(prefix);
        _key.Append(key);
    }

    private void Add(RunWriter run) => run.Add(_key.Written, _value.Written);
}
