using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Cbor;

/// <summary>Bytes are not the one deterministic encoding of anything. Whoever knows the file wraps it.</summary>
internal sealed class CborException(string message, int offset)
    : StorageException(StorageErrorCode.Corruption, $"{message} (at byte {offset})")
{
    /// <summary>The position in the encoded bytes.</summary>
    public int Offset { get; } = offset;
}
