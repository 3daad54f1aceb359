namespace Nedb.Query.Search;

/// <summary>How much of a search index stays in memory where it can be on disk.</summary>
/// <param name="VersionsMin">As many versions are written to a run, and not fewer.</param>
/// <param name="PlacesMax">While an index is made, as many places of words are held in memory.</param>
internal sealed record WordLimits(int VersionsMin, int PlacesMax)
{
    /// <summary>The usual ones: some megabytes for each index.</summary>
    public static WordLimits Usual { get; } = new(8 * 1024, 2 * 1024 * 1024);
}
