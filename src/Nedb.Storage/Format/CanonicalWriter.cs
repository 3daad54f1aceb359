using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Nedb.Storage.Format;

/// <summary>
/// Writes the few kinds of CBOR items that headers and frames are made of, in the one deterministic form of RFC 8949 §4.2.1:
/// shortest heads, definite lengths, shortest floating-point form that keeps the value.
/// </summary>
internal readonly ref struct CanonicalWriter(IBufferWriter<byte> target)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Begins an array of that many items.</summary>
    public void Array(int count) => Head(CborHead.Array, (ulong)count);

    /// <summary>Writes an integer.</summary>
    public void Integer(long value)
    {
        if (value >= 0)
            Head(CborHead.Unsigned, (ulong)value);
        else
            Head(CborHead.Negative, (ulong)~value);
    }

    /// <summary>Writes an integer, or null.</summary>
    public void Integer(long? value)
    {
        if (value is { } number)
            Integer(number);
        else
            Null();
    }

    /// <summary>Writes a byte string.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Head(CborHead.Bytes, (ulong)value.Length);
        target.Write(value);
    }

    /// <summary>Writes text, or null.</summary>
    /// <exception cref="ArgumentException">The text has a lone surrogate.</exception>
    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        var count = Utf8.GetByteCount(value);
        Head(CborHead.Text, (ulong)count);
        Utf8.GetBytes(value, target.GetSpan(count));
        target.Advance(count);
    }

    /// <summary>Writes a floating-point number, or null.</summary>
    public void Float(double? value)
    {
        if (value is not { } number)
        {
            Null();
            return;
        }

        Span<byte> item = stackalloc byte[9];
        int size;
        if ((double)(Half)number == number)
        {
            item[0] = CborHead.HalfFloat;
            BinaryPrimitives.WriteHalfBigEndian(item[1..], (Half)number);
            size = 3;
        }
        else if ((double)(float)number == number)
        {
            item[0] = CborHead.SingleFloat;
            BinaryPrimitives.WriteSingleBigEndian(item[1..], (float)number);
            size = 5;
        }
        else
        {
            item[0] = CborHead.DoubleFloat;
            BinaryPrimitives.WriteDoubleBigEndian(item[1..], number);
            size = 9;
        }

        target.Write(item[..size]);
    }

    /// <summary>Writes null.</summary>
    public void Null() => target.Write([CborHead.Null]);

    private void Head(byte major, ulong argument)
    {
        Span<byte> head = stackalloc byte[9];
        int size;
        switch (argument)
        {
            case < 24:
                head[0] = (byte)(major | argument);
                size = 1;
                break;
            case <= byte.MaxValue:
                head[0] = (byte)(major | 24);
                head[1] = (byte)argument;
                size = 2;
                break;
            case <= ushort.MaxValue:
                head[0] = (byte)(major | 25);
                BinaryPrimitives.WriteUInt16BigEndian(head[1..], (ushort)argument);
                size = 3;
                break;
            case <= uint.MaxValue:
                head[0] = (byte)(major | 26);
                BinaryPrimitives.WriteUInt32BigEndian(head[1..], (uint)argument);
                size = 5;
                break;
            default:
                head[0] = (byte)(major | 27);
                BinaryPrimitives.WriteUInt64BigEndian(head[1..], argument);
                size = 9;
                break;
        }

        target.Write(head[..size]);
    }
}
