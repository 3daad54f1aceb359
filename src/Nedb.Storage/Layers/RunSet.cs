using System.Buffers.Binary;
using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Runs;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// The runs that hold all views up to a seq; immutable. Views of the present are replaced entry by entry, and views of the past only grow,
/// so each have runs of their own: reading the present never steps over the past, and merging the one does not write the other again.
/// </summary>
/// <param name="Present">The runs of what is current, newest first.</param>
/// <param name="Past">The runs of what only grows, newest first.</param>
/// <param name="Layouts">The layouts of the rows in them.</param>
internal sealed record RunSet(Run[] Present, Run[] Past, LayoutTable Layouts) : INodeHashes
{
    /// <summary>The set that these runs were chosen from, where they are only some: it finds every node.</summary>
    public RunSet? Whole { get; init; }

    /// <summary>No runs at all.</summary>
    public static RunSet CreateEmpty(LayoutTable layouts) => new([], [], layouts);

    /// <summary>The value of a key of the present in the newest run that has it; empty where there is none or it was removed.</summary>
    public ReadOnlyMemory<byte> FindPresent(ReadOnlySpan<byte> key) => Find(Present, key);

    /// <summary>The value of a key of what only grows; empty where there is none.</summary>
    public ReadOnlyMemory<byte> FindPast(ReadOnlySpan<byte> key) => Find(Past, key);

    /// <summary>The current document of a key, or null.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="key">The key.</param>
    /// <param name="isLikely">Whether it is likely there.</param>
    public StoredDocument? FindCurrent(int collectionId, ReadOnlySpan<byte> key, bool isLikely = true)
    {
        var value = FindPresent(ViewKey.Current, collectionId, key, isLikely);
        return value.IsEmpty ? null : VersionCodec.Read(collectionId, value, Layouts, Whole ?? this);
    }

    /// <summary>
    /// Finds the current documents of the keys that are left, which are most likely there: the oldest run is searched without a look at its
    /// filter.
    /// </summary>
    public void FindCurrent(int collectionId, KeyBatch keys)
    {
        var oldest = OldestWith(collectionId);
        for (var r = 0; r < oldest; r++)
            for (var i = 0; i < keys.Count; i++)
                if (keys.IsLeft(i) && Present[r].TryFind(keys.KeyAt(i, collectionId), out var value))
                    keys.Set(i, value.IsEmpty ? null : VersionCodec.Read(collectionId, value, Layouts, Whole ?? this));
        if (oldest >= 0)
            FindIn(Present[oldest], collectionId, keys);
        for (var i = 0; i < keys.Count; i++)
            if (keys.IsLeft(i))
                keys.Set(i, null);
    }

    /// <summary>The oldest run that may have current documents of a collection; -1 where none may.</summary>
    private int OldestWith(int collectionId)
    {
        Span<byte> prefix = stackalloc byte[ViewKey.CollectionPrefixBytes];
        ViewKey.Write(prefix, ViewKey.Current, collectionId);
        var oldest = Present.Length - 1;
        while (oldest >= 0 && !RunSource.MayHold(Present[oldest], prefix))
            oldest--;
        return oldest;
    }

    /// <summary>
    /// Finds documents in one run. Each step of the search is made for all keys before the next one: what a step reads first is then on its
    /// way for all of them at once, where one after the other would wait for each.
    /// </summary>
    private void FindIn(Run run, int collectionId, KeyBatch keys)
    {
        for (var i = 0; i < keys.Count; i++)
            if (keys.IsLeft(i))
                keys.Blocks[i] = run.FindParent(keys.KeyAt(i, collectionId), out keys.Places[i]);
        if (run.Depth > 0)
            for (var i = 0; i < keys.Count; i++)
                Memory.Prefetch(keys.Blocks[i]?.Children[keys.Places[i]]);
        for (var i = 0; i < keys.Count; i++)
            if (keys.Blocks[i] is { } parent)
                keys.Blocks[i] = run.LoadLeaf(parent, keys.Places[i]);
        for (var i = 0; i < keys.Count; i++)
            keys.Blocks[i]?.Prefetch();
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys.Blocks[i] is not { } block)
                continue;
            var index = block.LowerBound(keys.KeyAt(i, collectionId), out var isEqual);
            var entry = isEqual ? block.Entry(index) : default;
            (keys.Places[i], keys.Lengths[i]) = (entry.ValueStart, entry.ValueLength);
            block.Prefetch(entry.ValueStart, entry.ValueLength);
        }

        for (var i = 0; i < keys.Count; i++)
            if (keys.Blocks[i] is { } block && keys.Lengths[i] > 0)
                keys.Set(i, VersionCodec.Read(
                    collectionId, new(block.Array, keys.Places[i], keys.Lengths[i]), Layouts, Whole ?? this));
    }

    /// <summary>The seq of the current document of a key; 0 where there is none.</summary>
    public long CurrentSeqOf(int collectionId, ReadOnlySpan<byte> key)
    {
        var value = FindPresent(ViewKey.Current, collectionId, key);
        return value.IsEmpty ? 0 : VersionCodec.SeqOf(value.Span);
    }

    /// <summary>The last seq of a key, also of one that ended; 0 where there is none.</summary>
    public long LastSeqOf(int collectionId, ReadOnlySpan<byte> key)
    {
        var value = FindPresent(ViewKey.Current, collectionId, key);
        return value.IsEmpty ? EndedSeqOf(collectionId, key) : VersionCodec.SeqOf(value.Span);
    }

    /// <summary>The last seq of a key without a current document; 0 where there never was one.</summary>
    public long EndedSeqOf(int collectionId, ReadOnlySpan<byte> key)
    {
        // Most keys never were there.
        var ended = FindPresent(ViewKey.Ended, collectionId, key, isLikely: false);
        return ended.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(ended.Span);
    }

    /// <summary>The closed version at a place in the history of a collection, or null.</summary>
    public StoredDocument? FindClosed(int collectionId, ReadOnlySpan<byte> place)
    {
        var value = ReadClosed(collectionId, place);
        return value.IsEmpty ? null : VersionCodec.Read(collectionId, value, Layouts, Whole ?? this);
    }

    /// <summary>The bytes of the closed version at a place in the history of a collection; none where there is none.</summary>
    public ReadOnlyMemory<byte> ReadClosed(int collectionId, ReadOnlySpan<byte> place)
    {
        Span<byte> key = stackalloc byte[ViewKey.CollectionPrefixBytes + place.Length];
        ViewKey.Write(key, ViewKey.Closed, collectionId);
        place.CopyTo(key[ViewKey.CollectionPrefixBytes..]);
        var seq = IndexKey.SeqOf(place);
        foreach (var run in Past)
            // No run holds what was closed after it.
            if (run.Info.SeqMax >= seq && run.TryFind(key, out var value))
                return value;
        return default;
    }

    /// <summary>The version of a key that is visible at a seq although it was closed; null where there is none.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="key">The key.</param>
    /// <param name="end">The key and the seq after the one that is read at.</param>
    /// <param name="seq">The seq that is read at.</param>
    public StoredDocument? FindVisible(int collectionId, ReadOnlySpan<byte> key, ReadOnlySpan<byte> end, long seq)
    {
        Span<byte> bound = stackalloc byte[ViewKey.CollectionPrefixBytes + end.Length];
        ViewKey.Write(bound, ViewKey.Closed, collectionId);
        end.CopyTo(bound[ViewKey.CollectionPrefixBytes..]);
        var place = bound[..(ViewKey.CollectionPrefixBytes + key.Length)];
        foreach (var run in Past)
        {
            if (RunSource.MayHold(run, place) && run.TryFindLast(bound, place, bound.Length, out var value))
                return VersionCodec.IsVisibleAt(value.Span, seq) ? VersionCodec.Read(collectionId, value, Layouts, Whole ?? this) : null;
        }

        return null;
    }

    /// <summary>The node of a seq that these runs reach.</summary>
    public NodeEntry ReadNode(long seq) => NodeEntry.Read(seq, ReadNodeBytes(seq));

    /// <summary>The collection of a node.</summary>
    public int CollectionOf(long seq) => NodeEntry.CollectionOf(ReadNodeBytes(seq));

    /// <summary>The time of the commit of a node, in UTC ticks.</summary>
    public long TicksOf(long seq) => NodeEntry.TicksOf(ReadNodeBytes(seq));

    /// <inheritdoc/>
    public Hash256 HashOf(long seq) => NodeEntry.HashOf(ReadNodeBytes(seq));

    /// <summary>The version of a node that is not a definition, wherever it lies.</summary>
    public StoredDocument ReadVersion(in NodeEntry node)
    {
        if (FindClosed(node.CollectionId, IndexKey.WithSeq(node.Key, node.Seq)) is { } closed)
            return closed;
        Span<byte> key = stackalloc byte[ViewKey.CollectionPrefixBytes + node.Key.Length];
        ViewKey.Write(key, ViewKey.Current, node.CollectionId);
        node.Key.CopyTo(key[ViewKey.CollectionPrefixBytes..]);
        // An older run may still hold what a newer one replaced; what counts here is the seq.
        foreach (var run in Present)
            if (run.TryFind(key, out var value) && !value.IsEmpty && VersionCodec.SeqOf(value.Span) == node.Seq)
                return VersionCodec.Read(node.CollectionId, value, Layouts, this);
        throw Missing(node.Seq);
    }

    /// <summary>Adds the seqs of the nodes that name a node as their cause, ascending.</summary>
    public void AddEffects(long cause, List<long> effects)
    {
        Span<byte> prefix = stackalloc byte[1 + sizeof(long)];
        prefix[0] = ViewKey.Effect;
        BinaryPrimitives.WriteInt64BigEndian(prefix[1..], cause);
        // Later runs hold later effects.
        for (var i = Past.Length - 1; i >= 0; i--)
        {
            if (!RunSource.MayHold(Past[i], prefix))
                continue;
            var cursor = Past[i].OpenCursor();
            for (var more = cursor.Seek(prefix); more && cursor.Key.StartsWith(prefix); more = cursor.MoveNext())
                effects.Add(BinaryPrimitives.ReadInt64BigEndian(cursor.Key[prefix.Length..]));
        }
    }

    /// <summary>The seq of the node with a hash; 0 where there is none.</summary>
    public long FindByHash(Hash256 hash)
    {
        var seqs = new List<long>();
        AddByHash(ViewKey.NodeHash, hash, seqs);
        return seqs.Find(seq => HashOf(seq) == hash);
    }

    /// <summary>Adds the seqs whose hashes in a view begin as a hash does.</summary>
    public void AddByHash(byte view, Hash256 hash, List<long> seqs)
    {
        Span<byte> prefix = stackalloc byte[1 + sizeof(ulong)];
        prefix[0] = view;
        BinaryPrimitives.WriteUInt64BigEndian(prefix[1..], hash.Beginning);
        foreach (var run in Past)
        {
            if (!RunSource.MayHold(run, prefix))
                continue;
            var cursor = run.OpenCursor();
            for (var more = cursor.Seek(prefix); more && cursor.Key.StartsWith(prefix); more = cursor.MoveNext())
                seqs.Add(BinaryPrimitives.ReadInt64BigEndian(cursor.Key[prefix.Length..]));
        }
    }

    /// <summary>A hash of the tree over all leaves that is not kept in memory.</summary>
    public Hash256 ReadTreeHash(int level, long index)
    {
        if (level == 0)
            return HashOf(index + 1);
        Span<byte> key = stackalloc byte[2 + sizeof(long)];
        key[0] = ViewKey.TreeHash;
        key[1] = (byte)level;
        BinaryPrimitives.WriteInt64BigEndian(key[2..], index);
        var value = Find(Past, key);
        return value.IsEmpty ? throw Missing((index + 1) << level) : new(value.Span);
    }

    /// <summary>The seq since which a document has an entry in an index, which it has.</summary>
    /// <param name="prefix">What the entries of the index begin with.</param>
    /// <param name="entry">The entry.</param>
    /// <exception cref="CorruptionException">It has not.</exception>
    public long EntrySeqOf(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> entry)
    {
        var value = FindPresent([.. prefix, .. entry]);
        return value.IsEmpty ? throw Damaged("an entry of an index is not in them") : EntryCodec.SeqOf(value.Span);
    }

    private ReadOnlyMemory<byte> FindPresent(byte view, int collectionId, ReadOnlySpan<byte> key, bool isLikely = true)
    {
        Span<byte> full = stackalloc byte[ViewKey.CollectionPrefixBytes + key.Length];
        ViewKey.Write(full, view, collectionId);
        key.CopyTo(full[ViewKey.CollectionPrefixBytes..]);
        return isLikely ? FindLikely(Present, full) : Find(Present, full);
    }

    /// <summary>As <see cref="Find"/>, of a key that is likely in the oldest run.</summary>
    private static ReadOnlyMemory<byte> FindLikely(Run[] newestFirst, ReadOnlySpan<byte> key)
    {
        var oldest = newestFirst.Length - 1;
        for (var r = 0; r <= oldest; r++)
            if (r < oldest ? newestFirst[r].TryFind(key, out var value) : newestFirst[r].TryFindLikely(key, out value))
                return value;
        return default;
    }

    private static ReadOnlyMemory<byte> Find(Run[] newestFirst, ReadOnlySpan<byte> key)
    {
        foreach (var run in newestFirst)
            if (run.TryFind(key, out var value))
                return value;
        return default;
    }

    private ReadOnlySpan<byte> ReadNodeBytes(long seq)
    {
        Span<byte> key = stackalloc byte[1 + sizeof(long)];
        key[0] = ViewKey.Node;
        BinaryPrimitives.WriteInt64BigEndian(key[1..], seq);
        foreach (var run in Past)
            if (run.Info.SeqMin <= seq && seq <= run.Info.SeqMax && run.TryFindExpected(key, out var value))
                return value.Span;
        throw Missing(seq);
    }

    private static CorruptionException Missing(long seq) =>
        Damaged(string.Create(CultureInfo.InvariantCulture, $"seq {seq} is not in them"), seq);

    private static CorruptionException Damaged(string found, long seq = 0) => new(
        $"The views are damaged: {found}. The log is not concerned: delete the folder of the views, and they are rebuilt from it.",
        RunName.Folder,
        0,
        seq);
}
