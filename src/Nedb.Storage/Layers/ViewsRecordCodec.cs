using System.Buffers.Binary;
using System.Collections.Immutable;
using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Log;
using Nedb.Storage.Runs;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Words;

namespace Nedb.Storage.Layers;

/// <summary>
/// The record of the views as bytes. Little-endian; the content is one CBOR array, described in docs/format.md.
/// <code>
///  0  magic "NEDB-VWS"     8  format version     12  size of the whole file     16  database id     32  content     end - 4  checksum
/// </code>
/// </summary>
internal static class ViewsRecordCodec
{
    /// <summary>The most bytes that are read.</summary>
    public const int SizeMax = 256 * 1024 * 1024;

    private const int SizeOffset = 12;
    private const int DatabaseIdOffset = 16;
    private const int ContentOffset = 32;
    private const int ChecksumBytes = 4;
    private const int Items = 20;
    private const int WordItems = 3;
    private const int RunItems = 7;
    private const int NameItems = 5;

    // Which views there are in runs, and what they say. Views that say less are made again from the log.
    private const int Keyspaces = 2;

    private delegate T ItemReader<T>(ref CborReader reader);

    /// <summary>What the file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "NEDB-VWS"u8;

    public static byte[] ToBytes(ViewsRecord record)
    {
        var buffer = new ByteBuffer();
        buffer.Reserve(ContentOffset).Clear();
        Write(new CborWriter(buffer), record);
        buffer.Reserve(ChecksumBytes);
        var bytes = buffer.ToArray();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SegmentHeader.VersionOffset), FormatVersion.Current);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(SizeOffset), bytes.Length);
        record.DatabaseId.TryWriteBytes(bytes.AsSpan(DatabaseIdOffset), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(bytes.Length - ChecksumBytes), Checksum.Compute(bytes.AsSpan(0, bytes.Length - ChecksumBytes)));
        return bytes;
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="StorageException">UnknownFormat or Corruption.</exception>
    /// <exception cref="CborException">The content is not a record.</exception>
    public static ViewsRecord Read(ReadOnlySpan<byte> bytes, string file)
    {
        FileStart.Check(bytes, Magic, ContentOffset + ChecksumBytes, file);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[^ChecksumBytes..]) != Checksum.Compute(bytes[..^ChecksumBytes])
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[SizeOffset..]) != bytes.Length)
            throw new CorruptionException($"'{file}' is damaged: its checksum or its size is not what it says.", file, 0);
        var id = new Guid(bytes.Slice(DatabaseIdOffset, 16), bigEndian: true);
        var reader = new CborReader(bytes[ContentOffset..^ChecksumBytes]);
        var record = Read(ref reader, id);
        reader.ExpectEnd();
        return record;
    }

    private static void Write(CborWriter writer, ViewsRecord record)
    {
        writer.WriteArrayHead(Items);
        writer.WriteInt64(record.Generation);
        writer.WriteInt64(record.Mark.Seq);
        writer.WriteInt64(record.Mark.TimestampTicks);
        WriteHash(writer, record.Mark.Head);
        writer.WriteInt64(record.Mark.Frame.SegmentFirstSeq);
        writer.WriteInt64(record.Mark.Frame.Position);
        writer.WriteInt64(record.Mark.Frame.End);
        writer.WriteArrayHead(record.Mark.Peaks.Length);
        foreach (var peak in record.Mark.Peaks)
            WriteHash(writer, peak);
        writer.WriteArrayHead(record.Definitions.Length + 1);
        writer.WriteInt64(record.NextCollectionId);
        foreach (var definition in record.Definitions)
            writer.WriteBytes(DefinitionCodec.Encode(definition));
        writer.WriteArrayHead(record.Figures.Length);
        foreach (var figures in record.Figures)
            WriteFigures(writer, figures);
        writer.WriteArrayHead(record.Identities.Length);
        foreach (var (collectionId, fieldId, greatest) in record.Identities)
            WriteNumbers(writer, collectionId, fieldId, greatest);
        writer.WriteArrayHead(record.Logged.NextFieldIds.Count);
        foreach (var (collectionId, next) in record.Logged.NextFieldIds)
            WriteNumbers(writer, collectionId, next);
        writer.WriteArrayHead(record.Layouts.Length);
        foreach (var (fieldIds, keyFieldIds) in record.Layouts)
        {
            writer.WriteArrayHead(2);
            WriteNumbers(writer, fieldIds);
            WriteNumbers(writer, keyFieldIds);
        }

        writer.WriteInt64(record.NextRunId);
        WriteRuns(writer, record.Present);
        WriteRuns(writer, record.Past);
        writer.WriteInt64(record.Horizon);
        writer.WriteInt64(Keyspaces);
        writer.WriteArrayHead(record.Words.Length);
        foreach (var words in record.Words)
        {
            writer.WriteArrayHead(WordItems);
            writer.WriteInt64(words.CollectionId);
            WriteHash(writer, words.Name);
            WriteRun(writer, words.Run);
        }

        WriteNames(writer, record.Names);
    }

    private static void WriteNames(CborWriter writer, NameHistory names)
    {
        var present = names.Present.ToList();
        var former = names.Former.ToList();
        writer.WriteArrayHead(2);
        writer.WriteArrayHead(present.Count);
        foreach (var (collectionId, made, named) in present)
            WriteNumbers(writer, collectionId, made, named);
        writer.WriteArrayHead(former.Count);
        foreach (var name in former)
        {
            writer.WriteArrayHead(NameItems);
            writer.WriteText(name.Name);
            writer.WriteInt64(name.CollectionId);
            writer.WriteInt64(name.FromSeq);
            writer.WriteInt64(name.ToSeq);
            writer.WriteTextOrNull(name.NewName);
        }
    }

    private static void WriteFigures(CborWriter writer, CollectionFigures figures)
    {
        writer.WriteArrayHead(3);
        writer.WriteInt64(figures.CollectionId);
        writer.WriteInt64(figures.Count);
        writer.WriteArrayHead(figures.Indexes.Length);
        foreach (var (indexId, builtSeq) in figures.Indexes)
            WriteNumbers(writer, indexId, builtSeq);
    }

    private static void WriteNumbers(CborWriter writer, params ReadOnlySpan<long> numbers)
    {
        writer.WriteArrayHead(numbers.Length);
        foreach (var number in numbers)
            writer.WriteInt64(number);
    }

    private static void WriteNumbers(CborWriter writer, int[] numbers)
    {
        writer.WriteArrayHead(numbers.Length);
        foreach (var number in numbers)
            writer.WriteInt64(number);
    }

    private static void WriteHash(CborWriter writer, Hash256 hash)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        hash.CopyTo(bytes);
        writer.WriteBytes(bytes);
    }

    private static void WriteRuns(CborWriter writer, ImmutableArray<RunInfo> runs)
    {
        writer.WriteArrayHead(runs.Length);
        foreach (var run in runs)
            WriteRun(writer, run);
    }

    private static void WriteRun(CborWriter writer, RunInfo run)
    {
        writer.WriteArrayHead(RunItems);
        writer.WriteInt64(run.RunId);
        writer.WriteInt64(run.Length);
        writer.WriteInt64(run.EntryCount);
        writer.WriteBytes(run.SmallestKey);
        writer.WriteBytes(run.LargestKey);
        writer.WriteInt64(run.SeqMin);
        writer.WriteInt64(run.SeqMax);
    }

    private static ViewsRecord Read(ref CborReader reader, Guid id)
    {
        var first = reader.Position;
        var items = reader.ReadArrayHead();
        // Views that were written without the names of before cannot tell who had them, and are made again too.
        if (items != Items)
            throw CborReader.Fail($"Expected {Items} items; found {items}", first);
        var generation = reader.ReadInt64();
        var (seq, ticks) = (reader.ReadInt64(), reader.ReadInt64());
        var head = ReadHash(ref reader);
        var frame = new LogPlace(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var peaks = ReadArray(ref reader, ReadHash);
        var definitions = ImmutableArray.CreateBuilder<CollectionDefinition>();
        var left = reader.ReadArrayHead();
        var nextCollectionId = ReadInt32(ref reader);
        for (left--; left > 0; left--)
            definitions.Add(DefinitionCodec.Decode(reader.ReadBytes()) ?? throw CborReader.Fail("Expected a definition", reader.Position));
        return new()
        {
            DatabaseId = id,
            Generation = generation,
            Mark = new(seq, ticks, head, frame, [.. peaks]),
            Definitions = definitions.ToImmutable(),
            NextCollectionId = nextCollectionId,
            Figures = ReadArray(ref reader, ReadFigures),
            Identities = ReadArray(ref reader, ReadIdentity),
            Logged = new(ReadArray(ref reader, ReadPair).ToDictionary(pair => (int)pair.First, pair => (int)pair.Second)),
            Layouts = ReadArray(ref reader, ReadLayout),
            NextRunId = reader.ReadInt64(),
            Present = ReadArray(ref reader, (ref inner) => ReadRun(ref inner, id)),
            Past = ReadArray(ref reader, (ref inner) => ReadRun(ref inner, id)),
            Horizon = ReadHorizon(ref reader),
            Words = ReadArray(ref reader, (ref inner) => ReadWords(ref inner, id)),
            Names = ReadNames(ref reader),
        };
    }

    private static long ReadHorizon(ref CborReader reader)
    {
        var horizon = reader.ReadInt64();
        var start = reader.Position;
        var keyspaces = reader.ReadInt64();
        return keyspaces == Keyspaces
            ? horizon
            : throw CborReader.Fail($"Expected the keyspaces {Keyspaces}; found {keyspaces}", start);
    }

    private static NameHistory ReadNames(ref CborReader reader)
    {
        reader.ReadArrayHead(2);
        var start = reader.Position;
        var present = ReadArray(ref reader, ReadPresentName);
        if (present.DistinctBy(static item => item.CollectionId).Count() != present.Length)
            throw CborReader.Fail("Expected each collection once", start);
        return NameHistory.Restore(present, ReadArray(ref reader, ReadFormerName));
    }

    private static (int CollectionId, long Made, long Named) ReadPresentName(ref CborReader reader)
    {
        reader.ReadArrayHead(3);
        return (ReadInt32(ref reader), reader.ReadInt64(), reader.ReadInt64());
    }

    private static FormerName ReadFormerName(ref CborReader reader)
    {
        reader.ReadArrayHead(NameItems);
        return new(reader.ReadText(), ReadInt32(ref reader), reader.ReadInt64(), reader.ReadInt64(), reader.ReadTextOrNull());
    }

    private static CollectionFigures ReadFigures(ref CborReader reader)
    {
        reader.ReadArrayHead(3);
        return new(
            ReadInt32(ref reader),
            reader.ReadInt64(),
            [.. ReadArray(ref reader, ReadPair).Select(pair => ((int)pair.First, pair.Second))]);
    }

    private static (int CollectionId, int FieldId, long Greatest) ReadIdentity(ref CborReader reader)
    {
        reader.ReadArrayHead(3);
        return (ReadInt32(ref reader), ReadInt32(ref reader), reader.ReadInt64());
    }

    private static (long First, long Second) ReadPair(ref CborReader reader)
    {
        reader.ReadArrayHead(2);
        return (reader.ReadInt64(), reader.ReadInt64());
    }

    private static (int[] FieldIds, int[] KeyFieldIds) ReadLayout(ref CborReader reader)
    {
        reader.ReadArrayHead(2);
        return ([.. ReadArray(ref reader, ReadInt32)], [.. ReadArray(ref reader, ReadInt32)]);
    }

    private static RunInfo ReadRun(ref CborReader reader, Guid id)
    {
        reader.ReadArrayHead(RunItems);
        return new(
            id, reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadBytes().ToArray(), reader.ReadBytes().ToArray(),
            reader.ReadInt64(), reader.ReadInt64());
    }

    private static WordRunInfo ReadWords(ref CborReader reader, Guid id)
    {
        reader.ReadArrayHead(WordItems);
        return new(ReadInt32(ref reader), ReadHash(ref reader), ReadRun(ref reader, id));
    }

    private static Hash256 ReadHash(ref CborReader reader)
    {
        var start = reader.Position;
        var bytes = reader.ReadBytes();
        return bytes.Length == Hash256.SizeBytes ? new(bytes) : throw CborReader.Fail("Expected a hash", start);
    }

    private static int ReadInt32(ref CborReader reader)
    {
        var start = reader.Position;
        var number = reader.ReadInt64();
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw CborReader.Fail("Expected a number of 32 bits", start);
    }

    private static ImmutableArray<T> ReadArray<T>(ref CborReader reader, ItemReader<T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>(reader.ReadArrayHead());
        for (var left = items.Capacity; left > 0; left--)
            items.Add(read(ref reader));
        return items.MoveToImmutable();
    }
}
