using Nedb.Storage.Runs;

namespace Nedb.Storage.Words;

/// <summary>The places of the versions that have a word, as the cache of blocks holds them.</summary>
/// <param name="word">The word.</param>
/// <param name="places">The places, ascending.</param>
internal sealed class KeptPlaces(string word, int[] places) : CachedBytes(ArraySegment<byte>.Empty)
{
    // Of the table that leads here, and of two arrays.
    private const int EntryBytes = 128;

    /// <summary>The places.</summary>
    public int[] Places => places;

    /// <inheritdoc/>
    public override int Footprint => base.Footprint + EntryBytes + (sizeof(char) * word.Length) + (sizeof(int) * places.Length);
}
