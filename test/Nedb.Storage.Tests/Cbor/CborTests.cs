using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Tests.Values;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Cbor;

public sealed class CborTests
{
    // From RFC 8949, appendix A, where the deterministic form is the one shown there.
    [Theory]
    [InlineData("00", "0")]
    [InlineData("17", "23")]
    [InlineData("1818", "24")]
    [InlineData("1a000f4240", "1000000")]
    [InlineData("1bffffffffffffffff", "18446744073709551615")]
    [InlineData("29", "-10")]
    [InlineData("3903e7", "-1000")]
    [InlineData("f90000", "0.0")]
    [InlineData("f98000", "-0.0")]
    [InlineData("f93e00", "1.5")]
    [InlineData("fa47c35000", "100000.0")]
    [InlineData("fb3ff199999999999a", "1.1")]
    [InlineData("f97c00", "double \"Infinity\"")]
    [InlineData("f97e00", "double \"NaN\"")]
    [InlineData("f4", "false")]
    [InlineData("f6", "null")]
    [InlineData("4401020304", "bytes \"01020304\"")]
    [InlineData("62225c", "\"\\\"\\\\\"")]
    [InlineData("62c3bc", "\"ü\"")]
    [InlineData("8301820203820405", "[1, [2, 3], [4, 5]]")]
    [InlineData("a26161016162820203", "{\"a\": 1, \"b\": [2, 3]}")]
    [InlineData("c48221196ab3", "273.15m")]
    public void The_examples_of_the_standard_are_read_and_written(string hex, string literal)
    {
        var bytes = Convert.FromHexString(hex);
        var value = Read(bytes);
        Assert.Equal(literal, value.ToString());
        Assert.Equal(bytes, Write(value));
    }

    [Fact]
    public void Every_value_reads_back_with_its_kind_scale_and_offset()
    {
        var random = new Random(5);
        for (var round = 0; round < 40_000; round++)
        {
            var value = RandomValues.Next(random);
            byte[] bytes;
            try
            {
                bytes = Write(value);
            }
            catch (StorageException refusal)
            {
                Assert.Equal(StorageErrorCode.ValueInvalid, refusal.Code);
                Assert.Contains("surrogate", refusal.Message);
                continue;
            }

            var found = Read(bytes);
            Assert.Equal(value.ToString(), found.ToString());
            Assert.Equal(value.Kind, found.Kind);
            Assert.Equal(value, found);
            Assert.Equal(bytes, Write(found));
        }
    }

    [Fact]
    public void Any_other_bytes_are_the_encoding_of_something_else_or_refused()
    {
        var random = new Random(6);
        for (var round = 0; round < 60_000; round++)
        {
            var bytes = new byte[random.Next(1, 24)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
                bytes[0] = (byte)(random.Next(8) << 5 | random.Next(1, 8));
            var reader = new CborReader(bytes);
            try
            {
                var value = reader.ReadValue();
                Assert.Equal(bytes[..reader.Position], Write(value));
            }
            catch (CborException refusal)
            {
                Assert.InRange(refusal.Offset, 0, bytes.Length);
            }
        }
    }

    [Theory]
    [InlineData("1817", "shortest")]
    [InlineData("190018", "shortest")]
    [InlineData("fb3ff8000000000000", "shortest")]
    [InlineData("fa3fc00000", "shortest")]
    [InlineData("f97e01", "NaN")]
    [InlineData("5f42010243030405ff", "begins nothing")]
    [InlineData("9f01ff", "begins nothing")]
    [InlineData("a2616201616102", "sorted")]
    [InlineData("a2616101616102", "sorted")]
    [InlineData("62c328", "UTF-8")]
    [InlineData("5affffffff", "passes the end")]
    [InlineData("9b7fffffffffffffff", "passes the end")]
    [InlineData("d8256100", "major type")]
    [InlineData("c48201196ab3", "exponent")]
    [InlineData("c482214100", "mantissa")]
    [InlineData("d9ffff00", "tag")]
    [InlineData("", "end")]
    [InlineData("f7", "begins nothing")]
    public void What_is_not_canonical_is_refused_and_the_place_is_named(string hex, string complaint)
    {
        var refusal = Assert.Throws<CborException>(() => Read(Convert.FromHexString(hex)));
        Assert.Contains(complaint, refusal.Message);
        Assert.Contains($"at byte {refusal.Offset}", refusal.Message);
        Assert.Equal(StorageErrorCode.Corruption, refusal.Code);
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_refused_both_ways()
    {
        var value = NedbValue.Null;
        for (var i = 0; i < CborWriter.MaxDepth; i++)
            value = NedbValue.FromArray(new([value]));
        Assert.Equal(value, Read(Write(value)));
        var deeper = NedbValue.FromArray(new([value]));
        Assert.Equal(StorageErrorCode.ValueInvalid, Assert.Throws<StorageException>(() => Write(deeper)).Code);
        Assert.Throws<CborException>(() => Read([0x81, .. Write(value)]));
    }

    private static byte[] Write(NedbValue value)
    {
        var buffer = new ByteBuffer();
        new CborWriter(buffer).WriteValue(value);
        return buffer.ToArray();
    }

    private static NedbValue Read(byte[] bytes)
    {
        var reader = new CborReader(bytes);
        var value = reader.ReadValue();
        reader.ExpectEnd();
        var skipper = new CborReader(bytes);
        skipper.SkipValue();
        Assert.True(skipper.IsAtEnd);
        return value;
    }
}
