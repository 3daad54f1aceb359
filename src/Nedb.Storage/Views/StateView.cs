using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Layers;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>A root read at one of its seqs.</summary>
internal sealed class StateView : ReadView
{
    private readonly StateRoot _root;
    private readonly TimeProvider _clock;
    private readonly CommitClock? _commits;
    private readonly bool _isHead;
    private LayersAt? _layers;

    public StateView(StateRoot root, long seq, TimeProvider clock, CommitClock? commits = null)
    {
        _commits = commits;
        _root = root;
        _clock = clock;
        _isHead = seq == root.Seq;
        Seq = seq;
    }

    public override long Seq { get; }

    /// <summary>What stands for no epoch.</summary>
    public const long NoEpoch = -1;

    // Finding a version by its seq takes longer than a step of a walk, and a walk goes over more versions than there are documents.
    private const int FoundShare = 8;
    private const int LeastWalked = 64;

    /// <summary>The epoch of erasures that it was opened in; <see cref="NoEpoch"/> where nobody asked.</summary>
    public long Epoch { get; init; } = NoEpoch;

    private LayersAt Layers
    {
        get
        {
            // The layers below change place; what was chosen among them before still says the same, but keeps them longer than need be.
            var layers = Volatile.Read(ref _layers);
            if (layers is null || !ReferenceEquals(layers.Source, _root.Base?.Stack))
                Volatile.Write(ref _layers, layers = new(_root, Seq, mayOmitNewest: true));
            return layers;
        }
    }

    public override Catalog Catalog => _root.Catalog;

    public override Document? Find(int collectionId, ReadOnlySpan<byte> key)
    {
        if (_root.Find(collectionId) is not { } collection)
            return null;
        return _isHead ? collection.Find(key) : Layers.Find(collection, key);
    }

    public override DocumentCursor Scan(int collectionId, KeyRange range, bool isReverse = false)
    {
        if (_root.Find(collectionId) is not { } collection)
            return new EmptyCursor();
        return _isHead ? collection.Scan(range, isReverse) : Layers.Scan(collection, range, isReverse);
    }

    public override IReadOnlyList<KeyRange> Split(int collectionId, KeyRange range, int parts) =>
        _root.Find(collectionId)?.Split(range, parts) ?? [range];

    public override DocumentCursor ScanIndex(int collectionId, int indexId, KeyRange range, bool isReverse = false)
    {
        var collection = _root.Find(collectionId);
        var index = collection?.FindIndex(indexId) ?? throw new StorageException(
            StorageErrorCode.NotFound,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Collection '{Catalog.Find(collectionId)?.Name}' has no index with the identity {indexId}."));
        if (_isHead)
            return collection.Scan(index, range, isReverse);
        // What an index that was built later says of this seq, it said when it was built.
        var layers = index.BuiltSeq <= Seq ? Layers : new LayersAt(_root, Seq, mayOmitNewest: false);
        return layers.Scan(collection, index, range, isReverse);
    }

    public override DocumentCursor ScanHistory(int collectionId, KeyRange range) =>
        _root.Find(collectionId) is { } collection ? new HistoryCursor(collection, range, Seq, _root.Horizon) : new EmptyCursor();

    public override DocumentCursor ScanHistory(int collectionId, KeyRange range, long after)
    {
        if (after < 1)
            return ScanHistory(collectionId, range);
        if (after >= Seq || _root.Find(collectionId) is not { } collection)
            return new EmptyCursor();
        // What nobody can see any more has nodes, too.
        return after >= _root.Horizon && Seq - after <= Math.Max(LeastWalked, collection.Count / FoundShare)
            ? new SpanCursor(_root, collectionId, range, after, Seq)
            : new HistoryCursor(collection, range, Seq, _root.Horizon) { After = after };
    }

    public override long Horizon => _root.Horizon;

    public override Document? FindNode(long seq) => seq >= 1 && seq <= Seq ? _root.GetNode(seq) : null;

    public override Document? FindNode(int collectionId, long seq) =>
        seq >= 1 && seq <= Seq && _root.CollectionOf(seq) == collectionId ? _root.GetNode(seq) : null;

    public override Document? FindNode(Hash256 hash) => _root.FindByHash(hash) is > 0 and var seq ? FindNode(seq) : null;

    public override IReadOnlyList<long> FindEffects(long seq)
    {
        var effects = _root.FindEffects(seq);
        if (!_isHead)
            effects.RemoveAll(effect => effect > Seq);
        return effects;
    }

    public override IReadOnlyList<LinkTarget> FindLinks(int collectionId, ReadOnlySpan<byte> key, string? relation, bool isReverse = false)
    {
        var prefix = LinkKey.EncodePrefix(collectionId, key, relation);
        var links = new List<LinkTarget>();
        using var cursor = isReverse ? OpenReverseLinks(prefix) : Scan(LinkKey.CollectionId, KeyRange.Prefix(prefix));
        while (cursor.MoveNext())
        {
            var link = cursor.Current;
            var end = isReverse ? link.GetValue(LinkKey.ReverseFieldId).AsBytes() : link.Key.Span;
            var (name, otherCollectionId, otherKey) = LinkKey.Decode(end);
            links.Add(new(name, otherCollectionId, otherKey, link.Seq));
        }

        return links;
    }

    public override long EstimateCount(int collectionId) => _root.Find(collectionId)?.Count ?? 0;

    public override double EstimateRange(int collectionId, int indexId, KeyRange range)
    {
        if (_root.Find(collectionId) is not { } collection)
            return 0;
        var index = indexId == 0 ? null : collection.FindIndex(indexId);
        var entries = EntryEstimate.Of(index?.Current ?? collection.Current, range);
        if (collection.Base is { } below && (index is not null || !collection.HidesBase))
            entries += below.Stack.EstimateEntries(collectionId, index, range);
        return Math.Min(entries, collection.Count);
    }

    public override long? Count(int collectionId) => _isHead ? EstimateCount(collectionId) : null;

    public override ReadView AsOf(long seq)
    {
        if (seq < 0 || seq > Seq)
            throw new StorageException(
                StorageErrorCode.SeqNotReached,
                string.Create(
                    CultureInfo.InvariantCulture, $"Cannot read as of seq {seq}: expected 0 to {Seq}, the last seq of this state."));
        if (seq < _root.Horizon)
            throw new StorageException(
                StorageErrorCode.Pruned,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Cannot read as of seq {seq}: history below seq {_root.Horizon} was pruned. Read as of that seq or later."));
        return seq == Seq ? this : new StateView(_root, seq, _clock) { Epoch = Epoch };
    }

    public override ReadView AsOf(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        // What is committed later has a later time than the last commit of this state, and nothing has one in the future.
        if (_commits is null || (Seq > 0 && ticks <= _root.TicksOf(Seq)) || instant > _clock.GetUtcNow())
            return AsOf(FindSeq(instant));
        var root = _commits.Settle(_root, ticks);
        if (ReferenceEquals(root, _root))
            return AsOf(FindSeq(instant));
        if (root.Catalog != _root.Catalog)
            throw new StorageException(
                StorageErrorCode.WriteConflict,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Cannot read as of {instant:O}: definitions were changed after seq {Seq}, which is read here. Read again."));
        var newest = new StateView(root, root.Seq, _clock) { Epoch = Epoch };
        return newest.AsOf(newest.FindSeq(instant));
    }

    public override long FindSeq(DateTimeOffset instant)
    {
        var now = _clock.GetUtcNow();
        if (instant > now && (Seq == 0 || instant.UtcTicks > _root.TicksOf(Seq)))
            throw new StorageException(
                StorageErrorCode.SeqNotReached,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Cannot read as of {instant:O}: it lies after the present, {now:O}, and a later answer could differ."));

        // Commit times grow with the seqs: the first node that is later ends the search.
        long low = 1, high = Seq + 1;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (_root.TicksOf(middle) <= instant.UtcTicks)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    // The reverse index is over bytes as a value; its entries begin with the encoding of that value, cut before its end.
    private DocumentCursor OpenReverseLinks(byte[] prefix)
    {
        var buffer = ByteBuffer.Rent();
        KeyEncoder.AppendBytesPrefix(prefix, buffer);
        var range = KeyRange.Prefix(buffer.Written);
        ByteBuffer.Return(buffer);
        return ScanIndex(LinkKey.CollectionId, LinkKey.ReverseIndex.Definition.Id, range);
    }
}
