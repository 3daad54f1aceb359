using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage.Erasures;

/// <summary>Takes away what no state since a seq shows.</summary>
internal static class Pruning
{
    // An erasure lists what it erases, and a commit has its limits.
    private const int VersionsPerCommit = 200_000;

    /// <summary>Prunes history below a seq, in as many commits as it takes; the first of them refuses older states.</summary>
    /// <param name="begin">Begins a transaction.</param>
    /// <param name="horizon">The seq of the oldest state that is to stay.</param>
    /// <param name="provenance">Why; null where nothing is said.</param>
    /// <param name="cancellationToken">Ends it between two commits; pruning again goes on.</param>
    /// <returns>How many versions were erased.</returns>
    public static long Run(
        Func<WriteTransaction> begin, long horizon, Provenance? provenance, CancellationToken cancellationToken)
    {
        long count = 0;
        for (long from = 1, isFirst = 1; from > 0; isFirst = 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var transaction = (StoreTransaction)begin();
            var view = transaction.View;
            CheckHorizon(horizon, view.Seq);
            var seqs = FindPruned(view, horizon, ref from);
            if (seqs.Count == 0 && (isFirst == 0 || transaction.BaseRoot.Horizon >= horizon))
                continue;
            count += transaction.Prune(horizon, seqs, provenance ?? Provenance.None);
            transaction.Commit();
        }

        return count;
    }

    private static void CheckHorizon(long horizon, long last)
    {
        if (horizon < 1 || horizon > last)
            throw new StorageException(
                StorageErrorCode.SeqNotReached,
                string.Create(CultureInfo.InvariantCulture, $"History can be pruned below seq 1 to {last}; found {horizon}."));
    }

    private static List<long> FindPruned(ReadView view, long horizon, ref long from)
    {
        var dropped = FindDropped(view);
        var seqs = new List<long>();
        for (; from < horizon && seqs.Count < VersionsPerCommit; from++)
        {
            var version = view.FindNode(from)!;
            if (version.Kind != NodeKind.Put || version.IsContentErased)
                continue;
            var until = Math.Min(version.SupersededSeq, dropped.GetValueOrDefault(version.CollectionId, long.MaxValue));
            if (until <= horizon)
                seqs.Add(from);
        }

        if (from >= horizon)
            from = 0;
        return seqs;
    }

    /// <summary>When each collection ended that is not there any more: with its last definition.</summary>
    private static Dictionary<int, long> FindDropped(ReadView view)
    {
        var ends = new Dictionary<int, long>();
        for (long seq = 1; seq <= view.Seq; seq++)
            if (view.FindNode(seq) is { Kind: NodeKind.Definition } definition && view.Catalog.Find(definition.CollectionId) is null)
                ends[definition.CollectionId] = seq;
        return ends;
    }
}
