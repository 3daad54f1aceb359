using System.Buffers.Binary;
using System.Text;

namespace Nedb.Storage.Format;

/// <summary>
/// Reads what <see cref="CanonicalWriter"/> writes, and nothing else: another form of the same value is refused. The bytes may come from an enemy;
/// every length is checked against what is left before it is used, and a failed read returns false and stays failed.
/// </summary>
internal ref struct CanonicalReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The number of bytes consumed.</summary>
    public int Position { get; private set; }

    /// <summary>What was expected where reading failed; null while it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether all bytes are consumed.</summary>
    public readonly bool IsAtEnd => Position == _bytes.Length;

    /// <summary>Reads the head of an array of exactly that many items.</summary>
    public bool Array(int count) => Head(CborHead.Array, out var argument) && (argument == (ulong)count || Fail($"an array of {count} items"));

    /// <summary>Reads the head of an array whose items take at least a byte each.</summary>
    public bool Array(out int count)
    {
        count = 0;
        if (!Head(CborHead.Array, out var argument))
            return false;
        if (argument > (ulong)(_bytes.Length - Position))
            return Fail("an array that fits into what is left");
        count = (int)argument;
        return true;
    }

    /// <summary>Reads an integer.</summary>
    public bool Integer(out long value)
    {
        value = 0;
        if (Position >= _bytes.Length)
            return Fail("an integer");
        var isNegative = (_bytes[Position] & CborHead.MajorMask) == CborHead.Negative;
        if (!Head(isNegative ? CborHead.Negative : CborHead.Unsigned, out var argument))
            return false;
        if (argument > long.MaxValue)
            return Fail("an integer of 64 bits");
        value = isNegative ? ~(long)argument : (long)argument;
        return true;
    }

    /// <summary>Reads an integer, or null.</summary>
    public bool Integer(out long? value)
    {
        value = null;
        if (SkipNull())
            return true;
        if (!Integer(out long number))
            return false;
        value = number;
        return true;
    }

    /// <summary>Reads a byte string; the span points into the input.</summary>
    public bool Bytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        return Head(CborHead.Bytes, out var length) && Take(length, out value);
    }

    /// <summary>Reads a byte string, or null.</summary>
    public bool BytesOrNull(out ReadOnlySpan<byte> value, out bool isNull)
    {
        value = default;
        isNull = SkipNull();
        return isNull || Bytes(out value);
    }

    /// <summary>Reads text, or null.</summary>
    public bool Text(out string? value)
    {
        value = null;
        if (SkipNull())
            return true;
        if (!Head(CborHead.Text, out var length) || !Take(length, out var span))
            return false;
        try
        {
            value = Utf8.GetString(span);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return Fail("text in UTF-8");
        }
    }

    /// <summary>Reads a floating-point number in its shortest form, or null.</summary>
    public bool Float(out double? value)
    {
        value = null;
        if (SkipNull())
            return true;
        if (Position >= _bytes.Length)
            return Fail("a floating-point number");
        var head = _bytes[Position];
        var size = head switch { CborHead.HalfFloat => 2, CborHead.SingleFloat => 4, CborHead.DoubleFloat => 8, _ => 0 };
        if (size == 0 || _bytes.Length - Position - 1 < size)
            return Fail("a floating-point number");
        var digits = _bytes.Slice(Position + 1, size);
        var number = size switch
        {
            2 => (double)BinaryPrimitives.ReadHalfBigEndian(digits),
            4 => BinaryPrimitives.ReadSingleBigEndian(digits),
            _ => BinaryPrimitives.ReadDoubleBigEndian(digits),
        };
        var isShortest = size == 2 || ((double)(Half)number != number && (size == 4 || (double)(float)number != number));
        if (!isShortest)
            return Fail("the shortest form of a floating-point number");
        Position += 1 + size;
        value = number;
        return true;
    }

    private readonly bool IsNullNext => Fault is null && Position < _bytes.Length && _bytes[Position] == CborHead.Null;

    private bool SkipNull()
    {
        if (!IsNullNext)
            return false;
        Position++;
        return true;
    }

    private bool Take(ulong length, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (length > (ulong)(_bytes.Length - Position))
            return Fail("a string that fits into what is left");
        value = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return true;
    }

    private bool Head(byte major, out ulong argument)
    {
        argument = 0;
        if (Fault is not null)
            return false;
        if (Position >= _bytes.Length || (_bytes[Position] & CborHead.MajorMask) != major)
            return Fail($"an item of CBOR major type {major >> 5}");
        var info = _bytes[Position] & 0x1F;
        if (info < 24)
        {
            argument = (ulong)info;
            Position++;
            return true;
        }

        var size = info switch { 24 => 1, 25 => 2, 26 => 4, 27 => 8, _ => 0 };
        if (size == 0 || _bytes.Length - Position - 1 < size)
            return Fail("a whole CBOR head of definite length");
        var digits = _bytes.Slice(Position + 1, size);
        argument = size switch
        {
            1 => digits[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(digits),
            4 => BinaryPrimitives.ReadUInt32BigEndian(digits),
            _ => BinaryPrimitives.ReadUInt64BigEndian(digits),
        };
        var least = size switch { 1 => 24UL, 2 => 1UL << 8, 4 => 1UL << 16, _ => 1UL << 32 };
        if (argument < least)
            return Fail("the shortest form of a CBOR head");
        Position += 1 + size;
        return true;
    }

    private bool Fail(string expected)
    {
        Fault ??= $"expected {expected} at byte {Position} of {_bytes.Length}";
        return false;
    }
}
