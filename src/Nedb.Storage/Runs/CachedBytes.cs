namespace Nedb.Storage.Runs;

/// <summary>A block of a run as the cache holds it: checked, and never changed.</summary>
internal class CachedBytes(ArraySegment<byte> content)
{
    /// <summary>What the object and its places in the cache take besides the array.</summary>
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
    public int Footprint => Array.Length + OverheadBytes;
}
