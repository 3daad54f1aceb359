using System.Buffers;

namespace Nedb.Storage.Format;

/// <summary>A growing run of bytes that can still be changed: the frames of one group before they are written.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>
{
    private const int SmallBytes = 64 * 1024;
    private const int KeptBytesMax = 4 * 1024 * 1024;

    private byte[] _bytes = new byte[SmallBytes];

    /// <summary>The number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written.</summary>
    public Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Empties the run. The memory of a very large group is let go.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytesMax)
            _bytes = new byte[SmallBytes];
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsSpan(Length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsMemory(Length);
    }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Appends the same byte a number of times.</summary>
    public void Fill(byte value, int count)
    {
        Reserve(count);
        _bytes.AsSpan(Length, count).Fill(value);
        Length += count;
    }

    private void Reserve(int count)
    {
        var needed = (long)Length + count;
        if (needed <= _bytes.Length)
            return;
        if (needed > Array.MaxLength)
            throw new OutOfMemoryException($"A group of commits would take {needed} bytes.");
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
    }
}
