using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// The view of a serializable transaction: remembers what is read through it. Reads of the past are not remembered, since they cannot
/// change.
/// </summary>
internal sealed class RecordingView(ReadView view, ReadLog log) : ReadView
{
    public override long Seq => view.Seq;

    public override Catalog Catalog => view.Catalog;

    public override Document? Find(int collectionId, ReadOnlySpan<byte> key)
    {
        log.AddKey(collectionId, key);
        return view.Find(collectionId, key);
    }

    public override DocumentCursor Scan(int collectionId, KeyRange range, bool isReverse = false)
    {
        log.Add(collectionId, 0, range);
        return view.Scan(collectionId, range, isReverse);
    }

    public override DocumentCursor ScanIndex(int collectionId, int indexId, KeyRange range, bool isReverse = false)
    {
        log.Add(collectionId, indexId, range);
        return view.ScanIndex(collectionId, indexId, range, isReverse);
    }

    public override DocumentCursor ScanHistory(int collectionId, KeyRange range)
    {
        log.Add(collectionId, 0, range);
        return view.ScanHistory(collectionId, range);
    }

    public override DocumentCursor ScanHistory(int collectionId, KeyRange range, long after)
    {
        log.Add(collectionId, 0, range);
        return view.ScanHistory(collectionId, range, after);
    }

    public override long Horizon => view.Horizon;

    public override Document? FindNode(long seq) => view.FindNode(seq);

    public override Document? FindNode(int collectionId, long seq)
    {
        // Who looks for the newest version finds another one when there is one.
        log.Add(collectionId, 0, KeyRange.All);
        return view.FindNode(collectionId, seq);
    }

    public override Document? FindNode(Hash256 hash) => view.FindNode(hash);

    public override IReadOnlyList<long> FindEffects(long seq)
    {
        log.AddEffects(seq);
        return view.FindEffects(seq);
    }

    public override IReadOnlyList<LinkTarget> FindLinks(int collectionId, ReadOnlySpan<byte> key, string? relation, bool isReverse = false)
    {
        log.Add(LinkKey.CollectionId, isReverse ? LinkKey.ReverseIndex.Definition.Id : 0, KeyRange.All);
        return view.FindLinks(collectionId, key, relation, isReverse);
    }

    public override long EstimateCount(int collectionId) => view.EstimateCount(collectionId);

    public override double EstimateRange(int collectionId, int indexId, KeyRange range) => view.EstimateRange(collectionId, indexId, range);

    public override long? Count(int collectionId)
    {
        log.Add(collectionId, 0, KeyRange.All);
        return view.Count(collectionId);
    }

    public override ReadView AsOf(long seq) => seq == Seq ? this : view.AsOf(seq);

    public override ReadView AsOf(DateTimeOffset instant)
    {
        var past = view.AsOf(instant);
        return past.Seq == Seq ? this : past;
    }

    public override long FindSeq(DateTimeOffset instant) => view.FindSeq(instant);
}
