using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nedb.Storage.Runs;

/// <summary>
/// A Bloom filter (Bloom 1970) with ten bits and seven probes a key, in pages: the hash of a key chooses the page, so that what a find
/// needs is one page in the block cache and not the filter of the whole run. Probes are by double hashing (Kirsch and Mitzenmacher 2006).
/// </summary>
internal static class KeyFilter
{
    /// <summary>Bits for each key.</summary>
    public const int BitsPerKey = 10;

    /// <summary>Probes for each key; the best number for ten bits.</summary>
    public const int Probes = 7;

    /// <summary>The most bytes of a page.</summary>
    public const int PageBytesMax = RunLimits.BlockBytes;

    // 2^64 divided by the golden ratio: the bits that chose the page are spread over those that choose within it.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    /// <summary>The hash of a key: XXH3 of 64 bits.</summary>
    public static ulong Hash(ReadOnlySpan<byte> key) => XxHash3.HashToUInt64(key);

    /// <summary>Which page is concerned with a hash.</summary>
    public static int PageOf(ulong hash, int pages) => (int)(((hash >> 32) * (uint)pages) >> 32);

    /// <summary>Marks a hash in its page.</summary>
    public static void Add(Span<byte> page, ulong hash)
    {
        var bits = (uint)page.Length * 8;
        var (probe, step) = Start(hash);
        for (var i = 0; i < Probes; i++, probe += step)
        {
            var bit = (uint)(((ulong)probe * bits) >> 32);
            page[(int)(bit >> 3)] |= (byte)(1 << (int)(bit & 7));
        }
    }

    /// <summary>Whether a hash may have been marked in its page; if not, it was not.</summary>
    public static bool MayContain(ReadOnlySpan<byte> page, ulong hash)
    {
        var bits = (uint)page.Length * 8;
        ref var first = ref MemoryMarshal.GetReference(page);
        var (probe, step) = Start(hash);
        for (var i = 0; i < Probes; i++, probe += step)
        {
            var bit = (uint)(((ulong)probe * bits) >> 32); // less than the bits of the page, whatever the hash is
            if ((Unsafe.Add(ref first, (nint)(bit >> 3)) >> (int)(bit & 7) & 1) == 0)
                return false;
        }

        return true;
    }

    private static (uint Probe, uint Step) Start(ulong hash)
    {
        var spread = hash * Spread;
        return ((uint)(spread >> 32), (uint)spread | 1);
    }
}
