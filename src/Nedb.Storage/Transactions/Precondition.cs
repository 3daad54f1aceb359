namespace Nedb.Storage.Transactions;

/// <summary>What must be true of a key before a write, at commit.</summary>
/// <param name="Kind">The kind of condition.</param>
/// <param name="Seq">The seq that the current version must have, for <see cref="PreconditionKind.LastSeqIs"/>.</param>
public readonly record struct Precondition(PreconditionKind Kind, long Seq = 0);
