using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// What a transaction reads at the moment of each read. Looking up a key goes to the fork itself, which a view would freeze: the next write
/// would copy its way through the trees again. Everything else is read through a view of the moment.
/// </summary>
internal sealed class PresentView(StoreTransaction transaction, StateEditor editor) : ReadView
{
    public override long Seq => editor.Seq;

    public override Catalog Catalog => editor.Catalog;

    public override long Horizon => editor.Horizon;

    public override Document? Find(int collectionId, ReadOnlySpan<byte> key) => transaction.Find(collectionId, key);

    public override DocumentCursor Scan(int collectionId, KeyRange range, bool isReverse = false) =>
        transaction.View.Scan(collectionId, range, isReverse);

    public override IReadOnlyList<KeyRange> Split(int collectionId, KeyRange range, int parts) =>
        transaction.View.Split(collectionId, range, parts);

    public override DocumentCursor ScanIndex(int collectionId, int indexId, KeyRange range, bool isReverse = false) =>
        transaction.View.ScanIndex(collectionId, indexId, range, isReverse);

    public override DocumentCursor ScanHistory(int collectionId, KeyRange range) => transaction.View.ScanHistory(collectionId, range);

    public override DocumentCursor ScanHistory(int collectionId, KeyRange range, long after) =>
        transaction.View.ScanHistory(collectionId, range, after);

    public override Document? FindNode(long seq) => transaction.View.FindNode(seq);

    public override Document? FindNode(int collectionId, long seq) => transaction.View.FindNode(collectionId, seq);

    public override Document? FindNode(Hash256 hash) => transaction.View.FindNode(hash);

    public override IReadOnlyList<long> FindEffects(long seq) => transaction.View.FindEffects(seq);

    public override IReadOnlyList<LinkTarget> FindLinks(
        int collectionId, ReadOnlySpan<byte> key, string? relation, bool isReverse = false) =>
        transaction.View.FindLinks(collectionId, key, relation, isReverse);

    public override long EstimateCount(int collectionId) => editor.CountOf(collectionId);

    public override double EstimateRange(int collectionId, int indexId, KeyRange range) =>
        transaction.View.EstimateRange(collectionId, indexId, range);

    public override long? Count(int collectionId) => editor.CountOf(collectionId);

    public override ReadView AsOf(long seq) => transaction.View.AsOf(seq);

    public override ReadView AsOf(DateTimeOffset instant) => transaction.View.AsOf(instant);

    public override long FindSeq(DateTimeOffset instant) => transaction.View.FindSeq(instant);
}
