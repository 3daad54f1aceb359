using System.Buffers.Binary;
using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>A root read at one of its seqs.</summary>
internal sealed class StateView : ReadView
{
    private readonly StateRoot _root;
    private readonly TimeProvider _clock;
    private readonly bool _isHead;

    public StateView(StateRoot root, long seq, TimeProvider clock)
    {
        _root = root;
        _clock = clock;
        _isHead = seq == root.Seq;
        Seq = seq;
    }

    public override long Seq { get; }

    public override Catalog Catalog => _root.Catalog;

    public override Document? Find(int collectionId, ReadOnlySpan<byte> key)
    {
        if (_root.Find(collectionId) is not { } collection)
            return null;
        var current = collection.Current.Find(key);
        if (_isHead || current is not null && current.Seq <= Seq)
            return current;
        return FindPast(collection.History, key);
    }

    public override DocumentCursor Scan(int collectionId, KeyRange range, bool isReverse = false)
    {
        if (_root.Find(collectionId) is not { } collection)
            return new EmptyCursor();
        return Open(collection.Current, collection.History, range, isReverse);
    }

    public override DocumentCursor ScanIndex(int collectionId, int indexId, KeyRange range, bool isReverse = false)
    {
        var index = _root.Find(collectionId)?.FindIndex(indexId) ?? throw new StorageException(
            StorageErrorCode.NotFound,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Collection '{Catalog.Find(collectionId)?.Name}' has no index with the identity {indexId}."));
        return Open(index.Current, index.History, range, isReverse);
    }

    public override DocumentCursor ScanHistory(int collectionId, KeyRange range) =>
        _root.Find(collectionId) is { } collection ? new HistoryCursor(collection, range, Seq) : new EmptyCursor();

    public override Document? FindNode(long seq) => seq >= 1 && seq <= Seq ? _root.GetNode(seq) : null;

    public override IReadOnlyList<long> FindEffects(long seq)
    {
        Span<byte> from = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(from, seq);
        var effects = new List<long>();
        var cursor = _root.Effects.OpenCursor();
        for (var more = cursor.Seek(from); more && cursor.Key.AsSpan().StartsWith(from); more = cursor.MoveNext())
        {
            var effect = BinaryPrimitives.ReadInt64BigEndian(cursor.Key.AsSpan(sizeof(long)));
            if (effect > Seq)
                break;
            effects.Add(effect);
        }

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

    public override long EstimateCount(int collectionId) => _root.Find(collectionId)?.Current.Count ?? 0;

    public override ReadView AsOf(long seq)
    {
        if (seq < 0 || seq > Seq)
            throw new StorageException(
                StorageErrorCode.SeqNotReached,
                string.Create(
                    CultureInfo.InvariantCulture, $"Cannot read as of seq {seq}: expected 0 to {Seq}, the last seq of this state."));
        return seq == Seq ? this : new StateView(_root, seq, _clock);
    }

    public override long FindSeq(DateTimeOffset instant)
    {
        var now = _clock.GetUtcNow();
        if (instant > now && (Seq == 0 || instant.UtcTicks > _root.GetNode(Seq).CommittedAt.Ticks))
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
            if (_root.GetNode(middle).CommittedAt.Ticks <= instant.UtcTicks)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    // The reverse index is over bytes as a value; its entries begin with the encoding of that value, cut before its end.
    private DocumentCursor OpenReverseLinks(byte[] prefix)
    {
        var buffer = Values.ByteBuffer.Rent();
        Values.KeyEncoder.AppendBytesPrefix(prefix, buffer);
        var range = KeyRange.Prefix(buffer.Written);
        Values.ByteBuffer.Return(buffer);
        return ScanIndex(LinkKey.CollectionId, LinkKey.ReverseIndex.Definition.Id, range);
    }

    private DocumentCursor Open(OrderedTree<StoredDocument> present, OrderedTree<ClosedVersion> past, KeyRange range, bool isReverse) =>
        _isHead
        ? new CurrentCursor(present, range, isReverse)
        : new AsOfCursor(present, past, range, isReverse, Seq);

    private StoredDocument? FindPast(OrderedTree<ClosedVersion> history, ReadOnlySpan<byte> key)
    {
        // Longer keys are never stored, and the place of a key is made on the stack.
        if (key.Length > Transactions.WriteLimits.KeyBytesMax)
            return null;
        Span<byte> place = stackalloc byte[key.Length + IndexKey.SeqBytes];
        key.CopyTo(place);
        BinaryPrimitives.WriteInt64BigEndian(place[key.Length..], Seq + 1);
        return history.FindLast(place) is { } last && last.Version.KeyBytes.AsSpan().SequenceEqual(key) && last.IsVisibleAt(Seq)
            ? last.Version
            : null;
    }
}
