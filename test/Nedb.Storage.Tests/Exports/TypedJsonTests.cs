using System.Buffers;
using System.Text;
using System.Text.Json;
using Nedb.Storage.Cbor;
using Nedb.Storage.Exports;
using Nedb.Storage.Tests.Values;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Exports;

public sealed class TypedJsonTests
{
    [Fact]
    public void Every_value_comes_back_of_the_same_kind_and_with_the_same_bytes()
    {
        var random = new Random(20261123);
        for (var i = 0; i < 20_000; i++)
        {
            var value = RandomValues.NextStorable(random);
            var bytes = CborValue.Encode(value);
            var text = Write(value);
            Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(CborValue.Encode(Read(text))));
        }
    }

    [Fact]
    public void A_key_comes_back_with_the_same_bytes()
    {
        var random = new Random(20261123);
        for (var i = 0; i < 20_000; i++)
        {
            var values = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomValues.NextStorable(random)).ToArray();
            var key = KeyEncoder.Encode(values);
            Assert.Equal(
                Convert.ToHexString(key), Convert.ToHexString(KeyEncoder.Encode([.. KeyDecoder.ReadValues(key)])));
        }
    }

    [Theory]
    [InlineData("1.50", """{"$decimal":"1.50"}""")]
    [InlineData("[1, 2.0]", "[1,2.0]")]
    [InlineData("bytes \"00ff\"", """{"$bytes":"AP8="}""")]
    public void The_notation_is_that_of_the_documents(string what, string expected)
    {
        var value = what switch
        {
            "1.50" => NedbValue.FromDecimal(1.50m),
            "[1, 2.0]" => NedbValue.FromArray(new([NedbValue.FromInt64(1), NedbValue.FromDouble(2)])),
            _ => NedbValue.FromBytes([0, 255]),
        };
        Assert.Equal(expected, Write(value));
    }

    [Theory]
    [InlineData("""{"$decimal":1.5}""", "text")]
    [InlineData("""{"$decimal":"1,5"}""", "$decimal")]
    [InlineData("""{"$money":"1"}""", "No such type")]
    [InlineData("""{"$date":"2024-02-30"}""", "$date")]
    [InlineData("""{"$timestamp":"2024-02-03"}""", "2026-01-31T09:30:00.0000000")]
    [InlineData("""{"$double":"1.5"}""", "Infinity")]
    [InlineData("""{"$guid":"1","a":2}""", "2 members")]
    [InlineData("1e999", "floating point")]
    [InlineData("18446744073709551616", "integer")]
    public void What_is_no_value_is_refused_with_what_was_expected(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Read(text)).Message);

    private static string Write(in NedbValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            TypedJson.Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static NedbValue Read(string text)
    {
        using var document = JsonDocument.Parse(text, new() { MaxDepth = ExportFormat.JsonDepth });
        return TypedJson.Read(document.RootElement, 0);
    }
}
