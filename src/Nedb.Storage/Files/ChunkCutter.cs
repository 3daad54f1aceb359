using System.Buffers.Binary;
using Nedb.Storage.Proofs;

namespace Nedb.Storage.Files;

/// <summary>
/// Finds where to cut a file by its content, so that an insertion moves the cuts near it and no others, and two versions share the rest.
/// The algorithm is FastCDC (W. Xia et al., "FastCDC: a Fast and Efficient Content-Defined Chunking Approach for Data Deduplication",
/// USENIX ATC 2016): a gear hash, no cut below the least size, and a stricter condition before the normal size than after it. Where the
/// cuts
/// are is nothing that a reader needs to know.
/// </summary>
internal static class ChunkCutter
{
    /// <summary>The least size of a chunk that is not the last, in bytes.</summary>
    public const int LeastBytes = 16 * 1024;

    /// <summary>The size that most chunks are near.</summary>
    public const int NormalBytes = 64 * 1024;

    /// <summary>The greatest size of a chunk.</summary>
    public const int GreatestBytes = 256 * 1024;

    // Two bits more and two bits less than the 16 that give a cut every 64 KiB on average. The high bits of the hash have seen most bytes.
    private const int BitsBefore = 18;
    private const int BitsAfter = 14;

    private static readonly ulong[] Gear = MakeGear();

    /// <summary>The length of the next chunk of what is there: at most <see cref="GreatestBytes"/>.</summary>
    /// <param name="bytes">The rest of the file, or at least <see cref="GreatestBytes"/> of it.</param>
    public static int Cut(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= LeastBytes)
            return bytes.Length;
        var end = Math.Min(bytes.Length, GreatestBytes);
        var normal = Math.Min(end, NormalBytes);
        ulong hash = 0;
        var at = LeastBytes;
        for (; at < normal; at++)
        {
            hash = (hash << 1) + Gear[bytes[at]];
            if (hash >> (64 - BitsBefore) == 0)
                return at + 1;
        }

        for (; at < end; at++)
        {
            hash = (hash << 1) + Gear[bytes[at]];
            if (hash >> (64 - BitsAfter) == 0)
                return at + 1;
        }

        return end;
    }

    /// <summary>256 random numbers that are the same everywhere: nobody chose them.</summary>
    private static ulong[] MakeGear()
    {
        var gear = new ulong[256];
        Span<byte> hash = stackalloc byte[Values.Hash256.SizeBytes];
        for (var i = 0; i < gear.Length; i++)
        {
            Blake2b256.Hash("nedb gear"u8, [(byte)i]).CopyTo(hash);
            gear[i] = BinaryPrimitives.ReadUInt64BigEndian(hash);
        }

        return gear;
    }
}
