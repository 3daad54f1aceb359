using System.Collections.Immutable;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>Shows that a file has a content at a place.</summary>
/// <param name="Index">The position of the chunk among those of the file, from 0.</param>
/// <param name="Offset">Where it begins in the file, in bytes.</param>
/// <param name="Content">The content.</param>
/// <param name="Path">The hashes from the leaf's sibling to the root's child.</param>
public sealed record FileChunkProof(long Index, long Offset, ReadOnlyMemory<byte> Content, ImmutableArray<Hash256> Path);
