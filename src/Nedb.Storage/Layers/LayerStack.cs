using System.Text;
using Nedb.Storage.Runs;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>Where everything below the trees of a root lies at one moment: perhaps a layer in memory, and runs; immutable.</summary>
/// <param name="Memory">The layer that is being written to runs; null where none is.</param>
/// <param name="Runs">The runs.</param>
internal sealed record LayerStack(MemoryLayer? Memory, RunSet Runs)
{
    /// <inheritdoc cref="RunSet.FindCurrent(int, ReadOnlySpan{byte}, bool)"/>
    public StoredDocument? FindCurrent(int collectionId, ReadOnlySpan<byte> key, bool isLikely = true)
    {
        if (Memory?.Find(collectionId)?.Current.Find(key) is { } found)
            return found.IsTombstone ? null : found;
        return Runs.FindCurrent(collectionId, key, isLikely);
    }

    /// <summary>Finds the current documents of the keys that are left.</summary>
    public void FindCurrent(int collectionId, KeyBatch keys)
    {
        Memory?.Find(collectionId)?.FindInTree(keys);
        Runs.FindCurrent(collectionId, keys);
    }

    /// <summary>The seq of the current document of a key; 0 where there is none.</summary>
    public long CurrentSeqOf(int collectionId, ReadOnlySpan<byte> key)
    {
        if (Memory?.Find(collectionId)?.Current.Find(key) is { } found)
            return found.IsTombstone ? 0 : found.Seq;
        return Runs.CurrentSeqOf(collectionId, key);
    }

    /// <summary>The last seq of a key, also of one that ended; 0 where there is none.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="key">The key.</param>
    /// <param name="isEnded">Whether it is known to have no current document.</param>
    public long LastSeqOf(int collectionId, ReadOnlySpan<byte> key, bool isEnded = false)
    {
        if (Memory?.Find(collectionId) is { } collection)
        {
            if (collection.Current.Find(key) is { } current)
                return current.Seq;
            Span<byte> end = stackalloc byte[key.Length + IndexKey.SeqBytes];
            key.CopyTo(end);
            end[key.Length..].Fill(0xFF);
            if (collection.History.TryFindLast(end, out var place, out var last) && IndexKey.IsPlaceOf(place, key))
                return last.Version.Seq;
        }

        return isEnded ? Runs.EndedSeqOf(collectionId, key) : Runs.LastSeqOf(collectionId, key);
    }

    /// <inheritdoc cref="RunSet.FindVisible"/>
    public StoredDocument? FindPast(int collectionId, ReadOnlySpan<byte> key, ReadOnlySpan<byte> end, long seq)
    {
        if (Memory?.Find(collectionId) is { } collection && collection.History.TryFindLast(end, out var place, out var last)
            && IndexKey.IsPlaceOf(place, key))
            return last.IsVisibleAt(seq) ? last.Version : null;
        return Runs.FindVisible(collectionId, key, end, seq);
    }

    /// <inheritdoc cref="RunSet.FindClosed"/>
    public StoredDocument? FindClosed(int collectionId, ReadOnlySpan<byte> place) =>
        Memory?.Find(collectionId)?.History.Find(place)?.Version ?? Runs.FindClosed(collectionId, place);

    /// <summary>
    /// The layers in which everything lies that can be seen at a seq: without those that were begun after it, and of what only grows
    /// without those in which nothing was closed after it.
    /// </summary>
    /// <param name="seq">The seq.</param>
    /// <param name="mayOmitNewest">Whether the newest layers may be left out.</param>
    /// <param name="until">The last seq of these layers; becomes that of the newest one that stays.</param>
    public LayerStack At(long seq, bool mayOmitNewest, ref long until)
    {
        var memory = Memory;
        var first = 0;
        if (mayOmitNewest)
        {
            if (memory is not null && seq <= memory.Nodes.BaseSeq)
            {
                until = memory.Nodes.BaseSeq;
                memory = null;
            }

            if (memory is null)
                for (; first < Runs.Present.Length && seq < Runs.Present[first].Info.SeqMin; first++)
                    until = Runs.Present[first].Info.SeqMin - 1;
        }

        var last = until;
        var past = Array.FindAll(Runs.Past, run => run.Info.SeqMax > seq && run.Info.SeqMin <= last);
        return new(memory, Runs with { Present = Runs.Present[first..], Past = past, Whole = Runs });
    }

    /// <summary>The node of a seq up to that of these layers.</summary>
    /// <param name="seq">The seq.</param>
    /// <param name="above">The root over these layers.</param>
    public StoredDocument ReadNode(long seq, StateRoot above)
    {
        if (Memory is not null && seq > Memory.Nodes.BaseSeq)
            return Memory.Nodes[seq];
        var node = Runs.ReadNode(seq);
        if (!node.Kind.IsVersion())
            return node.ToDefinition();
        // What was closed later lies above, and knows by what.
        var (inTrees, inMemory) = (above.Find(node.CollectionId)?.History, Memory?.Find(node.CollectionId)?.History);
        if (inTrees is { Count: > 0 } || inMemory is { Count: > 0 })
        {
            var place = IndexKey.WithSeq(node.Key, seq);
            if ((inTrees?.Find(place) ?? inMemory?.Find(place)) is { } closed)
            {
                // It was still in memory when it was replaced, and in runs when that was published.
                if (closed.Version is VersionEntry entry && closed.SupersededSeq <= above.PublishedSeq)
                    entry.MarkSuperseded(closed.SupersededSeq);
                return closed.Version;
            }
        }

        return Runs.ReadVersion(node);
    }

    /// <summary>The collection of a node.</summary>
    public int CollectionOf(long seq) =>
        Memory is not null && seq > Memory.Nodes.BaseSeq ? Memory.Nodes[seq].CollectionId : Runs.CollectionOf(seq);

    /// <summary>The time of the commit of a node, in UTC ticks.</summary>
    public long TicksOf(long seq) => Memory is not null && seq > Memory.Nodes.BaseSeq ? Memory.Nodes[seq].Ticks : Runs.TicksOf(seq);

    /// <summary>Adds the seqs of the nodes that name a node as their cause, ascending.</summary>
    public void AddEffects(long cause, List<long> effects)
    {
        Runs.AddEffects(cause, effects);
        if (Memory is not null)
            EffectKey.AddEffects(Memory.Effects, cause, effects);
    }

    /// <summary>The seq of the node with a hash; 0 where there is none.</summary>
    public long FindByHash(Hash256 hash) =>
        Memory?.Nodes.Find(hash, Memory.Seq) is > 0 and var seq ? seq : Runs.FindByHash(hash);

    /// <summary>Adds the seqs of the commits that may have left a head.</summary>
    public void AddCommits(Hash256 head, List<long> seqs)
    {
        if (Memory?.Commits.Heads.Find(head) is > 0 and var seq)
            seqs.Add(seq);
        Runs.AddByHash(ViewKey.Head, head, seqs);
    }

    /// <summary>The outcome of the commit with an idempotency key, or null.</summary>
    public KeyedOutcome? FindOutcome(string key)
    {
        if (Memory is not null && Memory.Commits.Outcomes.TryGetValue(key, out var outcome))
            return outcome;
        var value = Runs.FindPresent([ViewKey.Outcome, .. Encoding.UTF8.GetBytes(key)]);
        return value.IsEmpty ? null : OutcomeCodec.Read(value.Span);
    }

    /// <summary>The last nonce of a client, or null.</summary>
    public long? FindNonce(string client)
    {
        if (Memory is not null && Memory.Commits.Nonces.TryGetValue(client, out var nonce))
            return nonce;
        var value = Runs.FindPresent([ViewKey.Nonce, .. Encoding.UTF8.GetBytes(client)]);
        return value.IsEmpty ? null : System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(value.Span);
    }

    /// <summary>Some keys of the largest layer of a collection inside a range, ascending, by which the range can be cut.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="range">The range.</param>
    /// <param name="least">How many keys are wanted.</param>
    /// <param name="above">The tree over these layers, which may be the largest.</param>
    public List<byte[]> KeysOf(int collectionId, KeyRange range, int least, Trees.OrderedTree<StoredDocument> above)
    {
        if (Memory?.Find(collectionId) is { } collection && collection.Current.Count > above.Count)
            above = collection.Current;
        var prefix = ViewKey.Collection(ViewKey.Current, collectionId);
        Run? largest = null;
        foreach (var run in Runs.Present)
            if (RunSource.MayHold(run, prefix) && run.Info.EntryCount > (largest?.Info.EntryCount ?? above.Count))
                largest = run;
        return largest is null ? RangeSplit.KeysOf(above, range, least) : RangeSplit.KeysOf(largest, prefix, range, least);
    }

    /// <summary>About how many current documents of a collection have keys in a range, or entries of one of its indexes.</summary>
    public double EstimateEntries(int collectionId, IndexState? index, KeyRange range)
    {
        var entries = 0.0;
        if (index is null && Memory?.Find(collectionId) is { } collection)
            entries = EntryEstimate.Of(collection.Current, range);
        else if (index is not null && FindInMemory(collectionId, index) is { } held)
            entries = EntryEstimate.Of(held.Current, range);
        var prefix = index is null
            ? ViewKey.Collection(ViewKey.Current, collectionId)
            : ViewKey.Index(ViewKey.CurrentEntry, collectionId, index.Definition.Id, index.BuiltSeq);
        foreach (var run in Runs.Present)
            if (RunSource.MayHold(run, prefix))
                entries += EntryEstimate.Of(run, prefix, range);
        return entries;
    }

    /// <summary>Adds the layers of the current documents of a collection, newest first.</summary>
    public void AddCurrent(List<ViewSource> sources, int collectionId)
    {
        var collection = Memory?.Find(collectionId);
        if (collection is { Current.Count: > 0 })
            sources.Add(new TreeVersions(collection.Current.OpenCursor(), null, isBelow: true));
        if (collection is not { HidesBase: true })
            AddVersions(sources, Runs.Present, ViewKey.Current, collectionId);
    }

    /// <summary>Adds the layers of the closed versions of a collection, newest first.</summary>
    public void AddHistory(List<ViewSource> sources, int collectionId)
    {
        if (Memory?.Find(collectionId) is { History.Count: > 0 } collection)
            sources.Add(new TreeClosed(collection.History.OpenCursor(), null));
        AddVersions(sources, Runs.Past, ViewKey.Closed, collectionId);
    }

    /// <summary>Adds the layers of the entries of current documents in an index, newest first.</summary>
    public void AddIndexCurrent(List<ViewSource> sources, int collectionId, IndexState index, IVersionFinder versions)
    {
        if (FindInMemory(collectionId, index) is { Current.Count: > 0 } entries)
            sources.Add(new TreeVersions(entries.Current.OpenCursor(), versions, isBelow: true));
        AddEntries(sources, Runs.Present, ViewKey.CurrentEntry, collectionId, index, versions);
    }

    /// <summary>Adds the layers of the entries of closed versions in an index, newest first.</summary>
    public void AddIndexHistory(List<ViewSource> sources, int collectionId, IndexState index, IVersionFinder versions)
    {
        if (FindInMemory(collectionId, index) is { History.Count: > 0 } entries)
            sources.Add(new TreeClosed(entries.History.OpenCursor(), versions));
        AddEntries(sources, Runs.Past, ViewKey.ClosedEntry, collectionId, index, versions);
    }

    /// <summary>The seq since which a document has an entry in an index, which it has.</summary>
    /// <exception cref="Diagnostics.CorruptionException">It has not.</exception>
    public long EntrySeqOf(int collectionId, IndexState index, ReadOnlySpan<byte> entry) =>
        FindInMemory(collectionId, index)?.Current.Find(entry) is { IsTombstone: false } found
            ? found.Seq
            : Runs.EntrySeqOf(ViewKey.Index(ViewKey.CurrentEntry, collectionId, index.Definition.Id, index.BuiltSeq), entry);

    private IndexState? FindInMemory(int collectionId, IndexState index) =>
        Memory?.Find(collectionId)?.FindIndex(index.Definition.Id) is { } found && found.BuiltSeq == index.BuiltSeq ? found : null;

    private void AddVersions(List<ViewSource> sources, Run[] runs, byte view, int collectionId)
    {
        var prefix = ViewKey.Collection(view, collectionId);
        foreach (var run in runs)
        {
            if (RunSource.MayHold(run, prefix))
                sources.Add(new RunVersions(run, prefix, collectionId, Runs));
            if (view == ViewKey.Current && run.HidesOlder(collectionId))
                return;
        }
    }

    private static void AddEntries(
        List<ViewSource> sources, Run[] runs, byte view, int collectionId, IndexState index, IVersionFinder versions)
    {
        var prefix = ViewKey.Index(view, collectionId, index.Definition.Id, index.BuiltSeq);
        foreach (var run in runs)
            if (RunSource.MayHold(run, prefix))
                sources.Add(new RunEntries(run, prefix, versions));
    }
}
