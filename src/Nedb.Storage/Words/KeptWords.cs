using Nedb.Storage.Runs;

namespace Nedb.Storage.Words;

/// <summary>
/// What words that were lately asked of a run have, decoded. It lies in the cache of blocks and counts to its bytes: what is not asked
/// again goes before what is, and with the run all goes. For one thread.
/// </summary>
/// <param name="run">The run.</param>
internal sealed class KeptWords(Run run)
{
    /// <summary>Of so many places the versions are kept: of more, finding them is not what takes the time.</summary>
    public const int VersionsMost = 8192;

    private const int Least = 256;
    private const int PlacesIndex = 0;
    private const int VersionsIndex = 1;
    private const int Parts = 2;

    private readonly Dictionary<string, CachedBytes?[]> _words = new(StringComparer.Ordinal);
    private int _most = Least;

    /// <summary>The places of the versions that have a word; null where they are not kept.</summary>
    public int[]? PlacesOf(string word) =>
        _words.TryGetValue(word, out var parts) && BlockCache.TryFind(parts, PlacesIndex, out var kept) ? ((KeptPlaces)kept).Places : null;

    /// <summary>The versions that have a word; null where they are not kept.</summary>
    public WordVersion[]? VersionsOf(string word) =>
        _words.TryGetValue(word, out var parts) && BlockCache.TryFind(parts, VersionsIndex, out var kept)
            ? ((KeptVersions)kept).Versions
            : null;

    /// <summary>Keeps places where the cache has room.</summary>
    public void Keep(string word, int[] places) => run.Keep(PartsOf(word), PlacesIndex, new KeptPlaces(word, places));

    /// <summary>Keeps versions where the cache has room.</summary>
    public void Keep(string word, WordVersion[] versions) => run.Keep(PartsOf(word), VersionsIndex, new KeptVersions(versions));

    private CachedBytes?[] PartsOf(string word)
    {
        if (_words.TryGetValue(word, out var parts))
            return parts;
        if (_words.Count >= _most)
        {
            // The table must not grow by words of which nothing is kept any more.
            foreach (var (gone, kept) in _words)
                if (Array.TrueForAll(kept, static part => part is null))
                    _words.Remove(gone);
            _most = Math.Max(Least, 2 * _words.Count);
        }

        return _words[word] = new CachedBytes?[Parts];
    }
}
