using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Nedb.Storage.Cbor;

/// <summary>
/// Reads what <see cref="CborWriter"/> writes, and refuses every other encoding of the same content: a value has one sequence of bytes and
/// one hash. Lengths are checked against what is there before anything is allocated.
/// </summary>
internal ref partial struct CborReader(ReadOnlySpan<byte> bytes, int position = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position = position;

    /// <summary>The offset of the next item.</summary>
    public readonly int Position => _position;

    public readonly bool IsAtEnd => _position == _bytes.Length;

    /// <summary>The major type (RFC 8949 §3.1) of the next item.</summary>
    public readonly int PeekMajorType() => _position < _bytes.Length
        ? _bytes[_position] >> 5
        : throw Fail("Expected another item; found the end", _position);

    /// <summary>The first byte of the next item.</summary>
    public readonly byte PeekByte() => _position < _bytes.Length ? _bytes[_position]
        : throw Fail("Expected another item; found the end", _position);

    /// <summary>Reads a null if there is one next.</summary>
    public bool TryReadNull()
    {
        if (PeekByte() != 0xF6)
            return false;
        _position++;
        return true;
    }

    public bool ReadBoolean()
    {
        var start = _position;
        var head = PeekByte();
        if (head is not (0xF4 or 0xF5))
            throw Fail($"Expected true or false; found the byte {head:x2}", start);
        _position++;
        return head == 0xF5;
    }

    public long ReadInt64()
    {
        var start = _position;
        var argument = ReadHead(out var majorType);
        if (majorType > 1 || argument > long.MaxValue)
            throw Fail("Expected a signed 64-bit integer", start);
        return majorType == 0 ? (long)argument : ~(long)argument;
    }

    public ulong ReadUInt64()
    {
        var start = _position;
        var argument = ReadHead(out var majorType);
        return majorType == 0 ? argument : throw Fail("Expected an unsigned integer", start);
    }

    public ulong ReadTag()
    {
        var start = _position;
        var argument = ReadHead(out var majorType);
        return majorType == 6 ? argument : throw Fail("Expected a tag", start);
    }

    public void ReadTag(ulong expected)
    {
        var start = _position;
        var tag = ReadTag();
        if (tag != expected)
            throw Fail($"Expected the tag {expected}; found {tag}", start);
    }

    /// <summary>Begins an array and gives the number of its items.</summary>
    public int ReadArrayHead() => ReadCount(4, 1);

    /// <summary>Begins an array that must have that many items.</summary>
    public void ReadArrayHead(int expected)
    {
        var start = _position;
        var count = ReadArrayHead();
        if (count != expected)
            throw Fail($"Expected an array of {expected} items; found {count}", start);
    }

    /// <summary>Begins a map and gives the number of its pairs.</summary>
    public int ReadMapHead() => ReadCount(5, 2);

    /// <summary>The bytes of a byte string, not copied.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var count = ReadCount(2, 1);
        _position += count;
        return _bytes.Slice(_position - count, count);
    }

    /// <summary>The UTF-8 of a text, checked, not copied.</summary>
    public ReadOnlySpan<byte> ReadTextBytes()
    {
        var start = _position;
        var count = ReadCount(3, 1);
        var text = _bytes.Slice(_position, count);
        if (!Utf8.IsValid(text))
            throw Fail("A text is not UTF-8", start);
        _position += count;
        return text;
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadTextBytes());

    public string? ReadTextOrNull() => TryReadNull() ? null : ReadText();

    public long? ReadInt64OrNull() => TryReadNull() ? null : ReadInt64();

    public double ReadDouble()
    {
        var start = _position;
        var head = PeekByte();
        var size = head switch
        {
            0xF9 => 2,
            0xFA => 4,
            0xFB => 8,
            _ => throw Fail($"Expected a floating-point number; found the byte {head:x2}", start),
        };
        if (_bytes.Length - start - 1 < size)
            throw Fail("A number ends early", start);
        var content = _bytes.Slice(start + 1, size);
        _position += 1 + size;
        if (size == 2)
        {
            var half = BinaryPrimitives.ReadHalfBigEndian(content);
            if (Half.IsNaN(half) && BinaryPrimitives.ReadUInt16BigEndian(content) != 0x7E00)
                throw Fail("A NaN is not the canonical one", start);
            return (double)half;
        }

        var value = size == 4 ? BinaryPrimitives.ReadSingleBigEndian(content) : BinaryPrimitives.ReadDoubleBigEndian(content);
        var isShorter = double.IsNaN(value)
            || BitConverter.DoubleToInt64Bits((double)(Half)value) == BitConverter.DoubleToInt64Bits(value)
            || (size == 8 && (float)value == value);
        return isShorter ? throw Fail("A floating-point number is not in its shortest form", start) : value;
    }

    public decimal ReadDecimal()
    {
        var start = _position;
        ReadTag(CborTag.Decimal);
        ReadArrayHead(2);
        var exponent = ReadInt64();
        if (exponent is > 0 or < -28)
            throw Fail($"Expected a decimal exponent from -28 to 0; found {exponent}", start);
        var mantissa = ReadMantissa(out var isNegative);
        return new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), isNegative, (byte)-exponent);
    }

    /// <summary>Refuses bytes after the last item.</summary>
    public readonly void ExpectEnd()
    {
        if (!IsAtEnd)
            throw Fail($"Expected the end; found {_bytes.Length - _position} more bytes", _position);
    }

    internal static CborException Fail(string message, int offset) => new(message, offset);

    private UInt128 ReadMantissa(out bool isNegative)
    {
        var start = _position;
        UInt128 magnitude;
        if (PeekMajorType() != 6)
        {
            magnitude = ReadHead(out var majorType);
            isNegative = majorType == 1;
            if (majorType > 1)
                throw Fail("Expected an integer as the mantissa of a decimal", start);
        }
        else
        {
            var tag = ReadTag();
            isNegative = tag == CborTag.NegativeInteger;
            var digits = ReadBytes();
            if (tag is not (CborTag.PositiveInteger or CborTag.NegativeInteger) || digits.Length is <= 8 or > 12 || digits[0] == 0)
                throw Fail("Expected a large integer of 9 to 12 bytes without leading zeros", start);
            magnitude = 0;
            foreach (var digit in digits)
                magnitude = (magnitude << 8) | digit;
        }

        if (isNegative)
            magnitude++;
        return magnitude >> 96 == 0 ? magnitude : throw Fail("The mantissa of a decimal has more than 96 bits", start);
    }

    private int ReadCount(int expectedType, int bytesPerItem)
    {
        var start = _position;
        var count = ReadHead(out var majorType);
        if (majorType != expectedType)
            throw Fail($"Expected an item of major type {expectedType}; found {majorType}", start);
        if (count > (ulong)((_bytes.Length - _position) / bytesPerItem))
            throw Fail($"A length of {count} passes the end", start);
        return (int)count;
    }

    private ulong ReadHead(out int majorType)
    {
        var start = _position;
        var head = PeekByte();
        majorType = head >> 5;
        var detail = head & 0x1F;
        if (detail < 24)
        {
            _position++;
            return (ulong)detail;
        }

        if (detail > 27 || majorType == 7)
            throw Fail($"The byte {head:x2} begins nothing that is written here", start);
        var size = 1 << (detail - 24);
        if (_bytes.Length - start - 1 < size)
            throw Fail("A number ends early", start);
        var content = _bytes.Slice(start + 1, size);
        ulong argument;
        ulong leastThatNeedsIt;
        switch (size)
        {
            case 1:
                argument = content[0];
                leastThatNeedsIt = 24;
                break;
            case 2:
                argument = BinaryPrimitives.ReadUInt16BigEndian(content);
                leastThatNeedsIt = 1UL << 8;
                break;
            case 4:
                argument = BinaryPrimitives.ReadUInt32BigEndian(content);
                leastThatNeedsIt = 1UL << 16;
                break;
            default:
                argument = BinaryPrimitives.ReadUInt64BigEndian(content);
                leastThatNeedsIt = 1UL << 32;
                break;
        }

        if (argument < leastThatNeedsIt)
            throw Fail("A number is not in its shortest form", start);
        _position += 1 + size;
        return argument;
    }
}
