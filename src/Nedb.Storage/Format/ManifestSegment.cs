namespace Nedb.Storage.Format;

/// <summary>A segment as the manifest knows it.</summary>
/// <param name="FirstSeq">The seq of its first node, which is its name.</param>
/// <param name="Length">The bytes of it that are claimed: all of a closed segment, and of the last one what was durable.</param>
/// <param name="Revision">How often it was written anew; part of its name.</param>
internal readonly record struct ManifestSegment(long FirstSeq, long Length, int Revision = 0)
{
    /// <summary>The path of the segment.</summary>
    public string Path => SegmentName.PathOf(FirstSeq, Revision);
}
