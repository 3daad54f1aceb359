using Nedb.Storage.Values;

namespace Nedb.Storage.Runs;

/// <summary>
/// Between a block and its form in the file: where blocks are compressed and encrypted. Every block of a run but its header and tail goes
/// through it. Used by any number of threads at a time.
/// </summary>
internal interface IBlockCodec
{
    /// <summary>What the header of a run names the codec by.</summary>
    uint Id { get; }

    /// <summary>Appends the stored form of a block.</summary>
    void Seal(ReadOnlySpan<byte> block, in BlockPlace place, ByteBuffer target);

    /// <summary>Gives a block back; its checksum was checked before.</summary>
    /// <param name="stored">An array of the callee's own: the block may stay in it.</param>
    /// <param name="length">How many of its bytes are the stored form.</param>
    /// <param name="place">Where the block stands.</param>
    /// <param name="block">The block.</param>
    /// <returns>Whether it is the block that was sealed for this place.</returns>
    bool TryOpen(byte[] stored, int length, in BlockPlace place, out ArraySegment<byte> block);
}
