namespace Nedb.Storage.Format;

/// <summary>A segment by its name.</summary>
/// <param name="FirstSeq">The seq of its first node.</param>
/// <param name="Revision">How often it was written anew.</param>
internal readonly record struct SegmentFile(long FirstSeq, int Revision)
{
    /// <summary>The path of the segment.</summary>
    public string Path => SegmentName.PathOf(FirstSeq, Revision);
}
