using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Nedb.Storage.Values;

namespace Nedb.Storage.Runs;

/// <summary>
/// The last block of a run, from which everything else in it is found; little-endian.
/// <code>
///   0  entries                36  levels of index       60  length of the largest key
///   8  least seq              40  where the filter is   64  smallest key, largest key
///  16  greatest seq           48  pages of the filter       then for each page of the filter
///  24  where the root is      52  bytes of a page           its stored length (4)
///  32  its stored length      56  length of the smallest key
/// </code>
/// </summary>
internal sealed record RunFooter(
    long EntryCount,
    long SeqMin,
    long SeqMax,
    BlockPointer Root,
    int Depth,
    int FilterPageBytes,
    BlockPointer[] FilterPages,
    byte[] SmallestKey,
    byte[] LargestKey)
{
    /// <summary>Where the least seq is.</summary>
    public const int SeqMinOffset = 8;

    /// <summary>Where the greatest seq is.</summary>
    public const int SeqMaxOffset = 16;

    /// <summary>Where the position of the root is.</summary>
    public const int RootOffset = 24;

    /// <summary>Where the stored length of the root is.</summary>
    public const int RootLengthOffset = 32;

    /// <summary>Where the levels of index above the blocks with entries are counted.</summary>
    public const int DepthOffset = 36;

    /// <summary>Where the position of the first page of the filter is; the others follow it.</summary>
    public const int FilterOffset = 40;

    /// <summary>Where the pages of the filter are counted.</summary>
    public const int FilterPagesOffset = 48;

    /// <summary>Where the size of a page is.</summary>
    public const int FilterPageBytesOffset = 52;

    /// <summary>Where the length of the smallest key is.</summary>
    public const int SmallestLengthOffset = 56;

    /// <summary>Where the length of the largest key is.</summary>
    public const int LargestLengthOffset = 60;

    /// <summary>Where the keys begin.</summary>
    public const int KeysOffset = 64;

    /// <summary>Appends the footer.</summary>
    public void Write(ByteBuffer target)
    {
        var bytes = target.Reserve(KeysOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, EntryCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[SeqMinOffset..], SeqMin);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[SeqMaxOffset..], SeqMax);
        Root.CopyTo(bytes[RootOffset..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[DepthOffset..], Depth);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[FilterOffset..], FilterPages[0].Position);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[FilterPagesOffset..], FilterPages.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[FilterPageBytesOffset..], FilterPageBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[SmallestLengthOffset..], SmallestKey.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[LargestLengthOffset..], LargestKey.Length);
        target.Append(SmallestKey);
        target.Append(LargestKey);
        foreach (var page in FilterPages)
            BinaryPrimitives.WriteInt32LittleEndian(target.Reserve(sizeof(int)), page.Length);
    }

    /// <summary>Reads a footer; whatever the bytes are, it does not throw.</summary>
    /// <param name="bytes">The whole footer.</param>
    /// <param name="end">Where the footer stands: all else is before it.</param>
    /// <param name="footer">The footer, where it is one.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long end, [NotNullWhen(true)] out RunFooter? footer)
    {
        footer = null;
        if (bytes.Length < KeysOffset)
            return false;
        var count = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var root = BlockPointer.Read(bytes[RootOffset..]);
        var depth = BinaryPrimitives.ReadInt32LittleEndian(bytes[DepthOffset..]);
        var position = BinaryPrimitives.ReadInt64LittleEndian(bytes[FilterOffset..]);
        var pageCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[FilterPagesOffset..]);
        var pageBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[FilterPageBytesOffset..]);
        var smallest = BinaryPrimitives.ReadInt32LittleEndian(bytes[SmallestLengthOffset..]);
        var largest = BinaryPrimitives.ReadInt32LittleEndian(bytes[LargestLengthOffset..]);
        if (count < 1 || depth is < 0 or > RunLimits.DepthMax || position < RunHeader.SizeBytes || pageCount < 1
            || pageBytes is < 8 or > RunLimits.BlockBytes || smallest is < 0 or > RunLimits.KeyBytesMax
            || largest is < 0 or > RunLimits.KeyBytesMax || bytes.Length != KeysOffset + smallest + largest + sizeof(int) * (long)pageCount
            || !IsWithin(root, end))
            return false;
        var pages = new BlockPointer[pageCount];
        for (var i = 0; i < pages.Length; i++)
        {
            pages[i] = new(position, BinaryPrimitives.ReadInt32LittleEndian(bytes[(KeysOffset + smallest + largest + sizeof(int) * i)..]));
            if (!IsWithin(pages[i], end))
                return false;
            position = pages[i].End;
        }

        footer = new RunFooter(
            count,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[SeqMinOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[SeqMaxOffset..]),
            root,
            depth,
            pageBytes,
            pages,
            bytes.Slice(KeysOffset, smallest).ToArray(),
            bytes.Slice(KeysOffset + smallest, largest).ToArray());
        return true;
    }

    /// <summary>Whether a block lies between the header and a position.</summary>
    public static bool IsWithin(BlockPointer block, long end) =>
        block.Position >= RunHeader.SizeBytes && block.Length is > 0 and <= RunLimits.StoredBytesMax && block.Position <= end
        && block.End <= end;
}
