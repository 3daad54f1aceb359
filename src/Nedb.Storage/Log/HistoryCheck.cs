using System.Globalization;
using Nedb.Storage.Proofs;

namespace Nedb.Storage.Log;

/// <summary>Holds a log against a checkpoint that was kept elsewhere.</summary>
internal static class HistoryCheck
{
    public static HistoryComparison Compare(ICommitLog log, Checkpoint kept)
    {
        var present = log.Checkpoint;
        if (kept.DatabaseId != present.DatabaseId)
            return Other(
                HistoryRelation.OtherDatabase, $"The checkpoint is of database {kept.DatabaseId}; this one is {present.DatabaseId}.");
        if (kept.Seq < 0)
            return Other(HistoryRelation.Forked, $"The checkpoint is at seq {kept.Seq}, which no database reaches.");
        if (kept.Seq > present.Seq)
            return Other(
                HistoryRelation.Rewound,
                $"The checkpoint is at seq {kept.Seq}; the database ends at seq {present.Seq}, so what came after is gone.");
        if (log.FindCheckpoint(kept.Seq) is not { } then)
            return Other(HistoryRelation.Forked, $"The checkpoint is at seq {kept.Seq}, which is inside a commit of this history.");
        var proof = log.ProveConsistency(kept.Seq, present.Seq);
        if (ConsistencyVerifier.Verify(proof, kept, present) is { IsValid: false } verdict)
            return Other(HistoryRelation.Forked, $"{verdict.Reason}");
        if (then.Head != kept.Head)
            return Other(
                HistoryRelation.Forked, $"At seq {kept.Seq} the head of this history is {then.Head}; the checkpoint says {kept.Head}.");
        return kept.Seq == present.Seq
            ? new(HistoryRelation.Same, kept, present, proof, Say($"The database is at seq {kept.Seq}, as it was."))
            : new(HistoryRelation.Continued, kept, present, proof, Say($"The database continues seq {kept.Seq} up to seq {present.Seq}."));

        HistoryComparison Other(HistoryRelation relation, FormattableString reason) => new(relation, kept, present, null, Say(reason));
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
