using Nedb.Storage.Layers;
using Nedb.Storage.Rows;
using Nedb.Storage.Tests.Values;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Layers;

/// <summary>A version read from a block says what the version in memory says that was written into it.</summary>
public sealed class VersionCodecTests
{
    private static readonly ShapeTable Shapes = new();
    private readonly LayoutTable _layouts = new(Shapes);

    [Fact]
    public void Random_versions_read_from_a_block_as_they_were_in_memory()
    {
        var random = new Random(20_261_127);
        for (var i = 0; i < 500; i++)
        {
            var version = Make(random, i);
            var superseded = random.Next(2) == 0 ? long.MaxValue : random.NextInt64(1L << 40);
            AssertSame(version, superseded, RoundTrip(version, superseded));
        }
    }

    [Fact]
    public void Reading_a_version_of_a_block_copies_neither_its_row_nor_its_key()
    {
        var shape = Shapes.Intern([1, 2]);
        var row = RowWriter.Write(shape, [NedbValue.FromInt64(7), NedbValue.FromString(new string('x', 10_000))]);
        var version = new VersionEntry(3, NodeKind.Put, 9, 0, 1, KeyEncoder.Encode(NedbValue.FromInt64(7)), default, shape, row,
            Period.Always, Provenance.None, [1]);
        var buffer = new ByteBuffer();
        VersionCodec.Write(version, long.MaxValue, _layouts, buffer);
        var block = buffer.ToArray();
        long sum = 0;
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Read();
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.Equal(7 * 101, sum);
        Assert.InRange(each, 1, 120);

        void Read()
        {
            var read = VersionCodec.Read(3, block, _layouts, NoHashes.Instance);
            sum += read.TryGetInt64(1, out var number) && read.Seq == 9 ? number : 0;
        }
    }

    [Fact]
    public void Bytes_that_are_no_version_are_damage()
    {
        Assert.Throws<Storage.Diagnostics.CorruptionException>(() => VersionCodec.Read(1, new byte[5], _layouts, NoHashes.Instance));
        var unknown = new byte[VersionCodec.FixedBytes];
        unknown[VersionCodec.LayoutOffset] = 99;
        Assert.Throws<Storage.Diagnostics.CorruptionException>(() => VersionCodec.Read(1, unknown, _layouts, NoHashes.Instance));
    }

    private static VersionEntry Make(Random random, int number)
    {
        var isEnd = random.Next(5) == 0;
        var isKeyed = random.Next(2) == 0;
        var shape = isEnd ? null : Shapes.Intern([1, 2, 3 + random.Next(3)]);
        NedbValue[] values = [NedbValue.FromInt64(number), RandomValues.NextNumber(random), NedbValue.FromString($"ü{random.Next()}")];
        var id = isEnd && isKeyed ? NedbValue.FromArray(new NedbArray([values[0], NedbValue.FromString("ü")]))
            : NedbValue.FromInt64(number);
        var key = isEnd && isKeyed ? KeyEncoder.Encode(values[0], NedbValue.FromString("ü")) : KeyEncoder.Encode(values[0]);
        var causes = random.Next(3) == 0 ? new long[] { 1, 5, 1L << 40 } : [];
        var provenance = new Provenance(
            [.. causes], random.Next(3) == 0 ? "because" : null, random.Next(3) == 0 ? random.NextDouble() : null);
        var period = random.Next(2) == 0 ? Period.Always : new Period(random.Next(10), 10 + random.Next(1, 10));
        return new(random.Next(1, 100), isEnd ? NodeKind.Tombstone : NodeKind.Put, random.NextInt64(1L << 40), random.Next(), random.Next(),
            key, id, shape, shape is null ? default(ArraySegment<byte>) : RowWriter.Write(shape, values), period, provenance,
            isKeyed ? [1] : []);
    }

    private RunDocument RoundTrip(VersionEntry version, long supersededSeq)
    {
        var buffer = new ByteBuffer();
        buffer.Append("before"u8);
        VersionCodec.Write(version, supersededSeq, _layouts, buffer);
        var length = buffer.Length - 6;
        buffer.Append("after"u8);
        return VersionCodec.Read(version.CollectionId, buffer.ToArray().AsMemory(6, length), _layouts, NoHashes.Instance);
    }

    private static void AssertSame(VersionEntry expected, long supersededSeq, RunDocument found)
    {
        Assert.Equal(expected.CollectionId, found.CollectionId);
        Assert.Equal(expected.Kind, found.Kind);
        Assert.Equal(expected.Seq, found.Seq);
        Assert.Equal(supersededSeq, found.SupersededSeq);
        Assert.Equal(expected.PreviousSeq, found.PreviousSeq);
        Assert.Equal(expected.CommittedAt, found.CommittedAt);
        Assert.Equal(expected.Period, found.Period);
        Assert.Equal(expected.Provenance, found.Provenance);
        Assert.Equal(expected.KeyBytes, found.KeyBytes);
        Assert.Equal(expected.Id, found.Id);
        Assert.Same(expected.Shape, found.Shape);
        Assert.True(expected.Row.SequenceEqual(found.Row));
        foreach (var fieldId in expected.FieldIds)
            Assert.Equal(expected.GetValue(fieldId), found.GetValue(fieldId));
    }

    private sealed class NoHashes : INodeHashes
    {
        public static NoHashes Instance { get; } = new();

        public Hash256 HashOf(long seq) => default;
    }
}
