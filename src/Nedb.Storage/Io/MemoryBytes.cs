namespace Nedb.Storage.Io;

/// <summary>The bytes of a file in memory, in chunks, so that growing copies nothing. Safe for any number of threads.</summary>
internal sealed class MemoryBytes
{
    private const int ChunkBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _chunks = [];
    private long _length;

    /// <summary>The number of bytes.</summary>
    public long Length
    {
        get
        {
            lock (_gate)
                return _length;
        }
    }

    /// <summary>Copies out what there is from that position on; 0 at the end.</summary>
    public int Read(Span<byte> buffer, long offset)
    {
        lock (_gate)
        {
            if (offset >= _length)
                return 0;
            var count = (int)Math.Min(buffer.Length, _length - offset);
            for (var done = 0; done < count;)
            {
                var (chunk, start) = Locate(offset + done);
                var part = Math.Min(count - done, ChunkBytes - start);
                _chunks[chunk].AsSpan(start, part).CopyTo(buffer[done..]);
                done += part;
            }

            return count;
        }
    }

    /// <summary>Copies in, growing as needed; a gap reads as zeros.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        lock (_gate)
        {
            if (offset + bytes.Length > _length)
                Resize(offset + bytes.Length);
            for (var done = 0; done < bytes.Length;)
            {
                var (chunk, start) = Locate(offset + done);
                var part = Math.Min(bytes.Length - done, ChunkBytes - start);
                bytes.Slice(done, part).CopyTo(_chunks[chunk].AsSpan(start));
                done += part;
            }
        }
    }

    /// <summary>Cuts, or grows with zeros.</summary>
    public void SetLength(long length)
    {
        lock (_gate)
            Resize(length);
    }

    /// <summary>All bytes.</summary>
    public byte[] ToArray()
    {
        lock (_gate)
        {
            var bytes = new byte[_length];
            Read(bytes, 0);
            return bytes;
        }
    }

    private static (int Chunk, int Start) Locate(long offset) => ((int)(offset / ChunkBytes), (int)(offset % ChunkBytes));

    private void Resize(long length)
    {
        var needed = (int)((length + ChunkBytes - 1) / ChunkBytes);
        if (length < _length)
        {
            _chunks.RemoveRange(needed, _chunks.Count - needed);
            var used = (int)(length % ChunkBytes);
            if (used > 0)
                _chunks[^1].AsSpan(used).Clear(); // growing again must read as zeros
        }
        else
        {
            while (_chunks.Count < needed)
                _chunks.Add(new byte[ChunkBytes]);
        }

        _length = length;
    }
}
