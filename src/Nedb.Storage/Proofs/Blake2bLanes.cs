using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// <see cref="Blake2b256"/> of four messages at once, one in each lane of the registers of a processor: RFC 7693 §3.2, each step of it on
/// four states. One message at a time leaves most of such a processor idle.
/// </summary>
internal static class Blake2bLanes
{
    /// <summary>How many messages are hashed at once.</summary>
    public const int Count = 4;

    /// <summary>The bytes that are compressed in one step.</summary>
    public const int BlockBytes = 128;

    private const int Words = 16;
    private const int Rounds = 12;

    // The parameters of RFC 7693 §2.5: no key, one lane of its own tree, 32 bytes of output.
    private const ulong Parameters = 0x0101_0000 | Hash256.SizeBytes;

    // RFC 7693 §2.7; the last two rounds are the first two again.
    private static ReadOnlySpan<byte> Schedule =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
    ];

    private static ReadOnlySpan<ulong> Start =>
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

    /// <summary>Whether this processor can.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Hashes four messages that take the same number of blocks.</summary>
    /// <param name="messages">The messages one after the other, each filled up with zeros to whole blocks.</param>
    /// <param name="blocks">How many blocks each of them takes, at least 1.</param>
    /// <param name="lengths">How many bytes each of them has: all blocks but the last are full, and there is something in the last.</param>
    /// <param name="hashes">Where the four hashes go.</param>
    public static void Hash(ReadOnlySpan<byte> messages, int blocks, ReadOnlySpan<int> lengths, Span<Hash256> hashes)
    {
        Span<Vector256<ulong>> state = stackalloc Vector256<ulong>[8];
        for (var i = 0; i < state.Length; i++)
            state[i] = Vector256.Create(Start[i]);
        state[0] ^= Vector256.Create(Parameters);
        Span<Vector256<ulong>> message = stackalloc Vector256<ulong>[Words];
        var ends = Vector256.Create((ulong)lengths[0], (ulong)lengths[1], (ulong)lengths[2], (ulong)lengths[3]);
        for (var block = 0; block < blocks; block++)
        {
            Load(messages[(block * BlockBytes)..], blocks * BlockBytes, message);
            var isLast = block == blocks - 1;
            Compress(
                state,
                message,
                isLast ? ends : Vector256.Create((ulong)(block + 1) * BlockBytes),
                isLast ? Vector256<ulong>.AllBitsSet : Vector256<ulong>.Zero);
        }

        Span<byte> hash = stackalloc byte[Hash256.SizeBytes];
        for (var lane = 0; lane < Count; lane++)
        {
            for (var word = 0; word < Hash256.SizeBytes / sizeof(ulong); word++)
                BinaryPrimitives.WriteUInt64LittleEndian(hash[(sizeof(ulong) * word)..], state[word][lane]);
            hashes[lane] = new(hash);
        }
    }

    /// <summary>Turns a block of each message into vectors of which each has one word of every message.</summary>
    private static void Load(ReadOnlySpan<byte> messages, int stride, Span<Vector256<ulong>> message)
    {
        ref var first = ref MemoryMarshal.GetReference(messages[..(3 * stride + BlockBytes)]);
        for (var word = 0; word < Words; word += Count)
        {
            var at = (nuint)(sizeof(ulong) * word);
            var a = Vector256.LoadUnsafe(ref first, at).AsUInt64();
            var b = Vector256.LoadUnsafe(ref first, at + (nuint)stride).AsUInt64();
            var c = Vector256.LoadUnsafe(ref first, at + (nuint)(2 * stride)).AsUInt64();
            var d = Vector256.LoadUnsafe(ref first, at + (nuint)(3 * stride)).AsUInt64();
            var (evenAb, oddAb) = (Avx2.UnpackLow(a, b), Avx2.UnpackHigh(a, b));
            var (evenCd, oddCd) = (Avx2.UnpackLow(c, d), Avx2.UnpackHigh(c, d));
            message[word] = Avx2.Permute2x128(evenAb, evenCd, 0x20);
            message[word + 1] = Avx2.Permute2x128(oddAb, oddCd, 0x20);
            message[word + 2] = Avx2.Permute2x128(evenAb, evenCd, 0x31);
            message[word + 3] = Avx2.Permute2x128(oddAb, oddCd, 0x31);
        }
    }

    private static void Compress(
        Span<Vector256<ulong>> state, ReadOnlySpan<Vector256<ulong>> message, Vector256<ulong> counted, Vector256<ulong> last)
    {
        var (v0, v1, v2, v3) = (state[0], state[1], state[2], state[3]);
        var (v4, v5, v6, v7) = (state[4], state[5], state[6], state[7]);
        var (v8, v9, v10, v11) = (StartOf(0), StartOf(1), StartOf(2), StartOf(3));
        var (v12, v13, v14, v15) = (StartOf(4) ^ counted, StartOf(5), StartOf(6) ^ last, StartOf(7));
        ref var m = ref MemoryMarshal.GetReference(message);
        ref var s = ref MemoryMarshal.GetReference(Schedule);
        for (var round = 0; round < Rounds; round++)
        {
            Mix(ref v0, ref v4, ref v8, ref v12, Word(ref m, ref s, 0), Word(ref m, ref s, 1));
            Mix(ref v1, ref v5, ref v9, ref v13, Word(ref m, ref s, 2), Word(ref m, ref s, 3));
            Mix(ref v2, ref v6, ref v10, ref v14, Word(ref m, ref s, 4), Word(ref m, ref s, 5));
            Mix(ref v3, ref v7, ref v11, ref v15, Word(ref m, ref s, 6), Word(ref m, ref s, 7));
            Mix(ref v0, ref v5, ref v10, ref v15, Word(ref m, ref s, 8), Word(ref m, ref s, 9));
            Mix(ref v1, ref v6, ref v11, ref v12, Word(ref m, ref s, 10), Word(ref m, ref s, 11));
            Mix(ref v2, ref v7, ref v8, ref v13, Word(ref m, ref s, 12), Word(ref m, ref s, 13));
            Mix(ref v3, ref v4, ref v9, ref v14, Word(ref m, ref s, 14), Word(ref m, ref s, 15));
            s = ref Unsafe.Add(ref s, Words);
        }

        state[0] ^= v0 ^ v8;
        state[1] ^= v1 ^ v9;
        state[2] ^= v2 ^ v10;
        state[3] ^= v3 ^ v11;
        state[4] ^= v4 ^ v12;
        state[5] ^= v5 ^ v13;
        state[6] ^= v6 ^ v14;
        state[7] ^= v7 ^ v15;
    }

    private static Vector256<ulong> StartOf(int word) => Vector256.Create(Start[word]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Word(ref Vector256<ulong> message, ref byte schedule, int place) =>
        Unsafe.Add(ref message, (nint)Unsafe.Add(ref schedule, place));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector256<ulong> a, ref Vector256<ulong> b, ref Vector256<ulong> c, ref Vector256<ulong> d,
        Vector256<ulong> x, Vector256<ulong> y)
    {
        a += b + x;
        d = RotateRight(d ^ a, 32);
        c += d;
        b = RotateRight(b ^ c, 24);
        a += b + y;
        d = RotateRight(d ^ a, 16);
        c += d;
        b = RotateRight(b ^ c, 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight(Vector256<ulong> value, [ConstantExpected] byte bits) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(value, bits) : (value >>> bits) | (value << (64 - bits));
}
