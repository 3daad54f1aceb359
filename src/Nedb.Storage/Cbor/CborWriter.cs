using System.Buffers.Binary;
using System.Text;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Storage.Cbor;

/// <summary>
/// Writes the deterministic encoding of RFC 8949 §4.2.1: shortest heads, definite lengths, map keys in the order of their encoded bytes.
/// </summary>
internal readonly ref struct CborWriter(ByteBuffer buffer)
{
    /// <summary>How deep arrays and objects may be nested.</summary>
    public const int MaxDepth = 64;

    private const int UnixEpochDay = 719_162;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public void WriteNull() => buffer.Append(0xF6);

    public void WriteBoolean(bool value) => buffer.Append(value ? (byte)0xF5 : (byte)0xF4);

    public void WriteInt64(long value)
    {
        if (value >= 0)
            WriteHead(0, (ulong)value);
        else
            WriteHead(1, (ulong)~value);
    }

    public void WriteUInt64(ulong value) => WriteHead(0, value);

    public void WriteTag(ulong tag) => WriteHead(6, tag);

    /// <summary>Begins an array; exactly that many items must follow.</summary>
    public void WriteArrayHead(int count) => WriteHead(4, (ulong)count);

    /// <summary>Begins a map; exactly that many pairs must follow, in the order of their encoded keys.</summary>
    public void WriteMapHead(int count) => WriteHead(5, (ulong)count);

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteHead(2, (ulong)bytes.Length);
        buffer.Append(bytes);
    }

    /// <exception cref="StorageException">The text holds half of a surrogate pair, which no UTF-8 can say.</exception>
    public void WriteText(string text)
    {
        try
        {
            // Only text longer than its bytes can be makes a second pass to count them.
            if (text.Length <= 7)
            {
                Span<byte> bytes = stackalloc byte[21];
                var count = Utf8.GetBytes(text, bytes);
                WriteHead(3, (ulong)count);
                buffer.Append(bytes[..count]);
                return;
            }

            var length = Utf8.GetByteCount(text);
            WriteHead(3, (ulong)length);
            Utf8.GetBytes(text, buffer.Reserve(length));
        }
        catch (EncoderFallbackException failure)
        {
            throw new StorageException(
                StorageErrorCode.ValueInvalid,
                $"A text holds the lone surrogate U+{(int)failure.CharUnknown:X4} at position {failure.Index}; only whole Unicode "
                + $"characters can be stored.",
                failure);
        }
    }

    public void WriteTextOrNull(string? text)
    {
        if (text is null)
            WriteNull();
        else
            WriteText(text);
    }

    public void WriteInt64OrNull(long? value)
    {
        if (value is { } number)
            WriteInt64(number);
        else
            WriteNull();
    }

    /// <summary>Writes a text that is UTF-8 already.</summary>
    public void WriteTextBytes(ReadOnlySpan<byte> utf8)
    {
        WriteHead(3, (ulong)utf8.Length);
        buffer.Append(utf8);
    }

    public void WriteDouble(double value)
    {
        var half = (Half)value;
        if (BitConverter.DoubleToInt64Bits((double)half) == BitConverter.DoubleToInt64Bits(value) || double.IsNaN(value))
        {
            var span = buffer.Reserve(3);
            span[0] = 0xF9;
            BinaryPrimitives.WriteUInt16BigEndian(span[1..], double.IsNaN(value) ? (ushort)0x7E00 : BitConverter.HalfToUInt16Bits(half));
            return;
        }

        var single = (float)value;
        if (single == value)
        {
            var span = buffer.Reserve(5);
            span[0] = 0xFA;
            BinaryPrimitives.WriteSingleBigEndian(span[1..], single);
            return;
        }

        var whole = buffer.Reserve(9);
        whole[0] = 0xFB;
        BinaryPrimitives.WriteDoubleBigEndian(whole[1..], value);
    }

    public void WriteDecimal(decimal value)
    {
        var mantissa = NumberOrder.GetMantissa(value, out var scale);
        WriteTag(CborTag.Decimal);
        WriteArrayHead(2);
        WriteInt64(-scale);
        var isNegative = decimal.IsNegative(value) && mantissa != 0;
        // A negative integer n is written as -1 - n, in the head and in the bytes of a large one alike.
        var magnitude = isNegative ? mantissa - 1 : mantissa;
        if (magnitude <= ulong.MaxValue)
        {
            WriteHead(isNegative ? 1 : 0, (ulong)magnitude);
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, magnitude);
        WriteTag(isNegative ? CborTag.NegativeInteger : CborTag.PositiveInteger);
        WriteBytes(bytes[(int)(UInt128.LeadingZeroCount(magnitude) / 8)..]);
    }

    /// <summary>Writes any value.</summary>
    /// <exception cref="StorageException">The value is nested too deeply, or a text in it holds half of a surrogate pair.</exception>
    public void WriteValue(in NedbValue value, int depth = 0)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                WriteNull();
                return;
            case ValueKind.Boolean:
                WriteBoolean(value.AsBoolean());
                return;
            case ValueKind.Int64:
                WriteInt64(value.AsInt64());
                return;
            case ValueKind.UInt64:
                WriteUInt64(value.AsUInt64());
                return;
            case ValueKind.Double:
                WriteDouble(value.AsDouble());
                return;
            case ValueKind.Decimal:
                WriteDecimal(value.AsDecimal());
                return;
            case ValueKind.String:
                WriteText(value.AsString());
                return;
            case ValueKind.Bytes:
                WriteBytes(value.AsBytes());
                return;
            case ValueKind.Array:
                WriteArray(value.AsArray(), depth);
                return;
            case ValueKind.Object:
                WriteObject(value.AsObject(), depth);
                return;
            default:
                WriteTagged(value);
                return;
        }
    }

    private void WriteTagged(in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Guid:
                WriteTag(CborTag.Guid);
                WriteHead(2, 16);
                value.AsGuid().TryWriteBytes(buffer.Reserve(16), bigEndian: true, out _);
                return;
            case ValueKind.Date:
                WriteTag(CborTag.Date);
                WriteInt64(value.AsRawTicks() - UnixEpochDay);
                return;
            case ValueKind.TimestampOffset:
                WriteTag(CborTag.TimestampOffset);
                WriteArrayHead(2);
                WriteInt64(value.AsRawTicks());
                WriteInt64((long)value.AsTimestampOffset().TotalOffsetMinutes);
                return;
            case ValueKind.Timestamp:
                WriteTag(value.AsTimestamp().Kind switch
                {
                    DateTimeKind.Utc => CborTag.TimestampUtc,
                    DateTimeKind.Local => CborTag.TimestampLocal,
                    _ => CborTag.TimestampUnspecified,
                });
                break;
            default:
                WriteTag(value.Kind == ValueKind.Time ? CborTag.Time : CborTag.Duration);
                break;
        }

        WriteInt64(value.AsRawTicks());
    }

    private void WriteArray(NedbArray array, int depth)
    {
        CheckDepth(depth);
        WriteArrayHead(array.Count);
        foreach (ref readonly var item in array.Items)
            WriteValue(item, depth + 1);
    }

    private void WriteObject(NedbObject value, int depth)
    {
        CheckDepth(depth);
        WriteMapHead(value.Count);
        if (value.Count == 0)
            return;
        // Heads carry the length, so encoded names are in the order of their length first; then bytes of UTF-8 are in the order of code
        // points.
        var names = new byte[value.Count][];
        var order = new int[value.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var start = buffer.Length;
            WriteText(value[i].Key);
            names[i] = buffer.Written[start..].ToArray();
            buffer.Truncate(start);
            order[i] = i;
        }

        Array.Sort(names, order, Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right)));
        for (var i = 0; i < names.Length; i++)
        {
            buffer.Append(names[i]);
            WriteValue(value[order[i]].Value, depth + 1);
        }
    }

    /// <summary>How many bytes stand before the bytes of a string of that length, or before the items of an array.</summary>
    public static int HeadBytesOf(int count) => count switch
    {
        < 24 => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        _ => 5,
    };

    private static void CheckDepth(int depth)
    {
        if (depth >= MaxDepth)
            throw new StorageException(StorageErrorCode.ValueInvalid, $"Arrays and objects are nested deeper than {MaxDepth} levels.");
    }

    private void WriteHead(int majorType, ulong argument)
    {
        var type = (byte)(majorType << 5);
        if (argument < 24)
        {
            buffer.Append((byte)(type | (byte)argument));
        }
        else if (argument <= byte.MaxValue)
        {
            var span = buffer.Reserve(2);
            span[0] = (byte)(type | 24);
            span[1] = (byte)argument;
        }
        else if (argument <= ushort.MaxValue)
        {
            var span = buffer.Reserve(3);
            span[0] = (byte)(type | 25);
            BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)argument);
        }
        else if (argument <= uint.MaxValue)
        {
            var span = buffer.Reserve(5);
            span[0] = (byte)(type | 26);
            BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)argument);
        }
        else
        {
            var span = buffer.Reserve(9);
            span[0] = (byte)(type | 27);
            BinaryPrimitives.WriteUInt64BigEndian(span[1..], argument);
        }
    }
}
