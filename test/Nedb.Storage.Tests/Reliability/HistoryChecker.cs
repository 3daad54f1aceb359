using Nedb.Storage.Transactions;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Finds what an isolation forbids in a recorded history. Commits have an order, their seqs, so every state follows from the commits before
/// it, and each read is compared with the state that the isolation says it must have seen.
/// </summary>
internal sealed class HistoryChecker
{
    private readonly RecordedTransaction[] _commits;
    private readonly List<(long Seq, SortedDictionary<long, string> Lists)> _states = [(0, [])];

    public HistoryChecker(IEnumerable<RecordedTransaction> history)
    {
        _commits = [.. history.Where(static transaction => transaction.Committed.Last > 0).OrderBy(static made => made.Committed.First)];
        foreach (var commit in _commits)
        {
            var lists = new SortedDictionary<long, string>(_states[^1].Lists);
            foreach (var (key, item) in commit.Writes)
                lists[key] = item is null ? "" : Of(lists, key) + item;
            _states.Add((commit.Committed.Last, lists));
        }
    }

    /// <summary>The lists after all commits.</summary>
    public string Last => Show(_states[^1].Lists);

    /// <summary>The first anomaly; null where there is none.</summary>
    public string? Find(IEnumerable<RecordedTransaction> history)
    {
        for (var i = 1; i < _commits.Length; i++)
            if (_commits[i].Committed.First <= _commits[i - 1].Committed.Last)
                return $"the commits at {_commits[i - 1].Committed} and {_commits[i].Committed} overlap";
        return history.Select(Check).FirstOrDefault(static found => found is not null);
    }

    /// <summary>All lists that are not empty, as a text.</summary>
    public static string Show(IEnumerable<KeyValuePair<long, string>> lists) =>
        string.Join(' ', lists.Where(static list => list.Value.Length > 0).Select(static list => $"{list.Key}:{list.Value}"));

    private string? Check(RecordedTransaction transaction)
    {
        if (transaction.SnapshotSeq < transaction.KnownSeq)
            return $"a transaction began at {transaction.SnapshotSeq} when {transaction.KnownSeq} was acknowledged";
        if (transaction.IsRefused)
            return null;
        var snapshot = StateAt(transaction.SnapshotSeq);
        if (Differs(transaction, snapshot) is { } dirty)
            return $"snapshot {transaction.SnapshotSeq}: {dirty}";
        if (transaction.Committed.Last == 0)
            return null;
        var before = StateAt(transaction.Committed.First - 1);
        foreach (var (key, _) in transaction.Writes)
            if (Of(before, key) != Of(snapshot, key))
                return $"lost update of {key} by the commit at {transaction.Committed}";
        return transaction.Isolation == IsolationMode.Serializable && Differs(transaction, before) is { } skew
            ? $"not serializable, commit at {transaction.Committed}: {skew}"
            : null;
    }

    private static string? Differs(RecordedTransaction transaction, SortedDictionary<long, string> state)
    {
        foreach (var (key, found) in transaction.Reads)
            if (found != Of(state, key))
                return $"read {key} as '{found}'; it was '{Of(state, key)}'";
        return transaction.All is { } all && all != Show(state) ? $"read all as '{all}'; they were '{Show(state)}'" : null;
    }

    private SortedDictionary<long, string> StateAt(long seq)
    {
        var at = _states.FindLastIndex(state => state.Seq <= seq);
        return _states[at].Lists;
    }

    private static string Of(SortedDictionary<long, string> lists, long key) => lists.GetValueOrDefault(key, "");
}
