using System.Runtime.CompilerServices;
using Nedb.Storage.Runs;

namespace Nedb.Storage.Words;

/// <summary>The versions that have a word, as the cache of blocks holds them.</summary>
/// <param name="versions">The versions in the order of their places.</param>
internal sealed class KeptVersions(WordVersion[] versions) : CachedBytes(ArraySegment<byte>.Empty)
{
    // An id that is no number is an object.
    private const int IdBytes = 48;

    private readonly int _bytes = BytesOf(versions);

    /// <summary>The versions.</summary>
    public WordVersion[] Versions => versions;

    /// <inheritdoc/>
    public override int Footprint => base.Footprint + _bytes;

    private static int BytesOf(WordVersion[] versions)
    {
        var bytes = Unsafe.SizeOf<WordVersion>() * versions.Length;
        foreach (ref readonly var version in versions.AsSpan())
            if (version.Id.Kind != Values.ValueKind.Int64)
                bytes += IdBytes;
        return bytes;
    }
}
