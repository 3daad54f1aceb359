using System.Collections.Immutable;

namespace Nedb.Storage.Proofs;

/// <summary>Shows what a version of a file holds in a range. <see cref="FileVerifier"/> checks it, and needs no engine.</summary>
/// <param name="Version">The node that made the version, with its content.</param>
/// <param name="Chunks">The chunks that cover the range, one after the other.</param>
public sealed record FileProof(InclusionProof Version, ImmutableArray<FileChunkProof> Chunks);
