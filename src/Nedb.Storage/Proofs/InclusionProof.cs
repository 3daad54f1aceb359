using System.Collections.Immutable;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Shows that a node is part of a tree (RFC 6962 §2.1.1, RFC 9162 §2.1.3) without the rest of the log. <c>InclusionVerifier</c> checks it,
/// and needs no engine.
/// </summary>
/// <param name="DatabaseId">The identity of the database.</param>
/// <param name="Seq">The seq of the node; its leaf has the index <c>Seq - 1</c>.</param>
/// <param name="TreeSize">The number of leaves of the tree.</param>
/// <param name="Root">The root of the tree.</param>
/// <param name="Header">The canonical header of the node.</param>
/// <param name="Salt">The salt of its payload.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Path">The hashes from the leaf's sibling to the root's child.</param>
public sealed record InclusionProof(
    Guid DatabaseId,
    long Seq,
    long TreeSize,
    Hash256 Root,
    ReadOnlyMemory<byte> Header,
    ReadOnlyMemory<byte> Salt,
    ReadOnlyMemory<byte> Payload,
    ImmutableArray<Hash256> Path);
