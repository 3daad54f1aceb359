using System.Buffers.Binary;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// The hashes of files, told apart from those of the log by their first byte:
/// <code>
/// chunk id  = H(0x10, content)
/// file leaf = H(0x11, offset u64, length u32, chunk id[32])        big-endian
/// file root = H(0x12, length u64, number of chunks u64, root of the tree of RFC 6962 §2.1 over the file leaves[32])
/// </code>
/// The root says where each chunk lies and how long the file is, so a chunk proves bytes at a place, and no chunk stands for another.
/// </summary>
internal static class FileHash
{
    private const byte Chunk = 0x10;
    private const byte Leaf = 0x11;
    private const byte Root = 0x12;

    public static Hash256 HashChunk(ReadOnlySpan<byte> content) => Blake2b256.Hash([Chunk], content);

    public static Hash256 HashLeaf(long offset, int length, Hash256 chunkId)
    {
        Span<byte> input = stackalloc byte[1 + sizeof(long) + sizeof(int) + Hash256.SizeBytes];
        input[0] = Leaf;
        BinaryPrimitives.WriteInt64BigEndian(input[1..], offset);
        BinaryPrimitives.WriteInt32BigEndian(input[9..], length);
        chunkId.CopyTo(input[13..]);
        return Blake2b256.Hash(input);
    }

    public static Hash256 HashRoot(long length, long chunks, Hash256 treeRoot)
    {
        Span<byte> input = stackalloc byte[1 + 2 * sizeof(long) + Hash256.SizeBytes];
        input[0] = Root;
        BinaryPrimitives.WriteInt64BigEndian(input[1..], length);
        BinaryPrimitives.WriteInt64BigEndian(input[9..], chunks);
        treeRoot.CopyTo(input[17..]);
        return Blake2b256.Hash(input);
    }
}
