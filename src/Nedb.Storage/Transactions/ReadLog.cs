using System.Globalization;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// What a serializable transaction read: ranges of keys and of index entries, and what nodes caused. Reading one key is reading a range of
/// one.
/// </summary>
internal sealed class ReadLog
{
    private readonly HashSet<(int CollectionId, int IndexId, string From, string To)> _seen = [];
    private readonly List<(int CollectionId, int IndexId, KeyRange Range)> _ranges = [];
    private readonly HashSet<long> _causes = [];

    /// <summary>Remembers a range.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="indexId">The index, or 0 for the keys themselves.</param>
    /// <param name="range">The range.</param>
    public void Add(int collectionId, int indexId, KeyRange range)
    {
        if (_seen.Add((collectionId, indexId, Convert.ToHexString(range.From.Span), Convert.ToHexString(range.To.Span))))
            _ranges.Add((collectionId, indexId, range));
    }

    /// <summary>Remembers one key.</summary>
    public void AddKey(int collectionId, ReadOnlySpan<byte> key) =>
        // The least key behind this one: it cannot have a key as its prefix.
        Add(collectionId, 0, new(key.ToArray(), KeyRange.Successor(key)));

    /// <summary>Remembers that it was asked what a node caused.</summary>
    public void AddEffects(long cause) => _causes.Add(cause);

    /// <summary>Tells which commit since the snapshot changed what was read; null where none did.</summary>
    public string? FindConflict(StateRoot snapshot, StateRoot newest)
    {
        for (var seq = snapshot.Seq + 1; seq <= newest.Seq; seq++)
        {
            var node = newest.GetNode(seq);
            if (_causes.Count > 0 && FindCause(node, snapshot.Seq) is { } cause)
                return string.Create(
                    CultureInfo.InvariantCulture, $"seq {seq} was caused by seq {cause}, of which this transaction had read the effects");
            foreach (var (collectionId, indexId, range) in _ranges)
                if (node.CollectionId == collectionId
                    && (node.Kind == NodeKind.Definition || node.Kind.IsVersion() && Touches(newest, node, indexId, range)))
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"seq {seq} changed {(node.Kind == NodeKind.Definition ? "the definition of " : "")}what this transaction had read "
                        + $"of {Name(snapshot, newest, collectionId)}");
        }

        return null;
    }

    // A seq behind the snapshot was one of the transaction's own when it was asked for.
    private long? FindCause(StoredDocument node, long snapshotSeq)
    {
        foreach (var cause in node.Provenance.CausedBy)
            if (cause <= snapshotSeq && _causes.Contains(cause))
                return cause;
        return null;
    }

    private static string Name(StateRoot snapshot, StateRoot newest, int collectionId) => collectionId == LinkKey.CollectionId
        ? "the links"
        : $"collection '{(snapshot.Catalog.Find(collectionId) ?? newest.Catalog.Find(collectionId))?.Name}'";

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
