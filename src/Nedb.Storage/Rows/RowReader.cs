using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Nedb.Storage.Cbor;
using Nedb.Storage.Values;

namespace Nedb.Storage.Rows;

/// <summary>
/// Reads the values of a row that <see cref="RowWriter"/> wrote. Rows are derived from the log, so a row that does not add up is a
/// programming error.
/// </summary>
internal static class RowReader
{
    private const int TicksBits = 62;

    /// <summary>The kind of the value at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ValueKind KindAt(ReadOnlySpan<byte> row, int position) => (ValueKind)(Entry(row, position) >> RowWriter.KindShift);

    /// <summary>Reads the value at a position.</summary>
    /// <param name="row">The row.</param>
    /// <param name="position">The position in the shape.</param>
    /// <param name="count">The number of fields of the shape.</param>
    public static NedbValue Read(ReadOnlySpan<byte> row, int position, int count)
    {
        var bytes = Bytes(row, position, count, out var kind);
        return Read(kind, bytes);
    }

    /// <summary>Reads a value of a kind from its bytes in a row.</summary>
    public static NedbValue Read(ValueKind kind, ReadOnlySpan<byte> bytes)
    {
        return kind switch
        {
            ValueKind.Null => default,
            ValueKind.Boolean => NedbValue.FromBoolean(bytes[0] != 0),
            ValueKind.Int64 => NedbValue.FromInt64(ReadInteger(bytes)),
            ValueKind.UInt64 => NedbValue.FromUInt64(BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
            ValueKind.Double => NedbValue.FromDouble(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
            ValueKind.Decimal => NedbValue.FromDecimal(ReadDecimal(bytes)),
            ValueKind.String => NedbValue.FromString(ReadText(bytes)),
            ValueKind.Bytes => NedbValue.FromBytes(bytes.ToArray()),
            ValueKind.Guid => NedbValue.FromGuid(new Guid(bytes, bigEndian: true)),
            ValueKind.Date => NedbValue.FromDate(DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32LittleEndian(bytes))),
            ValueKind.Time => NedbValue.FromTime(new TimeOnly(BinaryPrimitives.ReadInt64LittleEndian(bytes))),
            ValueKind.Timestamp => ReadTimestamp(bytes),
            ValueKind.TimestampOffset => ReadTimestampOffset(bytes),
            ValueKind.Duration => NedbValue.FromDuration(new TimeSpan(BinaryPrimitives.ReadInt64LittleEndian(bytes))),
            _ => CborValue.Decode(bytes),
        };
    }

    /// <summary>Reads an integer without making a <see cref="NedbValue"/>.</summary>
    /// <returns>Whether there is an <see cref="ValueKind.Int64"/> at that position.</returns>
    public static bool TryReadInt64(ReadOnlySpan<byte> row, int position, int count, out long value)
    {
        var bytes = Bytes(row, position, count, out var kind);
        value = kind == ValueKind.Int64 ? ReadInteger(bytes) : 0;
        return kind == ValueKind.Int64;
    }

    /// <summary>Reads a decimal without making a <see cref="NedbValue"/>.</summary>
    /// <returns>Whether there is a <see cref="ValueKind.Decimal"/> at that position.</returns>
    public static bool TryReadDecimal(ReadOnlySpan<byte> row, int position, int count, out decimal value)
    {
        var bytes = Bytes(row, position, count, out var kind);
        value = kind == ValueKind.Decimal ? ReadDecimal(bytes) : 0;
        return kind == ValueKind.Decimal;
    }

    /// <summary>The UTF-8 bytes of a text, which point into the row.</summary>
    /// <returns>Whether there is a <see cref="ValueKind.String"/> at that position.</returns>
    public static bool TryReadUtf8(ReadOnlySpan<byte> row, int position, int count, out ReadOnlySpan<byte> value)
    {
        value = Bytes(row, position, count, out var kind);
        return kind == ValueKind.String;
    }

    private static uint Entry(ReadOnlySpan<byte> row, int position) =>
        BinaryPrimitives.ReadUInt32LittleEndian(row[(RowWriter.EntryBytes * position)..]);

    /// <summary>The bytes of the value at a position.</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> row, int position, int count, out ValueKind kind)
    {
        uint entry;
        var end = row.Length;
        if (position + 1 < count)
        {
            // An entry and the next one, at once.
            var entries = BinaryPrimitives.ReadUInt64LittleEndian(row[(RowWriter.EntryBytes * position)..]);
            entry = (uint)entries;
            end = (int)((entries >> 32) & RowWriter.OffsetMask);
        }
        else
        {
            entry = Entry(row, position);
        }

        kind = (ValueKind)(entry >> RowWriter.KindShift);
        return row[(int)(entry & RowWriter.OffsetMask)..end];
    }

    /// <summary>The integer that those bytes are.</summary>
    public static long ReadInteger(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => 0,
        1 => (sbyte)bytes[0],
        2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    /// <summary>The text that those bytes are. Most are ASCII, of which no character needs to be counted.</summary>
    public static string ReadText(ReadOnlySpan<byte> bytes) =>
        Ascii.IsValid(bytes) ? Encoding.Latin1.GetString(bytes) : Encoding.UTF8.GetString(bytes);

    /// <summary>The decimal that those bytes are.</summary>
    public static decimal ReadDecimal(ReadOnlySpan<byte> bytes)
    {
        var flags = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        return new(
            BinaryPrimitives.ReadInt32LittleEndian(bytes),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            flags < 0,
            (byte)(flags >> 16));
    }

    /// <summary>The ticks of the timestamp that those bytes are, and what they mean.</summary>
    public static long ReadTicks(ReadOnlySpan<byte> bytes, out DateTimeKind kind)
    {
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        kind = (DateTimeKind)(bits >> TicksBits);
        return (long)(bits & (1UL << TicksBits) - 1);
    }

    private static NedbValue ReadTimestamp(ReadOnlySpan<byte> bytes)
    {
        var ticks = ReadTicks(bytes, out var kind);
        return NedbValue.FromTimestamp(new DateTime(ticks, kind));
    }

    private static NedbValue ReadTimestampOffset(ReadOnlySpan<byte> bytes)
    {
        var utc = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var offset = TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16LittleEndian(bytes[8..]));
        return NedbValue.FromTimestampOffset(new DateTimeOffset(utc + offset.Ticks, offset));
    }
}
