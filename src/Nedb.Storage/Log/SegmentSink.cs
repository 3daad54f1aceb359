using System.Buffers.Binary;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;
using Nedb.Storage.Values;
using ZstdSharp;

namespace Nedb.Storage.Log;

/// <summary>Takes the bytes of a segment in order and writes them, packed where the header says so. For one thread.</summary>
internal sealed class SegmentSink : IDisposable
{
    private const int PlainFlushBytes = 1024 * 1024;
    private const int PackedBlockBytes = 128 * 1024;

    // Salts and hashes do not shrink, and the rest does at any level: the next one up takes half as long again for 1 % less.
    private const int Level = 1;

    private readonly IFile _file;
    private readonly SegmentHeader _header;
    private readonly Sealer? _sealer;
    private readonly Compressor? _compressor;
    private readonly ByteBuffer _waiting = new();
    private readonly ByteBuffer _index = new();
    private readonly byte[] _packed = [];
    private readonly byte[] _sealed = [];
    private long _position;
    private long _length = SegmentHeader.SizeBytes;

    /// <summary>Writes the header.</summary>
    public SegmentSink(IFile file, SegmentHeader header, Sealer? sealer)
    {
        _file = file;
        _header = header;
        _sealer = sealer;
        if (header.IsPacked)
        {
            _compressor = new Compressor(Level);
            _packed = GC.AllocateUninitializedArray<byte>(Compressor.GetCompressBound(PackedBlockBytes));
            _sealed = sealer is null ? [] : GC.AllocateUninitializedArray<byte>(_packed.Length + Sealer.TagBytes);
        }

        Put(header.ToBytes());
    }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        var size = _header.IsPacked ? PackedBlockBytes : PlainFlushBytes;
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, size - _waiting.Length)];
            _waiting.Append(part);
            bytes = bytes[part.Length..];
            if (_waiting.Length == size)
                Flush();
        }
    }

    /// <summary>Writes what is left, and syncs.</summary>
    public void Finish()
    {
        if (_waiting.Length > 0)
            Flush();
        if (_header.IsPacked)
        {
            var tail = new PackedTail(
                _length, _position, PackedBlockBytes, _index.Length / PackedTail.EntryBytes,
                Checksum.Compute(_header.Salt, _position, _index.Written));
            Put(_index.Written);
            Span<byte> bytes = stackalloc byte[PackedTail.SizeBytes];
            tail.Write(bytes, _header.Salt, _position);
            Put(bytes);
        }

        _file.Sync();
    }

    /// <inheritdoc/>
    public void Dispose() => _compressor?.Dispose();

    private void Flush()
    {
        if (_compressor is null)
        {
            Put(_waiting.Written);
        }
        else
        {
            var block = _packed.AsSpan(0, _compressor.Wrap(_waiting.Written, _packed));
            if (_sealer is not null)
            {
                var sealedBlock = _sealed.AsSpan(0, block.Length + Sealer.TagBytes);
                _sealer.Seal(_index.Length / PackedTail.EntryBytes, block, sealedBlock);
                block = sealedBlock;
            }

            var entry = _index.Reserve(PackedTail.EntryBytes);
            BinaryPrimitives.WriteInt32LittleEndian(entry, block.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Checksum.Compute(_header.Salt, _position, block));
            Put(block);
        }

        _waiting.Clear();
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes, _position);
        _position += bytes.Length;
    }
}
