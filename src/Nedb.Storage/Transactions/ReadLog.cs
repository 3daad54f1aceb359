using System.Globalization;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>What a serializable transaction read: ranges of keys and of index entries. Reading one key is reading a range of one.</summary>
internal sealed class ReadLog
{
    private readonly HashSet<(int CollectionId, int IndexId, string From, string To)> _seen = [];
    private readonly List<(int CollectionId, int IndexId, KeyRange Range)> _ranges = [];

    /// <summary>Remembers a range.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="indexId">The index, or 0 for the keys themselves.</param>
    /// <param name="range">The range.</param>
    public void Add(int collectionId, int indexId, KeyRange range)
    {
        if (_seen.Add((collectionId, indexId, Convert.ToHexString(range.From.Span), Convert.ToHexString(range.To.Span))))
            _ranges.Add((collectionId, indexId, range));
    }

    /// <summary>Tells which commit since the snapshot changed what was read; null where none did.</summary>
    public string? FindConflict(StateRoot snapshot, StateRoot newest)
    {
        for (var seq = snapshot.Seq + 1; seq <= newest.Seq; seq++)
        {
            var node = newest.GetNode(seq);
            foreach (var (collectionId, indexId, range) in _ranges)
                if (node.CollectionId == collectionId && node.Kind.IsVersion() && Touches(newest, node, indexId, range))
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"seq {seq} changed what this transaction had read of collection '{newest.Catalog.Find(collectionId)?.Name}'");
        }

        return null;
    }

    private static bool Touches(StateRoot newest, StoredDocument node, int indexId, KeyRange range)
    {
        if (indexId == 0)
            return IsInside(range, node.KeyBytes);
        if (newest.Catalog.Find(node.CollectionId) is not { } collection
            || newest.Find(node.CollectionId)?.FindIndex(indexId) is not { } index)
            return true;
        // A range of an index is touched by what enters it and by what leaves it.
        return !node.IsTombstone && IsInside(range, IndexKey.Entry(index.Definition, collection, node))
            || node.PreviousSeq > 0 && newest.GetNode(node.PreviousSeq) is { IsTombstone: false } previous
            && IsInside(range, IndexKey.Entry(index.Definition, collection, previous));
    }

    private static bool IsInside(KeyRange range, ReadOnlySpan<byte> key) =>
        key.SequenceCompareTo(range.From.Span) >= 0 && (range.To.IsEmpty || key.SequenceCompareTo(range.To.Span) < 0);
}
