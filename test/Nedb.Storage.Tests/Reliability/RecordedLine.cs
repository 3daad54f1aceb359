using System.Globalization;
using Nedb.Storage.Transactions;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// What a process says of its transactions, line by line: what one that writes has read and is about to commit, and how it ended; and of one
/// that only reads both at once. Items have letters, digits and points.
/// </summary>
internal static class RecordedLine
{
    private const string Nothing = "-";
    private const string End = "end";

    /// <summary>A transaction before its commit, or one that only read.</summary>
    public static string Of(RecordedTransaction made) => string.Join(
        '\t',
        "made",
        made.Id,
        made.Isolation.ToString(),
        Show(made.KnownSeq),
        Show(made.SnapshotSeq),
        made.All is null ? Nothing : "=" + made.All,
        string.Join(';', made.Reads.Select(static read => $"{read.Key}={read.Found}")),
        string.Join(';', made.Writes.Select(static write => $"{write.Key}={write.Item ?? Nothing}")),
        End);

    /// <summary>How the commit of a transaction ended.</summary>
    public static string OfEnd(RecordedTransaction made) =>
        string.Join('\t', "ended", made.Id, made.IsRefused ? "refused" : "done", Show(made.Committed.First), Show(made.Committed.Last), End);

    /// <summary>Takes a line into what is known.</summary>
    /// <param name="line">The line; the last one of a process that was killed may be cut off, and says nothing then.</param>
    /// <param name="known">The transactions by their ids.</param>
    /// <param name="ended">The ids of those of which is known how they ended.</param>
    public static void Take(string line, Dictionary<string, RecordedTransaction> known, HashSet<string> ended)
    {
        switch (line.Split('\t'))
        {
            case ["made", var id, var isolation, var knownSeq, var snapshotSeq, var all, var reads, var writes, End]:
                var made = new RecordedTransaction
                {
                    Id = id,
                    Isolation = Enum.Parse<IsolationMode>(isolation),
                    KnownSeq = Read(knownSeq),
                    SnapshotSeq = Read(snapshotSeq),
                    All = all == Nothing ? null : all[1..],
                };
                foreach (var (key, found) in Pairs(reads))
                    made.Reads.Add((key, found));
                foreach (var (key, item) in Pairs(writes))
                    made.Writes.Add((key, item == Nothing ? null : item));
                known.Add(id, made);
                break;
            case ["ended", var id, var how, var first, var last, End]:
                known[id].IsRefused = how == "refused";
                known[id].Committed = (Read(first), Read(last));
                ended.Add(id);
                break;
        }
    }

    private static IEnumerable<(long Key, string Value)> Pairs(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(static pair => (Read(pair[..pair.IndexOf('=')]), pair[(pair.IndexOf('=') + 1)..]));

    private static string Show(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Read(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
