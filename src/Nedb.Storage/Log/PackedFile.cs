using System.Buffers.Binary;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;
using ZstdSharp;

namespace Nedb.Storage.Log;

/// <summary>
/// A packed segment, read as if it were not packed: the same header, and the same frames at the same places as in a segment that was never
/// packed nor sealed. A block that is not as it was written reads as zeros, which are no frame anywhere, and <see cref="Fault"/> tells
/// which. For one thread.
/// </summary>
internal sealed class PackedFile : IFile
{
    private readonly IFile _file;
    private readonly string _path;
    private readonly SegmentHeader _header;
    private readonly PackedTail _tail;
    private readonly byte[] _index;
    private readonly long[] _positions;
    private readonly Sealer? _sealer;
    private readonly Decompressor _decompressor = new();
    private readonly byte[] _block;
    private byte[] _stored = [];
    private byte[] _opened = [];
    private int _blockNumber = -1;

    private PackedFile(IFile file, string path, SegmentHeader header, PackedTail tail, byte[] index, long[] positions, Sealer? sealer)
    {
        _file = file;
        _path = path;
        _header = header;
        _tail = tail;
        _index = index;
        _positions = positions;
        _sealer = sealer;
        _block = new byte[tail.BlockBytes];
    }

    /// <summary>The length as it reads.</summary>
    public long Length => _tail.Length;

    /// <summary>What is wrong with a block that was read; null where nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>Opens a packed segment; the file is this object's from here on.</summary>
    /// <exception cref="CorruptionException">Its end is not as it was written.</exception>
    public static PackedFile Open(IFile file, SegmentHeader header, string path, Vault? vault)
    {
        var position = file.Length - PackedTail.SizeBytes;
        var bytes = new byte[PackedTail.SizeBytes];
        if (position < SegmentHeader.SizeBytes || !TryReadAll(file, bytes, position)
            || !PackedTail.TryRead(bytes, header.Salt, position, out var tail))
            throw Damaged(path, Math.Max(position, 0), "its tail is not as it was written");
        var index = new byte[PackedTail.EntryBytes * tail.BlockCount];
        if (!TryReadAll(file, index, tail.IndexPosition)
            || Checksum.Compute(header.Salt, tail.IndexPosition, index) != tail.IndexChecksum)
            throw Damaged(path, tail.IndexPosition, "the index of its blocks is not as it was written");
        var positions = new long[tail.BlockCount + 1];
        positions[0] = SegmentHeader.SizeBytes;
        for (var i = 0; i < tail.BlockCount; i++)
            positions[i + 1] = positions[i] + BinaryPrimitives.ReadUInt32LittleEndian(index.AsSpan(PackedTail.EntryBytes * i));
        if (positions[^1] != tail.IndexPosition)
            throw Damaged(path, tail.IndexPosition, "its blocks do not end where their index begins");
        return new PackedFile(file, path, header, tail, index, positions, vault?.CreateSealer(header.Path, header.SealSalt));
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long offset)
    {
        if (offset >= Length || buffer.IsEmpty)
            return 0;
        if (offset < SegmentHeader.SizeBytes)
        {
            var header = _header.ToBytes().AsSpan((int)offset);
            var count = Math.Min(header.Length, buffer.Length);
            header[..count].CopyTo(buffer);
            return count;
        }

        var at = offset - SegmentHeader.SizeBytes;
        var number = (int)(at / _tail.BlockBytes);
        if (number != _blockNumber)
            Load(number);
        var start = (int)(at % _tail.BlockBytes);
        var length = Math.Min(LengthOf(number) - start, buffer.Length);
        _block.AsSpan(start, length).CopyTo(buffer);
        return length;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => throw NotWritable();

    /// <inheritdoc/>
    public void SetLength(long length) => throw NotWritable();

    /// <inheritdoc/>
    public void Sync() => throw NotWritable();

    /// <inheritdoc/>
    public void Dispose()
    {
        _decompressor.Dispose();
        _sealer?.Dispose();
        _file.Dispose();
    }

    private int LengthOf(int number) =>
        (int)Math.Min(_tail.BlockBytes, Length - SegmentHeader.SizeBytes - (long)number * _tail.BlockBytes);

    private void Load(int number)
    {
        _blockNumber = -1; // until it is whole
        if (TryLoad(number) is { } found)
        {
            _block.AsSpan().Clear();
            Fault ??= $"block {number} of the packed segment, at byte {_positions[number]} of the file, {found}";
        }

        _blockNumber = number;
    }

    private string? TryLoad(int number)
    {
        var position = _positions[number];
        var stored = (int)Math.Min(_positions[number + 1] - position, int.MaxValue);
        if (stored > 2 * _tail.BlockBytes + 1024)
            return $"takes {stored} bytes, more than any block does";
        if (_stored.Length < stored)
            _stored = new byte[stored];
        var bytes = _stored.AsSpan(0, stored);
        if (!TryReadAll(_file, bytes, position))
            return "is not in the file";
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(_index.AsSpan(PackedTail.EntryBytes * number + 4));
        if (Checksum.Compute(_header.Salt, position, bytes) != checksum)
            return "does not match its checksum";
        if (_sealer is not null)
        {
            if (_opened.Length < stored)
                _opened = new byte[stored];
            if (!_sealer.TryOpen(number, bytes, _opened))
                return "is not what was sealed there";
            bytes = _opened.AsSpan(0, stored - Sealer.TagBytes);
        }

        try
        {
            var length = _decompressor.Unwrap(bytes, _block);
            return length == LengthOf(number) ? null : $"unpacks to {length} bytes; expected {LengthOf(number)}";
        }
        catch (ZstdException error)
        {
            return "cannot be unpacked: " + error.Message;
        }
    }

    private static bool TryReadAll(IFile file, Span<byte> target, long position)
    {
        for (var done = 0; done < target.Length;)
        {
            var read = file.Read(target[done..], position + done);
            if (read == 0)
                return false;
            done += read;
        }

        return true;
    }

    private InvalidOperationException NotWritable() => new($"'{_path}' is packed, and a packed segment is never written to.");

    private static CorruptionException Damaged(string path, long position, string found) =>
        new($"The packed segment '{path}' is damaged: {found}. No file was changed. Put back an undamaged copy of it.", path, position);
}
