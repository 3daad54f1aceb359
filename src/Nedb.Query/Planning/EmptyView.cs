using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Planning;

/// <summary>A state without collections, for expressions that stand outside of any.</summary>
internal sealed class EmptyView : ReadView
{
    private EmptyView()
    {
    }

    public static EmptyView Instance { get; } = new();

    public override long Seq => 0;

    public override Catalog Catalog => Catalog.Empty;

    public override Document? Find(int collectionId, ReadOnlySpan<byte> key) => null;

    public override DocumentCursor Scan(int collectionId, KeyRange range, bool isReverse = false) => NoDocuments.Instance;

    public override DocumentCursor ScanIndex(int collectionId, int indexId, KeyRange range, bool isReverse = false) => NoDocuments.Instance;

    public override DocumentCursor ScanHistory(int collectionId, KeyRange range) => NoDocuments.Instance;

    public override Document? FindNode(long seq) => null;

    public override Document? FindNode(Hash256 hash) => null;

    public override IReadOnlyList<long> FindEffects(long seq) => [];

    public override IReadOnlyList<LinkTarget> FindLinks(
        int collectionId, ReadOnlySpan<byte> key, string? relation, bool isReverse = false) => [];

    public override long EstimateCount(int collectionId) => 0;

    public override ReadView AsOf(long seq) => this;

    public override long FindSeq(DateTimeOffset instant) => 0;

    private sealed class NoDocuments : DocumentCursor
    {
        public static NoDocuments Instance { get; } = new();

        public override Document Current => throw new InvalidOperationException("The cursor stands on no document.");

        public override bool MoveNext() => false;
    }
}
