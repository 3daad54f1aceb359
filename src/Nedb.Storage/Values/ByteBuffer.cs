using System.Buffers;
using System.Runtime.CompilerServices;

namespace Nedb.Storage.Values;

/// <summary>A growing array that is used again and again, so that encoding costs no garbage but its outcome.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    [ThreadStatic]
    private static ByteBuffer? _cached;

    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    /// <summary>How many bytes it holds before it grows.</summary>
    public int Capacity => _bytes.Length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Takes the buffer of this thread, empty. Whoever rents while it is out gets a new one.</summary>
    public static ByteBuffer Rent()
    {
        var buffer = _cached ?? new();
        _cached = null;
        buffer.Length = 0;
        return buffer;
    }

    public static void Return(ByteBuffer buffer) => _cached = buffer;

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = length;

    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if (Length == _bytes.Length)
            Grow(1);
        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Appends that many bytes, to be written by the caller at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Grow(count);
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    /// <summary>Bytes written before, to be changed in place.</summary>
    public Span<byte> Change(int start, int count) => _bytes.AsSpan(0, Length).Slice(start, count);

    /// <summary>Inverts every byte from a position on.</summary>
    public void Invert(int start)
    {
        foreach (ref var value in _bytes.AsSpan(start, Length - start))
            value = (byte)~value;
    }

    void IBufferWriter<byte>.Advance(int count) => Length += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Length);
    }

    private void Grow(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
    }
}
