using System.Buffers.Binary;
using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Proofs;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;

namespace Nedb.Storage.Files;

/// <summary>
/// What a version of a file consists of, in order: for each chunk its id (32 bytes) and its length (4 bytes, big-endian).
/// </summary>
internal sealed class ChunkList
{
    private const int EntryBytes = Hash256.SizeBytes + sizeof(int);

    private readonly List<(Hash256 Id, long Offset, int Length)> _chunks = [];

    public int Count => _chunks.Count;

    public IReadOnlyList<(Hash256 Id, long Offset, int Length)> All => _chunks;

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; private set; }

    public (Hash256 Id, long Offset, int Length) this[int index] => _chunks[index];

    /// <summary>Reads a list.</summary>
    /// <exception cref="CorruptionException">The bytes are no list, or do not add up to the length that the version states.</exception>
    public static ChunkList Decode(ReadOnlySpan<byte> bytes, long length, long seq)
    {
        var list = new ChunkList();
        var isWhole = bytes.Length % EntryBytes == 0;
        for (; isWhole && bytes.Length > 0; bytes = bytes[EntryBytes..])
        {
            var chunkLength = BinaryPrimitives.ReadInt32BigEndian(bytes[Hash256.SizeBytes..]);
            isWhole = chunkLength is > 0 and <= ChunkCutter.GreatestBytes;
            list.Add(new Hash256(bytes[..Hash256.SizeBytes]), chunkLength);
        }

        return isWhole && list.Length == length ? list : throw new CorruptionException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The version of a file at seq {seq} is damaged: its chunks do not add up to its {length} bytes. Nothing was changed."),
            "log",
            0,
            seq);
    }

    public void Add(Hash256 id, int length)
    {
        // The list is one document.
        if ((_chunks.Count + 1) * EntryBytes > WriteLimits.RowBytesMax - 8 * 1024)
            throw new StorageException(
                StorageErrorCode.ValueInvalid,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A file has at most {_chunks.Count:N0} chunks; this one is longer than {Length:N0} bytes."));
        _chunks.Add((id, Length, length));
        Length += length;
    }

    public byte[] Encode()
    {
        var bytes = new byte[_chunks.Count * EntryBytes];
        for (var i = 0; i < _chunks.Count; i++)
        {
            var entry = bytes.AsSpan(i * EntryBytes);
            _chunks[i].Id.CopyTo(entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[Hash256.SizeBytes..], _chunks[i].Length);
        }

        return bytes;
    }

    /// <summary>The tree over the chunks.</summary>
    public MerkleTree ToTree()
    {
        var tree = new MerkleTree();
        foreach (var (id, offset, length) in _chunks)
            tree.Append(FileHash.HashLeaf(offset, length, id));
        return tree;
    }

    /// <summary>The root that the version commits to.</summary>
    public Hash256 Root() => FileHash.HashRoot(Length, Count, ToTree().Root(Count));

    /// <summary>The chunk that holds a byte; the position must be below <see cref="Length"/>.</summary>
    public int IndexAt(long position)
    {
        int low = 0, high = _chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_chunks[middle].Offset <= position)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
