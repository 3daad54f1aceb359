using Nedb.Storage.Values;

namespace Nedb.Storage.Runs;

/// <summary>Stores blocks as they are.</summary>
internal sealed class PlainBlockCodec : IBlockCodec
{
    /// <summary>The one there is.</summary>
    public static PlainBlockCodec Instance { get; } = new();

    /// <inheritdoc/>
    public uint Id => 0;

    /// <inheritdoc/>
    public void Seal(ReadOnlySpan<byte> block, in BlockPlace place, ByteBuffer target) => target.Append(block);

    /// <inheritdoc/>
    public bool TryOpen(byte[] stored, int length, in BlockPlace place, out ArraySegment<byte> block)
    {
        block = new(stored, 0, length);
        return true;
    }
}
