namespace Nedb.Storage.Proofs;

/// <summary>What in the history of a database has a hash.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Seq">
/// The seq of the node; of a commit that of its last node, so that the state as of it is the one whose head the hash is; 0 for the empty
/// database.
/// </param>
public readonly record struct HashPlace(HashKind Kind, long Seq);
