namespace Nedb.Storage.Proofs;

/// <summary>How a database stands to a checkpoint that was kept.</summary>
public enum HistoryRelation
{
    /// <summary>It is exactly where it was.</summary>
    Same,

    /// <summary>It has grown, and what was there is there unchanged.</summary>
    Continued,

    /// <summary>
    /// It ends before the checkpoint: what was committed after its present seq is gone. That is how a truncated log, and an old copy
    /// that was
    /// put in place of the database, look.
    /// </summary>
    Rewound,

    /// <summary>It has reached the seq of the checkpoint with another history.</summary>
    Forked,

    /// <summary>It is another database.</summary>
    OtherDatabase,
}
