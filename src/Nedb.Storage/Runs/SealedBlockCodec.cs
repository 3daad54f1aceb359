using System.Collections.Concurrent;
using Nedb.Storage.Sealing;
using Nedb.Storage.Values;

namespace Nedb.Storage.Runs;

/// <summary>
/// Seals blocks with the data key of the database. A run is written once and under a salt of its own, so the position of a block serves as
/// its nonce.
/// </summary>
internal sealed class SealedBlockCodec(Vault vault) : IBlockCodec
{
    private const int SealersMax = 4096;

    private readonly ConcurrentDictionary<(long RunId, UInt128 Salt), Sealer> _sealers = [];

    /// <inheritdoc/>
    public uint Id => 1;

    /// <inheritdoc/>
    public void Seal(ReadOnlySpan<byte> block, in BlockPlace place, ByteBuffer target) =>
        SealerOf(place).Seal(place.Position, block, target.Reserve(block.Length + Sealer.TagBytes));

    /// <inheritdoc/>
    public bool TryOpen(byte[] stored, int length, in BlockPlace place, out ArraySegment<byte> block)
    {
        block = default;
        if (length < Sealer.TagBytes)
            return false;
        block = new(stored, 0, length - Sealer.TagBytes);
        return SealerOf(place).TryOpen(place.Position, stored.AsSpan(0, length), stored);
    }

    private Sealer SealerOf(in BlockPlace place)
    {
        if (_sealers.TryGetValue((place.RunId, place.Salt), out var known))
            return known;
        // Merging makes runs without end, and their sealers are made again in a moment.
        if (_sealers.Count >= SealersMax)
            _sealers.Clear();
        return _sealers.GetOrAdd((place.RunId, place.Salt), vault.CreateSealer(RunName.PathOf(place.RunId), place.Salt));
    }
}
