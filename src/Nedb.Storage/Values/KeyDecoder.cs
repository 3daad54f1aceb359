using System.Buffers.Binary;
using System.Numerics;

namespace Nedb.Storage.Values;

/// <summary>
/// Reads ordered encodings back. Encoding what was read gives the same bytes; the kind of a number, the kind of a moment and its offset are
/// not in them.
/// </summary>
internal static class KeyDecoder
{
    private static readonly BigInteger Scale = BigInteger.Pow(10, 28);

    /// <summary>Reads the values of a key that <see cref="KeyEncoder.Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are no such encoding.</exception>
    public static List<NedbValue> ReadValues(ReadOnlySpan<byte> bytes)
    {
        var values = new List<NedbValue>();
        try
        {
            while (!bytes.IsEmpty)
                values.Add(Read(ref bytes));
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException("A key is not the ordered encoding of values: " + error.Message, error);
        }

        return values;
    }

    private static NedbValue Read(ref ReadOnlySpan<byte> bytes)
    {
        var kind = (ValueKind)(Take(ref bytes, 1)[0] - KeyEncoder.FirstClass);
        switch (kind)
        {
            case ValueKind.Null:
                return NedbValue.Null;
            case ValueKind.Boolean:
                return NedbValue.FromBoolean(Take(ref bytes, 1)[0] != 0);
            case ValueKind.Int64:
                return ReadNumber(ref bytes);
            case ValueKind.String:
                var text = ReadText(bytes, out var length);
                bytes = bytes[length..];
                return NedbValue.FromString(text);
            case ValueKind.Bytes:
                return NedbValue.FromBytes(ReadBytes(ref bytes));
            case ValueKind.Guid:
                return NedbValue.FromGuid(new(Take(ref bytes, 16), bigEndian: true));
            case ValueKind.Date:
                return NedbValue.FromDate(DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32BigEndian(Take(ref bytes, sizeof(int)))));
            case ValueKind.Time:
                return NedbValue.FromTime(new(ReadTicks(ref bytes)));
            case ValueKind.Timestamp:
                return NedbValue.FromTimestamp(new(ReadTicks(ref bytes)));
            case ValueKind.TimestampOffset:
                return NedbValue.FromTimestampOffset(new(ReadTicks(ref bytes), TimeSpan.Zero));
            case ValueKind.Duration:
                return NedbValue.FromDuration(new(ReadTicks(ref bytes)));
            case ValueKind.Array:
                return ReadArray(ref bytes);
            case ValueKind.Object:
                return ReadObject(ref bytes);
            default:
                throw new FormatException($"A key is not the ordered encoding of values: it has a value of class {(int)kind}.");
        }
    }

    private static NedbValue ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        var ordered = BinaryPrimitives.ReadInt64BigEndian(Take(ref bytes, sizeof(long)));
        if (Take(ref bytes, 1)[0] != 0)
            return ReadExact(Take(ref bytes, WideInteger.SizeBytes));
        var number = BitConverter.Int64BitsToDouble(ordered < 0 ? ordered ^ long.MinValue : ~ordered);
        if (Math.Floor(number) != number)
            return NedbValue.FromDouble(number);
        return number is >= long.MinValue and < 9223372036854775808.0 ? NedbValue.FromInt64((long)number)
            : number is >= 0 and < 18446744073709551616.0 ? NedbValue.FromUInt64((ulong)number)
            : NedbValue.FromDouble(number);
    }

    // A number that is no double: the number times 10^28, with its sign bit inverted.
    private static NedbValue ReadExact(ReadOnlySpan<byte> bytes)
    {
        Span<byte> signed = stackalloc byte[WideInteger.SizeBytes];
        bytes.CopyTo(signed);
        signed[0] ^= 0x80;
        var scaled = new BigInteger(signed, isBigEndian: true);
        var whole = BigInteger.DivRem(scaled, Scale, out var fraction);
        if (fraction.IsZero && whole >= long.MinValue && whole <= long.MaxValue)
            return NedbValue.FromInt64((long)whole);
        if (fraction.IsZero && whole >= 0 && whole <= ulong.MaxValue)
            return NedbValue.FromUInt64((ulong)whole);
        byte scale = 28;
        for (; scale > 0 && (scaled % 10).IsZero; scale--)
            scaled /= 10;
        var magnitude = BigInteger.Abs(scaled);
        var low = (ulong)(magnitude & ulong.MaxValue);
        return NedbValue.FromDecimal(
            new((int)(uint)low, (int)(uint)(low >> 32), (int)(uint)(magnitude >> 64), scaled.Sign < 0, scale));
    }

    private static byte[] ReadBytes(ref ReadOnlySpan<byte> bytes)
    {
        var read = new List<byte>();
        while (true)
        {
            var unit = Take(ref bytes, 1)[0];
            if (unit == 0 && Take(ref bytes, 1)[0] == 0)
                return [.. read];
            read.Add(unit);
        }
    }

    private static NedbValue ReadArray(ref ReadOnlySpan<byte> bytes)
    {
        var items = new List<NedbValue>();
        while (bytes[0] != 0)
            items.Add(Read(ref bytes));
        bytes = bytes[1..];
        return NedbValue.FromArray(new([.. items]));
    }

    private static NedbValue ReadObject(ref ReadOnlySpan<byte> bytes)
    {
        var members = new List<KeyValuePair<string, NedbValue>>();
        while (Take(ref bytes, 1)[0] != 0)
        {
            var name = ReadText(bytes, out var length);
            bytes = bytes[length..];
            members.Add(new(name, Read(ref bytes)));
        }

        return NedbValue.FromObject(new(members));
    }

    private static long ReadTicks(ref ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt64BigEndian(Take(ref bytes, sizeof(long))) ^ long.MinValue;

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    /// <summary>Reads a text that <see cref="KeyEncoder.AppendText"/> wrote.</summary>
    /// <param name="bytes">Bytes that begin with the text.</param>
    /// <param name="length">How many of them belong to it.</param>
    public static string ReadText(ReadOnlySpan<byte> bytes, out int length)
    {
        var units = new List<char>();
        var at = 0;
        while (true)
        {
            var first = bytes[at];
            if (first == 0x00)
            {
                if (bytes[at + 1] == 0x00)
                    break;
                units.Add('\0');
                at += 2;
            }
            else if (first < 0x80)
            {
                units.Add((char)first);
                at++;
            }
            else if (first < 0xE0)
            {
                units.Add((char)((first & 0x1F) << 6 | bytes[at + 1] & 0x3F));
                at += 2;
            }
            else
            {
                units.Add((char)((first & 0x0F) << 12 | (bytes[at + 1] & 0x3F) << 6 | bytes[at + 2] & 0x3F));
                at += 3;
            }
        }

        length = at + 2;
        return new string([.. units]);
    }
}
