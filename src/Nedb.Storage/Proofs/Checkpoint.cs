using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// What a database was at a moment, small enough to be kept elsewhere: whoever holds it can tell later whether its history was changed.
/// <see cref="CheckpointJson"/> writes it down, <see cref="CheckpointSigner"/> signs it, <see cref="NedbStore.Compare"/> compares it.
/// </summary>
/// <param name="DatabaseId">The identity of the database.</param>
/// <param name="Seq">The seq, which is the number of leaves of the tree.</param>
/// <param name="Head">The head of the chain.</param>
/// <param name="Root">The root of the tree.</param>
public sealed record Checkpoint(Guid DatabaseId, long Seq, Hash256 Head, Hash256 Root);
