using System.Runtime.CompilerServices;
using Nedb.Storage.Runs;

namespace Nedb.Storage.Words;

/// <summary>The versions that have a word, as the cache of blocks holds them.</summary>
/// <param name="versions">The versions in the order of their places.</param>
internal sealed class KeptVersions(WordVersion[] versions) : CachedBytes(ArraySegment<byte>.Empty)
{
    // An id that is no number is an object.
    private const int IdBytes = 48;

    /// <summary>The versions.</summary>
    public WordVersion[] Versions => versions;

    /// <inheritdoc/>
    public override int Footprint { get; } = FootprintOf(versions);

    private static int FootprintOf(WordVersion[] versions)
    {
        var bytes = new CachedBytes(ArraySegment<byte>.Empty).Footprint + (Unsafe.SizeOf<WordVersion>() * versions.Length);
        foreach (ref readonly var version in versions.AsSpan())
            if (version.Id.Kind != Values.ValueKind.Int64)
                bytes += IdBytes;
        return bytes;
    }
}
