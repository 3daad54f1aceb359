using Nedb.Storage.Runs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Runs;

/// <summary>A codec that lengthens blocks and knows where they belong, as one that encrypts does.</summary>
internal sealed class XorCodec(byte mask) : IBlockCodec
{
    public uint Id => 77;

    public void Seal(ReadOnlySpan<byte> block, in BlockPlace place, ByteBuffer target)
    {
        target.Append(Mark(place));
        var bytes = target.Reserve(block.Length);
        for (var i = 0; i < block.Length; i++)
            bytes[i] = (byte)(block[i] ^ mask);
    }

    public bool TryOpen(byte[] stored, int length, in BlockPlace place, out ArraySegment<byte> block)
    {
        block = default;
        if (length == 0 || stored[0] != Mark(place))
            return false;
        for (var i = 1; i < length; i++)
            stored[i] ^= mask;
        block = new(stored, 1, length - 1);
        return true;
    }

    private byte Mark(BlockPlace place) => (byte)(HashCode.Combine(place.DatabaseId, place.RunId, place.Salt, place.Position) ^ mask);
}
