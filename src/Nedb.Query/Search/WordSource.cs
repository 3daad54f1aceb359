using Nedb.Storage.Words;

namespace Nedb.Query.Search;

/// <summary>What is merged into a run of words. Both are read once, the versions first.</summary>
/// <param name="Versions">Versions in the order of their keys, those of one key in the order of their seqs.</param>
/// <param name="Words">Words in the order of their bytes, with the places in that order of the versions that have them.</param>
internal sealed record WordSource(IEnumerable<WordVersion> Versions, IEnumerable<(byte[] Word, List<int> Places)> Words)
{
    /// <summary>All that a run holds.</summary>
    public static WordSource Of(WordRun run) => new(run.ReadVersions(), run.ReadWords());
}
