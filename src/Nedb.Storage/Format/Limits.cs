namespace Nedb.Storage.Format;

/// <summary>Bounds that every length read from a file is held to before it sizes anything.</summary>
internal static class Limits
{
    /// <summary>The most bytes that the content of one frame may have: one commit.</summary>
    public const int FrameContentBytesMax = 512 * 1024 * 1024;

    /// <summary>The most segments that a manifest may name.</summary>
    public const int SegmentsMax = 1024 * 1024;

    /// <summary>What a disk writes wholly or not at all.</summary>
    public const int SectorBytes = 512;
}
