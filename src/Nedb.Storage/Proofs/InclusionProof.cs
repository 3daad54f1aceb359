using System.Collections.Immutable;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Shows that a node is part of a tree (RFC 6962 §2.1.1, RFC 9162 §2.1.3) without the rest of the log. <see cref="InclusionVerifier"/>
/// checks it, and needs no engine.
/// </summary>
/// <param name="DatabaseId">The identity of the database.</param>
/// <param name="Seq">The seq of the node; its leaf has the index <c>Seq - 1</c>.</param>
/// <param name="TreeSize">The number of leaves of the tree.</param>
/// <param name="Root">The root of the tree.</param>
/// <param name="Header">The canonical header of the node.</param>
/// <param name="Salt">The salt of its payload; empty where the content is withheld.</param>
/// <param name="Payload">The payload; empty where the content is withheld.</param>
/// <param name="Path">The hashes from the leaf's sibling to the root's child.</param>
public sealed record InclusionProof(
    Guid DatabaseId,
    long Seq,
    long TreeSize,
    Hash256 Root,
    ReadOnlyMemory<byte> Header,
    ReadOnlyMemory<byte> Salt,
    ReadOnlyMemory<byte> Payload,
    ImmutableArray<Hash256> Path)
{
    /// <summary>
    /// What stands for salt and payload where the content is withheld; null where it is given. Without the salt nobody can guess the
    /// content from it.
    /// </summary>
    public Hash256? Commitment { get; init; }

    /// <summary>The same proof without the content: it shows when, where, under which key and why something was written, but not
    /// what.</summary>
    public InclusionProof WithoutContent() => Commitment is not null
        ? this
        : this with { Commitment = HashDomain.HashPayload(Salt.Span, Payload.Span), Salt = default, Payload = default };
}
