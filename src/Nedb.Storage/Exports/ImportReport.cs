using Nedb.Storage.Proofs;

namespace Nedb.Storage.Exports;

/// <summary>What was imported.</summary>
/// <param name="SourceDatabaseId">The database that was exported.</param>
/// <param name="SourceSeq">The seq at which it stood, or whose state was exported.</param>
/// <param name="IsState">Whether a state was exported, and not a history.</param>
/// <param name="Lines">The number of lines read, the first one included.</param>
/// <param name="Commits">The number of commits made.</param>
/// <param name="Puts">Versions of documents.</param>
/// <param name="Tombstones">Ends of documents.</param>
/// <param name="Links">Links and ends of links.</param>
/// <param name="Definitions">Definitions and ends of collections.</param>
/// <param name="Erasures">Acts of erasure.</param>
/// <param name="Erased">Versions whose content had been erased, and is not there.</param>
/// <param name="Checkpoint">Seq, head and root of the database that was made.</param>
public sealed record ImportReport(
    Guid SourceDatabaseId,
    long SourceSeq,
    bool IsState,
    long Lines,
    long Commits,
    long Puts,
    long Tombstones,
    long Links,
    long Definitions,
    long Erasures,
    long Erased,
    Checkpoint Checkpoint);
