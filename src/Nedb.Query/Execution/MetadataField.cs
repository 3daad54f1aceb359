namespace Nedb.Query.Execution;

/// <summary>What the engine knows about a version, usable wherever a field is.</summary>
internal enum MetadataField
{
    Id,
    Seq,
    Hash,
    Collection,
    CommittedAt,
    CausedBy,
    Evidence,
    Confidence,
    ValidFrom,
    ValidTo,

    /// <summary>The seq of the next version; bound to a row of its own, since it depends on the state that is read.</summary>
    SupersededSeq,

    /// <summary>The time of the commit of the next version; bound like its seq.</summary>
    SupersededAt,
    Deleted,
    Kind,

    /// <summary>The seq of the act that erased the version, or a part of it.</summary>
    ErasedSeq,
}
