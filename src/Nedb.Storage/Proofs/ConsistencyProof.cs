using System.Collections.Immutable;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Shows that the tree of an earlier moment is the beginning of a later one (RFC 6962 §2.1.2, RFC 9162 §2.1.4): nothing was changed,
/// removed or put in between. <see cref="ConsistencyVerifier"/> checks it, and needs no engine.
/// </summary>
/// <param name="DatabaseId">The identity of the database.</param>
/// <param name="OldSize">The number of leaves of the earlier tree, which is the seq of that moment.</param>
/// <param name="NewSize">The number of leaves of the later tree.</param>
/// <param name="Path">The hashes, in the order of the RFC.</param>
public sealed record ConsistencyProof(Guid DatabaseId, long OldSize, long NewSize, ImmutableArray<Hash256> Path);
