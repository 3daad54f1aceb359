using Nedb.Storage.Values;
using Org.BouncyCastle.Crypto.Digests;

namespace Nedb.Storage.Proofs;

/// <summary>
/// BLAKE2b with 32 bytes of output and no key (RFC 7693), by the library. One digest per thread is reused, so hashing allocates nothing.
/// Many short messages are hashed faster together, by <see cref="HashQueue"/>.
/// </summary>
internal static class Blake2b256
{
    [ThreadStatic]
    private static Blake2bDigest? _digest;

    /// <summary>Hashes the concatenation of the parts.</summary>
    public static Hash256 Hash(
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second = default,
        ReadOnlySpan<byte> third = default,
        ReadOnlySpan<byte> fourth = default)
    {
        var digest = _digest ??= new Blake2bDigest(8 * Hash256.SizeBytes);
        digest.BlockUpdate(first);
        if (!second.IsEmpty)
            digest.BlockUpdate(second);
        if (!third.IsEmpty)
            digest.BlockUpdate(third);
        if (!fourth.IsEmpty)
            digest.BlockUpdate(fourth);
        Span<byte> hash = stackalloc byte[Hash256.SizeBytes];
        digest.DoFinal(hash); // and starts afresh
        return new Hash256(hash);
    }
}
