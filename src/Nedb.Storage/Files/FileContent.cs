using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Files;

/// <summary>
/// The content of one version of a file: seekable, read only, one chunk in memory at a time, each checked against its hash when it is read.
/// It stays what it is, whatever is written meanwhile. Used by one thread at a time.
/// </summary>
internal sealed class FileContent(ReadView view, int chunksId, ChunkList chunks) : Stream
{
    private byte[] _chunk = [];
    private int _chunkIndex = -1;
    private bool _isClosed;

    public override bool CanRead => !_isClosed;

    public override bool CanSeek => !_isClosed;

    public override bool CanWrite => false;

    public override long Length => chunks.Length;

    public override long Position
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (buffer.IsEmpty || Position >= chunks.Length)
            return 0;
        var index = chunks.IndexAt(Position);
        var (id, offset, length) = chunks[index];
        if (index != _chunkIndex)
        {
            _chunk = ChunkCodec.Decode(view.Find(chunksId, KeyEncoder.Encode(NedbValue.FromBytes(id.ToByteArray()))), id, length);
            _chunkIndex = index;
        }

        var part = _chunk.AsSpan((int)(Position - offset));
        part = part[..Math.Min(part.Length, buffer.Length)];
        part.CopyTo(buffer);
        Position += part.Length;
        return part.Length;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        var target = offset + (origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => Position,
            _ => chunks.Length,
        });
        if (target < 0)
            throw new IOException($"There is no position {target}: a file begins at 0.");
        return Position = target;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A version of a file does not change; put another one.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A version of a file does not change; put another one.");

    protected override void Dispose(bool disposing)
    {
        _isClosed = true;
        _chunk = [];
        base.Dispose(disposing);
    }
}
