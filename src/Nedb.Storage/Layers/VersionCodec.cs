using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Nedb.Storage.Cbor;
using Nedb.Storage.Erasures;
using Nedb.Storage.Rows;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// A version as the value of an entry in a run, made for reading: what is asked for often lies at fixed places, and the row comes last, as
/// it is. Little-endian.
/// <code>
///  0  kind              8  seq                    then, each where its flag is set:
///  1  flags            16  previous seq           superseded seq (8), period (16), key, id, provenance
///  2  zero (2)         24  time in UTC ticks      (each of the last three: length (4), bytes)
///  4  layout, or 0                                then the row
/// </code>
/// The key is kept only of versions without a row; of the others it follows from the row or the id. Of an erased version stand the seq of
/// the erasure, twice, plus its mode (8), in front of the row.
/// </summary>
internal static class VersionCodec
{
    public const byte HasSuperseded = 1;
    public const byte HasPeriod = 2;
    public const byte HasKey = 4;
    public const byte HasId = 8;
    public const byte HasProvenance = 16;
    public const byte HasErasure = 32;

    public const int FlagsOffset = 1;
    public const int LayoutOffset = 4;
    public const int SeqOffset = 8;
    public const int PreviousSeqOffset = 16;
    public const int TicksOffset = 24;

    /// <summary>The bytes that every version has.</summary>
    public const int FixedBytes = 32;

    private const int PeriodBytes = 2 * sizeof(long);

    /// <summary>Appends a version.</summary>
    /// <param name="version">The version, which is published.</param>
    /// <param name="supersededSeq">The seq of the version that replaced it; <see cref="long.MaxValue"/> where none did.</param>
    /// <param name="layouts">The layouts of all rows.</param>
    /// <param name="target">Where to append.</param>
    public static void Write(StoredDocument version, long supersededSeq, LayoutTable layouts, ByteBuffer target) =>
        Write(version, supersededSeq, version.Shape, version.Row, version.Erasure, layouts, target);

    /// <summary>Appends a version with what an erasure left of its row.</summary>
    public static void WriteErased(
        StoredDocument version, long supersededSeq, ErasedVersion erased, ShapeTable shapes, LayoutTable layouts, ByteBuffer target)
    {
        var (shape, row) = erased.ToRow(shapes);
        Write(version, supersededSeq, shape, row, erased.Mark, layouts, target);
    }

    private static void Write(
        StoredDocument version, long supersededSeq, Shape? shape, ReadOnlySpan<byte> row, ErasureMark erasure, LayoutTable layouts,
        ByteBuffer target)
    {
        var start = target.Length;
        var layout = shape is not null ? layouts.Intern(shape, version.KeyFieldIds) : null;
        var head = target.Reserve(FixedBytes);
        head.Clear();
        head[0] = (byte)version.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[LayoutOffset..], layout?.Id ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(head[SeqOffset..], version.Seq);
        BinaryPrimitives.WriteInt64LittleEndian(head[PreviousSeqOffset..], version.PreviousSeq);
        BinaryPrimitives.WriteInt64LittleEndian(head[TicksOffset..], version.Ticks);
        byte flags = 0;
        if (supersededSeq != long.MaxValue)
        {
            flags |= HasSuperseded;
            BinaryPrimitives.WriteInt64LittleEndian(target.Reserve(sizeof(long)), supersededSeq);
        }

        if (version.Period is { IsAlways: false } period)
        {
            flags |= HasPeriod;
            BinaryPrimitives.WriteInt64LittleEndian(target.Reserve(sizeof(long)), period.From);
            BinaryPrimitives.WriteInt64LittleEndian(target.Reserve(sizeof(long)), period.To);
        }

        if (layout is null)
        {
            flags |= HasKey;
            WritePart(version.KeyBytes, target);
        }

        if (version.KeyFieldIds is null)
        {
            flags |= HasId;
            WritePart(CborValue.Encode(version.Id), target);
        }

        if (!version.Provenance.Equals(Provenance.None))
        {
            flags |= HasProvenance;
            WriteProvenance(version.Provenance, target);
        }

        if (erasure.IsSet)
        {
            flags |= HasErasure;
            BinaryPrimitives.WriteInt64LittleEndian(target.Reserve(sizeof(long)), erasure.Bits);
        }

        target.Append(row);
        target.Change(start, FixedBytes)[FlagsOffset] = flags;
    }

    /// <summary>Reads a version, which keeps the bytes.</summary>
    /// <exception cref="Diagnostics.CorruptionException">The bytes are not a version.</exception>
    public static RunDocument Read(int collectionId, ReadOnlyMemory<byte> value, LayoutTable layouts, INodeHashes hashes)
    {
        var bytes = MemoryMarshal.TryGetArray(value, out var segment) ? segment : new(value.ToArray());
        var layout = value.Length < FixedBytes
            ? null
            : FindLayout(BinaryPrimitives.ReadInt32LittleEndian(value.Span[LayoutOffset..]), layouts);
        return Read(collectionId, bytes.Array!, bytes.Offset, bytes.Count, layout, hashes);
    }

    /// <summary>Reads a version whose layout is known.</summary>
    /// <inheritdoc cref="Read(int, ReadOnlyMemory{byte}, LayoutTable, INodeHashes)"/>
    public static RunDocument Read(int collectionId, byte[] bytes, int start, int length, RowLayout? layout, INodeHashes hashes)
    {
        var row = RowStartOf(bytes.AsSpan(start, length));
        return new(collectionId, bytes, start, start + row, length - row, layout, hashes);
    }

    /// <summary>The row of a version.</summary>
    /// <exception cref="Diagnostics.CorruptionException">The bytes are not a version.</exception>
    public static ReadOnlySpan<byte> RowOf(ReadOnlySpan<byte> value) => value[RowStartOf(value)..];

    /// <summary>Whether all or some of the content of a version was erased.</summary>
    public static bool IsErased(ReadOnlySpan<byte> value) => (value[FlagsOffset] & HasErasure) != 0;

    /// <summary>The number of the layout of a version; 0 where it has no row.</summary>
    public static int LayoutIdOf(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt32LittleEndian(value[LayoutOffset..]);

    /// <summary>The layout of that number; null for 0, which stands for no row.</summary>
    public static RowLayout? FindLayout(int layoutId, LayoutTable layouts) =>
        layoutId == 0 ? null : layouts.Find(layoutId) ?? throw Damaged($"there is no layout {layoutId}");

    /// <summary>The seq of a version.</summary>
    public static long SeqOf(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64LittleEndian(value[SeqOffset..]);

    /// <summary>The seq of the version that replaced one; <see cref="long.MaxValue"/> where none did.</summary>
    public static long SupersededSeqOf(ReadOnlySpan<byte> value) =>
        (value[FlagsOffset] & HasSuperseded) == 0 ? long.MaxValue : BinaryPrimitives.ReadInt64LittleEndian(value[FixedBytes..]);

    /// <summary>Whether a version is what its key reads as at a seq.</summary>
    public static bool IsVisibleAt(ReadOnlySpan<byte> value, long seq) =>
        SeqOf(value) <= seq && seq < SupersededSeqOf(value) && !IsTombstone(value);

    /// <summary>Whether a version ends its document.</summary>
    public static bool IsTombstone(ReadOnlySpan<byte> value) => (NodeKind)value[0] is NodeKind.Tombstone or NodeKind.Unlink;

    /// <summary>The key, the id or the provenance of a version that has it.</summary>
    public static ReadOnlySpan<byte> ReadPart(ReadOnlySpan<byte> value, byte flag)
    {
        var place = PlaceAfter(value, (byte)(flag >> 1));
        return value.Slice(place + sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(value[place..]));
    }

    /// <summary>Why the version was written.</summary>
    public static Provenance ReadProvenance(ReadOnlySpan<byte> value)
    {
        if ((value[FlagsOffset] & HasProvenance) == 0)
            return Provenance.None;
        var reader = new CborReader(ReadPart(value, HasProvenance));
        reader.ReadArrayHead(3);
        var causes = ImmutableArray.CreateBuilder<long>(reader.ReadArrayHead());
        for (var left = causes.Capacity; left > 0; left--)
            causes.Add(reader.ReadInt64());
        var evidence = reader.ReadTextOrNull();
        return new(causes.MoveToImmutable(), evidence, reader.TryReadNull() ? null : reader.ReadDouble());
    }

    /// <summary>What a version knows of its erasure.</summary>
    public static ErasureMark ErasureOf(ReadOnlySpan<byte> value) => (value[FlagsOffset] & HasErasure) == 0
        ? default
        : new(BinaryPrimitives.ReadInt64LittleEndian(value[PlaceAfter(value, HasProvenance)..]));

    private static int RowStartOf(ReadOnlySpan<byte> value)
    {
        if (value.Length < FixedBytes)
            throw Damaged($"{value.Length} bytes are no version");
        var row = PlaceAfter(value, HasErasure);
        return row <= value.Length ? row : throw Damaged($"a version of {value.Length} bytes whose row begins at {row}");
    }

    private static int PlaceAfter(ReadOnlySpan<byte> value, byte flag)
    {
        // Most versions have nothing but their row, and no more than two parts.
        var flags = value[FlagsOffset] & (2 * flag - 1);
        var place = FixedBytes;
        if ((flags & HasSuperseded) != 0)
            place += sizeof(long);
        if ((flags & HasPeriod) != 0)
            place += PeriodBytes;
        for (var parts = flags & (HasKey | HasId | HasProvenance); parts != 0; parts &= parts - 1)
            place += sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(value[place..]);
        if ((flags & HasErasure) != 0)
            place += sizeof(long);
        return place;
    }

    private static void WritePart(ReadOnlySpan<byte> part, ByteBuffer target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target.Reserve(sizeof(int)), part.Length);
        target.Append(part);
    }

    private static void WriteProvenance(Provenance provenance, ByteBuffer target)
    {
        var start = target.Length;
        target.Reserve(sizeof(int));
        var writer = new CborWriter(target);
        writer.WriteArrayHead(3);
        writer.WriteArrayHead(provenance.CausedBy.Length);
        foreach (var cause in provenance.CausedBy)
            writer.WriteInt64(cause);
        writer.WriteTextOrNull(provenance.Evidence);
        if (provenance.Confidence is { } confidence)
            writer.WriteDouble(confidence);
        else
            writer.WriteNull();
        BinaryPrimitives.WriteInt32LittleEndian(target.Change(start, sizeof(int)), target.Length - start - sizeof(int));
    }

    private static Diagnostics.CorruptionException Damaged(string found) => new(
        $"A view is damaged: {found}. The log is not concerned: open the database again, and the views are rebuilt from it.", "views", 0);
}
