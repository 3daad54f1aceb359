using System.Buffers.Binary;
using System.Text;
using Nedb.Storage.Cbor;
using Nedb.Storage.Values;

namespace Nedb.Storage.Rows;

/// <summary>
/// Writes values as a row: the form that is made for reading. The fields are named by the <see cref="Shape"/>; a row itself is
/// <code>
/// | u32 entry 0 | u32 entry 1 | … | bytes of value 0 | bytes of value 1 | …      all little-endian
/// entry = kind &lt;&lt; 28 | offset of the value from the start of the row
/// </code>
/// so that any field is found by its position, and a value ends where the next one begins.
/// </summary>
internal static class RowWriter
{
    public const int EntryBytes = sizeof(uint);
    public const int KindShift = 28;
    public const uint OffsetMask = (1u << KindShift) - 1;

    /// <summary>Stands where a field is no text of a source.</summary>
    public static readonly (int Start, int Length) NoText = (-1, 0);

    /// <summary>Writes a row into an array of its own.</summary>
    /// <param name="shape">The fields.</param>
    /// <param name="values">Their values in the order of the shape.</param>
    public static byte[] Write(Shape shape, ReadOnlySpan<NedbValue> values)
    {
        var row = GC.AllocateUninitializedArray<byte>(Measure(shape, values, [], out var nested));
        Fill(values, [], [], nested, row);
        return row;
    }

    /// <summary>Writes a row.</summary>
    /// <param name="shape">The fields.</param>
    /// <param name="values">Their values in the order of the shape.</param>
    /// <param name="arena">Where to.</param>
    public static ArraySegment<byte> Write(Shape shape, ReadOnlySpan<NedbValue> values, ByteArena arena) =>
        Write(shape, values, [], [], arena);

    /// <summary>Writes a row, some of whose texts are UTF-8 already.</summary>
    /// <param name="shape">The fields.</param>
    /// <param name="values">Their values in the order of the shape; null where there is text.</param>
    /// <param name="source">What holds the texts.</param>
    /// <param name="texts">For each field its text, as a place in the source, or <see cref="NoText"/>; empty where there is none.</param>
    /// <param name="arena">Where to.</param>
    public static ArraySegment<byte> Write(
        Shape shape, ReadOnlySpan<NedbValue> values, ReadOnlySpan<byte> source, ReadOnlySpan<(int Start, int Length)> texts,
        ByteArena arena)
    {
        var row = arena.Reserve(Measure(shape, values, texts, out var nested));
        Fill(values, source, texts, nested, row);
        return row;
    }

    private static int Measure(
        Shape shape, ReadOnlySpan<NedbValue> values, ReadOnlySpan<(int Start, int Length)> texts, out byte[]?[]? nested)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"A row of this shape has {shape.Count} values; found {values.Length}.", nameof(values));

        // Arrays and objects are encoded only once; there are few of them, so most rows make no list.
        nested = null;
        var size = EntryBytes * values.Length;
        for (var i = 0; i < values.Length; i++)
        {
            ref readonly var value = ref values[i];
            if (value.Kind is ValueKind.Array or ValueKind.Object)
                (nested ??= new byte[]?[values.Length])[i] = CborValue.Encode(in value);
            size += IsText(texts, i) ? texts[i].Length : nested?[i]?.Length ?? SizeOf(in value);
        }

        return size;
    }

    private static void Fill(
        ReadOnlySpan<NedbValue> values, ReadOnlySpan<byte> source, ReadOnlySpan<(int Start, int Length)> texts, byte[]?[]? nested,
        Span<byte> row)
    {
        var offset = EntryBytes * values.Length;
        for (var i = 0; i < values.Length; i++)
        {
            ref readonly var value = ref values[i];
            var kind = IsText(texts, i) ? ValueKind.String : value.Kind;
            BinaryPrimitives.WriteUInt32LittleEndian(row[(EntryBytes * i)..], (uint)kind << KindShift | (uint)offset);
            if (kind == ValueKind.String && IsText(texts, i))
            {
                source.Slice(texts[i].Start, texts[i].Length).CopyTo(row[offset..]);
                offset += texts[i].Length;
                continue;
            }

            offset += nested?[i] is { } bytes ? Copy(bytes, row[offset..]) : WriteValue(in value, row[offset..]);
        }
    }

    private static bool IsText(ReadOnlySpan<(int Start, int Length)> texts, int i) => !texts.IsEmpty && texts[i].Start != NoText.Start;

    /// <summary>Writes a row in which some values are others; the bytes of the rest are copied.</summary>
    /// <param name="row">The row as it is.</param>
    /// <param name="count">The number of its fields.</param>
    /// <param name="positions">The positions of the values to change, ascending.</param>
    /// <param name="values">The values that stand there from now on.</param>
    /// <param name="target">Where the row is written; what it held is gone.</param>
    public static void Patch(
        ReadOnlySpan<byte> row, int count, ReadOnlySpan<int> positions, ReadOnlySpan<NedbValue> values, ByteBuffer target)
    {
        target.Clear();
        target.Reserve(EntryBytes * count);
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            var offset = target.Length;
            ValueKind kind;
            if (next < positions.Length && positions[next] == i)
            {
                ref readonly var value = ref values[next++];
                kind = value.Kind;
                if (kind is ValueKind.Array or ValueKind.Object)
                    target.Append(CborValue.Encode(in value));
                else
                    WriteValue(in value, target.Reserve(SizeOf(in value)));
            }
            else
            {
                target.Append(RowReader.Bytes(row, i, count, out kind));
            }

            BinaryPrimitives.WriteUInt32LittleEndian(target.Change(EntryBytes * i, EntryBytes), (uint)kind << KindShift | (uint)offset);
        }
    }

    private static int SizeOf(in NedbValue value) => value.Kind switch
    {
        ValueKind.Null => 0,
        ValueKind.Boolean => 1,
        ValueKind.Int64 => IntegerSize(value.AsInt64()),
        ValueKind.UInt64 or ValueKind.Double or ValueKind.Time or ValueKind.Timestamp or ValueKind.Duration => 8,
        ValueKind.Decimal or ValueKind.Guid => 16,
        ValueKind.String => Encoding.UTF8.GetByteCount(value.AsString()),
        ValueKind.Bytes => value.AsBytes().Length,
        ValueKind.Date => 4,
        ValueKind.TimestampOffset => 10,
        _ => throw new InvalidOperationException($"A value of kind {value.Kind} has no size of its own."),
    };

    private static int IntegerSize(long value) =>
        value == 0 ? 0 : value == (sbyte)value ? 1 : value == (short)value ? 2 : value == (int)value ? 4 : 8;

    private static int WriteValue(in NedbValue value, Span<byte> target)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                return 0;
            case ValueKind.Boolean:
                target[0] = value.AsBoolean() ? (byte)1 : (byte)0;
                return 1;
            case ValueKind.Int64:
                return WriteInteger(value.AsInt64(), target);
            case ValueKind.Decimal:
                return WriteDecimal(value.AsDecimal(), target);
            case ValueKind.Guid:
                value.AsGuid().TryWriteBytes(target, bigEndian: true, out var written);
                return written;
            case ValueKind.String:
                return Encoding.UTF8.GetBytes(value.AsString(), target);
            case ValueKind.Bytes:
                return Copy(value.AsBytes(), target);
            case ValueKind.Date:
                BinaryPrimitives.WriteInt32LittleEndian(target, (int)value.AsRawTicks());
                return 4;
            case ValueKind.Timestamp:
                // Ticks need 62 bits; the two above them hold the DateTimeKind.
                BinaryPrimitives.WriteInt64LittleEndian(target, value.AsRawTicks() | (long)value.AsTimestamp().Kind << 62);
                return 8;
            case ValueKind.TimestampOffset:
                BinaryPrimitives.WriteInt64LittleEndian(target, value.AsRawTicks());
                BinaryPrimitives.WriteInt16LittleEndian(target[8..], (short)value.AsTimestampOffset().TotalOffsetMinutes);
                return 10;
            default:
                // UInt64, Double, Time and Duration are their 64 bits.
                BinaryPrimitives.WriteInt64LittleEndian(target, value.AsRawTicks());
                return 8;
        }
    }

    private static int WriteInteger(long value, Span<byte> target)
    {
        var size = IntegerSize(value);
        switch (size)
        {
            case 1:
                target[0] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteInt16LittleEndian(target, (short)value);
                break;
            case 4:
                BinaryPrimitives.WriteInt32LittleEndian(target, (int)value);
                break;
            case 8:
                BinaryPrimitives.WriteInt64LittleEndian(target, value);
                break;
        }

        return size;
    }

    private static int WriteDecimal(decimal value, Span<byte> target)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        for (var i = 0; i < bits.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(target[(4 * i)..], bits[i]);
        return 16;
    }

    private static int Copy(byte[] bytes, Span<byte> target)
    {
        bytes.CopyTo(target);
        return bytes.Length;
    }
}
