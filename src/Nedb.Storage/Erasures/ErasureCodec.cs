using Nedb.Storage.Cbor;
using Nedb.Storage.Values;

namespace Nedb.Storage.Erasures;

/// <summary>
/// The payload of an erasure: the seq below which history was pruned by it, or 0, and an item for each version, in the order of their seqs.
/// <code>
/// [ horizon, [ item … ] ]
/// item: [ seq, collection, seq of the act or 0 for this one, mode, new fields or null, id or null, [ field, value, … ] ]
/// </code>
/// </summary>
internal static class ErasureCodec
{
    private const int Items = 7;

    /// <summary>The payload of an erasure; versions whose act has the seq 0 are erased by it.</summary>
    /// <param name="versions">The versions.</param>
    /// <param name="horizon">The seq below which history is pruned; 0 where it is not.</param>
    public static byte[] Encode(IEnumerable<ErasedVersion> versions, long horizon = 0)
    {
        var sorted = versions.OrderBy(static version => version.Seq).ToArray();
        var buffer = new ByteBuffer();
        var writer = new CborWriter(buffer);
        writer.WriteArrayHead(2);
        writer.WriteInt64(horizon);
        writer.WriteArrayHead(sorted.Length);
        foreach (var version in sorted)
            Write(writer, version);
        return buffer.ToArray();
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="seq">The seq of the erasure.</param>
    /// <exception cref="CborException">It is not that of an erasure.</exception>
    public static List<ErasedVersion> Decode(ReadOnlySpan<byte> payload, long seq)
    {
        var reader = new CborReader(payload);
        ReadHorizon(ref reader, seq);
        var count = reader.ReadArrayHead();
        var versions = new List<ErasedVersion>(count);
        long last = 0;
        for (var i = 0; i < count; i++)
        {
            var version = Read(ref reader, seq);
            if (version.Seq <= last || version.Seq >= seq)
                throw CborReader.Fail($"Expected a seq after {last} and before {seq}; found {version.Seq}", reader.Position);
            last = version.Seq;
            versions.Add(version);
        }

        reader.ExpectEnd();
        return versions;
    }

    /// <summary>The seq below which an erasure pruned history; 0 where it did not.</summary>
    /// <exception cref="CborException">The payload is not that of an erasure.</exception>
    public static long HorizonOf(ReadOnlySpan<byte> payload, long seq)
    {
        var reader = new CborReader(payload);
        return ReadHorizon(ref reader, seq);
    }

    private static long ReadHorizon(ref CborReader reader, long seq)
    {
        reader.ReadArrayHead(2);
        var horizon = reader.ReadInt64();
        return horizon >= 0 && horizon < seq ? horizon : throw CborReader.Fail($"Expected a horizon before {seq}", reader.Position);
    }

    private static void Write(CborWriter writer, ErasedVersion version)
    {
        writer.WriteArrayHead(Items);
        writer.WriteInt64(version.Seq);
        writer.WriteInt64(version.CollectionId);
        writer.WriteInt64(version.ErasedSeq);
        writer.WriteInt64((long)version.Mode);
        if (version.NewFields is { } news)
        {
            writer.WriteArrayHead(1 + news.Names.Length);
            writer.WriteInt64(news.FirstFieldId);
            foreach (var name in news.Names)
                writer.WriteText(name);
        }
        else
        {
            writer.WriteNull();
        }

        writer.WriteValue(version.Id, 1);
        writer.WriteArrayHead(2 * version.FieldIds.Length);
        for (var i = 0; i < version.FieldIds.Length; i++)
        {
            writer.WriteInt64(version.FieldIds[i]);
            writer.WriteValue(version.Values[i], 1);
        }
    }

    private static ErasedVersion Read(ref CborReader reader, long actSeq)
    {
        reader.ReadArrayHead(Items);
        var seq = reader.ReadInt64();
        var start = reader.Position;
        var collectionId = reader.ReadInt64();
        var erasedSeq = reader.ReadInt64();
        var mode = reader.ReadInt64();
        if (collectionId is < int.MinValue or > int.MaxValue || erasedSeq < 0 || erasedSeq >= actSeq
            || mode is < 0 or > (long)ErasureMode.Content)
            throw CborReader.Fail("Expected a collection, the seq of an erasure before this one, and a mode of 0 or 1", start);
        (int, string[])? news = null;
        if (!reader.TryReadNull())
            news = ReadNewFields(ref reader);
        var id = reader.ReadValue(1);
        var count = reader.ReadArrayHead() / 2;
        var fieldIds = new int[count];
        var values = new NedbValue[count];
        for (var i = 0; i < count; i++)
        {
            fieldIds[i] = ReadFieldId(ref reader, i == 0 ? 0 : fieldIds[i - 1]);
            values[i] = reader.ReadValue(1);
        }

        return new()
        {
            Seq = seq,
            CollectionId = (int)collectionId,
            ErasedSeq = erasedSeq == 0 ? actSeq : erasedSeq,
            Mode = (ErasureMode)mode,
            NewFields = news,
            Id = id,
            FieldIds = fieldIds,
            Values = values,
        };
    }

    private static (int FirstFieldId, string[] Names) ReadNewFields(ref CborReader reader)
    {
        var names = new string[Math.Max(0, reader.ReadArrayHead() - 1)];
        var first = ReadFieldId(ref reader, 0);
        for (var i = 0; i < names.Length; i++)
            names[i] = reader.ReadText();
        return (first, names);
    }

    private static int ReadFieldId(ref CborReader reader, int after)
    {
        var start = reader.Position;
        var id = reader.ReadInt64();
        return id > after && id <= int.MaxValue ? (int)id : throw CborReader.Fail($"Expected a field after {after}; found {id}", start);
    }
}
