namespace Nedb.Storage.Runs;

/// <summary>A block of a run as the cache holds it: checked, and its bytes never change.</summary>
internal class CachedBytes(ArraySegment<byte> content)
{
    /// <summary>What the objects and the place in the cache take besides the bytes.</summary>
    private const int OverheadBytes = 160;

    /// <summary>The array that the block is in.</summary>
    public byte[] Array { get; } = content.Array!;

    /// <summary>Where in the array the block begins.</summary>
    public int Start { get; } = content.Offset;

    /// <summary>The bytes of the block.</summary>
    public int Length { get; } = content.Count;

    /// <summary>The block.</summary>
    public ReadOnlySpan<byte> Span => Array.AsSpan(Start, Length);

    /// <summary>The bytes of memory that it takes.</summary>
    public virtual int Footprint => Array.Length + OverheadBytes;

    /// <summary>How many of them are what was decoded from it.</summary>
    public virtual int DecodedBytes => 0;

    /// <summary>How often the hand of the cache spares it that finds it unused: what others are found through is worth more than they are.
    /// </summary>
    public virtual int Spares => 0;

    /// <summary>How often the hand has spared it since it was used.</summary>
    internal int Spared { get; set; }

    /// <summary>Whether it was found again since the hand of the cache was last here. Races lose nothing but a mark.</summary>
    internal bool IsUsed { get; set; }

    /// <summary>Where it is found as long as it is kept; null until then.</summary>
    internal CachedBytes?[]? Holder { get; set; }

    /// <summary>At which place of the holder.</summary>
    internal int HolderIndex { get; set; }

    /// <summary>The number of its file.</summary>
    internal int File { get; set; }
}
