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
    SupersededSeq,
    Deleted,
    Kind,
}
