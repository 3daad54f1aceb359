using System.Buffers;
using System.Buffers.Binary;

namespace Nedb.Storage.Values;

/// <summary>
/// Writes values so that comparing the bytes compares the values: null first, then by kind, numbers by value across their kinds and
/// exactly, text by UTF-16 code units. Encodings are prefix-free, so concatenating them compares like comparing value by value.
/// </summary>
/// <remarks>
/// A value is the byte of its class and then: nothing (null); one byte (bool); for a number the eight ordered bytes of the greatest double
/// that is not greater, then 00 if it is equal, else 01 and the number times 10^28 as 24 ordered bytes; for text each UTF-16 code unit as
/// one to three bytes in the manner of UTF-8, and for bytes the bytes, both with 00 written as 00 FF and ended by 00 00; for a GUID its 16
/// bytes big-endian; for a date four and for other times eight ordered bytes; for an array its values and 00; for an object 01, name and
/// value of each member, and 00.
/// </remarks>
public static class KeyEncoder
{
    // Classes start above 0x00 and 0x01, which structure uses, and stay below 0xF0, so that neither they nor their inverse begin with 0xFF.
    internal const byte FirstClass = 0x10;
    private const byte NumberClass = FirstClass + (byte)ValueKind.Int64;

    // Of a number that a double holds exactly.
    private const int NumberBytes = 10;

    // Below this every integer is a double.
    private const double ExactIntegers = 1L << 53;

    /// <summary>Appends the ordered encoding of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isDescending">Whether to invert the bytes, so that greater values come first.</param>
    /// <param name="buffer">Where to append.</param>
    public static void Append(in NedbValue value, bool isDescending, IBufferWriter<byte> buffer)
    {
        if (value.Kind == ValueKind.Int64 && Math.Abs((double)value.AsInt64()) < ExactIntegers)
        {
            AppendInteger(value.AsInt64(), isDescending ? -1 : 0, buffer);
            return;
        }

        if (buffer is ByteBuffer own)
        {
            Append(value, isDescending, own);
            return;
        }

        var rented = ByteBuffer.Rent();
        Append(value, isDescending, rented);
        buffer.Write(rented.Written);
        ByteBuffer.Return(rented);
    }

    /// <summary>
    /// Appends the beginning that the encodings of a text, and of all longer texts that begin with it, have in common: for searches by
    /// prefix.
    /// </summary>
    /// <param name="prefix">The text.</param>
    /// <param name="isDescending">Whether to invert the bytes, as in a descending index.</param>
    /// <param name="buffer">Where to append.</param>
    public static void AppendTextPrefix(ReadOnlySpan<char> prefix, bool isDescending, IBufferWriter<byte> buffer)
    {
        var rented = ByteBuffer.Rent();
        rented.Append(FirstClass + (byte)ValueKind.String);
        AppendCodeUnits(prefix, rented);
        if (isDescending)
            rented.Invert(0);
        buffer.Write(rented.Written);
        ByteBuffer.Return(rented);
    }

    /// <summary>
    /// Appends what the encodings of all values begin with that can be less or greater than a value: those of its kind, or of all numbers.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="isDescending">Whether to invert the bytes, as in a descending index.</param>
    /// <param name="buffer">Where to append.</param>
    public static void AppendKind(in NedbValue value, bool isDescending, IBufferWriter<byte> buffer)
    {
        var kind = value.IsNumber ? NumberClass : (byte)(FirstClass + (byte)value.Kind);
        buffer.GetSpan(1)[0] = isDescending ? (byte)~kind : kind;
        buffer.Advance(1);
    }

    /// <summary>The ordered encoding of a key of one or more values.</summary>
    public static byte[] Encode(params ReadOnlySpan<NedbValue> values)
    {
        var rented = ByteBuffer.Rent();
        foreach (ref readonly var value in values)
            Append(value, rented);
        var bytes = rented.ToArray();
        ByteBuffer.Return(rented);
        return bytes;
    }

    internal static void Append(in NedbValue value, bool isDescending, ByteBuffer buffer)
    {
        var start = buffer.Length;
        Append(value, buffer);
        if (isDescending)
            buffer.Invert(start);
    }

    internal static void AppendText(string text, ByteBuffer buffer)
    {
        AppendCodeUnits(text, buffer);
        buffer.Append(0x00);
        buffer.Append(0x00);
    }

    private static void Append(in NedbValue value, ByteBuffer buffer)
    {
        switch (value.Kind)
        {
            case ValueKind.Int64 or ValueKind.UInt64 or ValueKind.Double or ValueKind.Decimal:
                AppendNumber(value, buffer);
                return;
            case ValueKind.Null:
                buffer.Append(FirstClass);
                return;
            case ValueKind.Boolean:
                buffer.Append(FirstClass + (byte)ValueKind.Boolean);
                buffer.Append(value.AsBoolean() ? (byte)1 : (byte)0);
                return;
            case ValueKind.String:
                buffer.Append(FirstClass + (byte)ValueKind.String);
                AppendText(value.AsString(), buffer);
                return;
            case ValueKind.Bytes:
                AppendBytes(value.AsBytes(), buffer);
                return;
            case ValueKind.Guid:
                buffer.Append(FirstClass + (byte)ValueKind.Guid);
                value.AsGuid().TryWriteBytes(buffer.Reserve(16), bigEndian: true, out _);
                return;
            case ValueKind.Date:
                buffer.Append(FirstClass + (byte)ValueKind.Date);
                BinaryPrimitives.WriteInt32BigEndian(buffer.Reserve(4), (int)value.AsRawTicks());
                return;
            case ValueKind.Array:
                buffer.Append(FirstClass + (byte)ValueKind.Array);
                foreach (ref readonly var item in value.AsArray().Items)
                    Append(item, buffer);
                buffer.Append(0x00);
                return;
            case ValueKind.Object:
                AppendObject(value.AsObject(), buffer);
                return;
            default:
                buffer.Append((byte)(FirstClass + (byte)value.Kind));
                BinaryPrimitives.WriteInt64BigEndian(buffer.Reserve(8), value.AsRawTicks() ^ long.MinValue);
                return;
        }
    }

    /// <summary>
    /// As <see cref="AppendNumber"/>, of an integer that a double holds exactly: most keys are one, and need no buffer between.
    /// </summary>
    /// <param name="number">The integer.</param>
    /// <param name="inversion">-1 to invert the bytes, else 0.</param>
    /// <param name="buffer">Where to append.</param>
    private static void AppendInteger(long number, int inversion, IBufferWriter<byte> buffer)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var span = buffer.GetSpan(NumberBytes);
        span[0] = (byte)(NumberClass ^ inversion);
        BinaryPrimitives.WriteInt64BigEndian(span[1..], (bits < 0 ? ~bits : bits ^ long.MinValue) ^ inversion);
        span[NumberBytes - 1] = (byte)inversion;
        buffer.Advance(NumberBytes);
    }

    private static void AppendNumber(in NedbValue value, ByteBuffer buffer)
    {
        var floor = NumberOrder.Floor(value, out var isExact);
        // NaN is all zeros, below the image of negative infinity; adding zero turns -0.0 into 0.0.
        var bits = double.IsNaN(floor) ? long.MinValue : BitConverter.DoubleToInt64Bits(floor + 0.0);
        var ordered = double.IsNaN(floor) ? 0 : bits < 0 ? ~bits : bits ^ long.MinValue;
        var span = buffer.Reserve(10);
        span[0] = NumberClass;
        BinaryPrimitives.WriteInt64BigEndian(span[1..], ordered);
        span[9] = isExact ? (byte)0 : (byte)1;
        if (isExact)
            return;
        if (value.Kind == ValueKind.Decimal)
        {
            var number = value.AsDecimal();
            var mantissa = NumberOrder.GetMantissa(number, out var scale);
            new WideInteger(mantissa).TimesPowerOfTen(28 - scale)
                .WriteOrdered(decimal.IsNegative(number), buffer.Reserve(WideInteger.SizeBytes));
            return;
        }

        var isNegative = value.Kind == ValueKind.Int64 && value.AsInt64() < 0;
        var magnitude = isNegative ? unchecked((ulong)-value.AsInt64()) : value.AsUInt64();
        new WideInteger(magnitude).TimesPowerOfTen(28).WriteOrdered(isNegative, buffer.Reserve(WideInteger.SizeBytes));
    }

    private static void AppendCodeUnits(ReadOnlySpan<char> text, ByteBuffer buffer)
    {
        // Three bytes a code unit is the most; what is not used is given back.
        var start = buffer.Length;
        var span = buffer.Reserve(text.Length * 3);
        var position = 0;
        foreach (var unit in text)
        {
            if (unit < 0x80)
            {
                span[position++] = (byte)unit;
                if (unit == 0)
                    span[position++] = 0xFF;
            }
            else if (unit < 0x800)
            {
                span[position++] = (byte)(0xC0 | (unit >> 6));
                span[position++] = (byte)(0x80 | (unit & 0x3F));
            }
            else
            {
                span[position++] = (byte)(0xE0 | (unit >> 12));
                span[position++] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                span[position++] = (byte)(0x80 | (unit & 0x3F));
            }
        }

        buffer.Truncate(start + position);
    }

    /// <summary>Appends the beginning that the encodings of bytes, and of all longer bytes that begin with them, have in common.</summary>
    internal static void AppendBytesPrefix(ReadOnlySpan<byte> bytes, ByteBuffer buffer)
    {
        AppendBytes(bytes, buffer);
        // Without the two bytes that end it.
        buffer.Truncate(buffer.Length - 2);
    }

    private static void AppendBytes(ReadOnlySpan<byte> bytes, ByteBuffer buffer)
    {
        buffer.Append(FirstClass + (byte)ValueKind.Bytes);
        while (true)
        {
            var zero = bytes.IndexOf((byte)0);
            buffer.Append(zero < 0 ? bytes : bytes[..zero]);
            buffer.Append(0x00);
            if (zero < 0)
                break;
            buffer.Append(0xFF);
            bytes = bytes[(zero + 1)..];
        }

        buffer.Append(0x00);
    }

    private static void AppendObject(NedbObject value, ByteBuffer buffer)
    {
        buffer.Append(FirstClass + (byte)ValueKind.Object);
        foreach (ref readonly var member in value.Members)
        {
            buffer.Append(0x01);
            AppendText(member.Key, buffer);
            Append(member.Value, buffer);
        }

        buffer.Append(0x00);
    }
}
