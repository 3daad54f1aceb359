namespace Nedb.Storage.Runs;

/// <summary>Numbers that are part of the format of runs, and bounds that lengths read from a file are held to.</summary>
internal static class RunLimits
{
    /// <summary>The most bytes of a key. A block of an index has two, and an offset of 16 bits must reach the second.</summary>
    public const int KeyBytesMax = 32 * 1024;

    /// <summary>The most bytes of a value.</summary>
    public const int ValueBytesMax = 64 * 1024 * 1024;

    /// <summary>The most bytes that a block may take in a file; a codec may add a little to what it seals.</summary>
    public const int StoredBytesMax = ValueBytesMax + 1024 * 1024;

    /// <summary>A block is closed when it has this many bytes.</summary>
    public const int BlockBytes = 16 * 1024;

    /// <summary>How many entries of a block share one base key.</summary>
    public const int GroupEntries = 16;

    /// <summary>The most levels of index above the blocks with entries; two children a block are enough for any file.</summary>
    public const int DepthMax = 48;

    /// <summary>The size of the checksum behind each block.</summary>
    public const int ChecksumBytes = 4;
}
