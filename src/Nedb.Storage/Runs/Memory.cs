using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Nedb.Storage.Runs;

/// <summary>Hints for the memory of the machine. They change nothing but how long who reads next has to wait.</summary>
internal static unsafe class Memory
{
    /// <summary>How much is asked for at most.</summary>
    public const int BytesMost = 16 * LineBytes;

    private const int LineBytes = 64; // what processors take from memory at once

    /// <summary>Asks for some bytes, and does not wait for them.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="bytes">How many; no more than a kilobyte is asked for.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ref T first, int bytes)
        where T : unmanaged
    {
        // If the collector moves them meanwhile, the hint was for nothing, and does no harm.
        var place = (byte*)Unsafe.AsPointer(ref first);
        for (var offset = 0; offset < Math.Min(bytes, BytesMost); offset += LineBytes)
            if (Sse.IsSupported)
                Sse.Prefetch0(place + offset);
    }

    /// <summary>Asks for a reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref CachedBytes? place)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
    }

    /// <summary>Asks for the fields of an object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(object? thing)
    {
        var place = *(byte**)Unsafe.AsPointer(ref thing);
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(place);
            Sse.Prefetch0(place + LineBytes);
        }
    }
}
