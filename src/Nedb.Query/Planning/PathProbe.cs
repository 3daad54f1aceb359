using Nedb.Query.Execution;

namespace Nedb.Query.Planning;

/// <summary>A way to documents by values of parameters that a plan was chosen with, and how many it found by the values of then.</summary>
/// <param name="CollectionId">The collection.</param>
/// <param name="IndexId">The index; 0 for the key.</param>
/// <param name="Way">The way.</param>
/// <param name="Rows">About how many documents it found.</param>
internal sealed record PathProbe(int CollectionId, int IndexId, AccessPath Way, double Rows)
{
    /// <summary>Of more ranges the places are not looked up.</summary>
    public const int MostRanges = 32;

    // Within a factor, and of so few documents, another plan would not serve much better.
    private const double Factor = 8;
    private const double Few = 64;

    /// <summary>About how many documents a way finds by the values of a frame; null where that takes too long to find out.</summary>
    public static double? Measure(int collectionId, int indexId, AccessPath way, Frame frame)
    {
        var ranges = new RangeBuilder(way).Build(frame);
        if (ranges.Count > MostRanges)
            return null;
        var rows = 0.0;
        foreach (var range in ranges)
            rows += frame.View.EstimateRange(collectionId, indexId, range);
        return Math.Max(1.5, rows);
    }

    /// <summary>Whether it finds about as many by the values of a frame.</summary>
    public bool Fits(Frame frame) =>
        Measure(CollectionId, IndexId, Way, frame) is { } rows && rows <= Factor * Rows + Few && Rows <= Factor * rows + Few;
}
