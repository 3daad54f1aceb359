using System.Numerics;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Values;

public sealed class ValueOrderTests
{
    [Fact]
    public void Order_of_values_order_of_encodings_equality_and_hashes_agree()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 60_000; round++)
        {
            var isNumeric = round % 2 == 0;
            var left = isNumeric ? RandomValues.NextNumber(random) : RandomValues.Next(random);
            var right = isNumeric ? RandomValues.NextNumber(random) : RandomValues.Next(random);
            var order = Math.Sign(ValueComparer.Compare(left, right));
            var bytes = Math.Sign(KeyEncoder.Encode(left).AsSpan().SequenceCompareTo(KeyEncoder.Encode(right)));
            Assert.True(order == bytes, $"{left} against {right}: compared {order}, encoded {bytes}");
            Assert.Equal(-order, Math.Sign(ValueComparer.Compare(right, left)));
            Assert.Equal(order == 0, left == right);
            if (order == 0)
                Assert.Equal(left.GetHashCode(), right.GetHashCode());
        }
    }

    [Fact]
    public void Numbers_compare_exactly_as_rationals_do()
    {
        var random = new Random(7);
        for (var round = 0; round < 40_000; round++)
        {
            var left = RandomValues.NextNumber(random);
            var right = RandomValues.NextNumber(random);
            if (!IsFinite(left) || !IsFinite(right))
                continue;
            var (p, q) = ToRational(left);
            var (r, s) = ToRational(right);
            Assert.Equal((p * s).CompareTo(r * q), Math.Sign(ValueComparer.Compare(left, right)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData((1L << 53) - 1)]
    [InlineData(1L << 53)]
    [InlineData((1L << 53) + 1)]
    [InlineData(-(1L << 53) - 1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void An_integer_is_encoded_the_same_wherever_it_is_written(long number)
    {
        var expected = KeyEncoder.Encode(NedbValue.FromInt64(number));
        Assert.Equal(expected, Write(isDescending: false));
        Assert.Equal(Array.ConvertAll(expected, static value => (byte)~value), Write(isDescending: true));

        byte[] Write(bool isDescending)
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>(1);
            KeyEncoder.Append(NedbValue.FromInt64(number), isDescending, buffer);
            return buffer.WrittenSpan.ToArray();
        }
    }

    [Fact]
    public void A_concatenation_of_encodings_compares_like_the_values_one_by_one_also_descending()
    {
        var random = new Random(11);
        for (var round = 0; round < 30_000; round++)
        {
            var isDescending = new[] { random.Next(2) == 0, random.Next(2) == 0 };
            NedbValue[] left = [RandomValues.Next(random), RandomValues.Next(random)];
            NedbValue[] right = [random.Next(2) == 0 ? left[0] : RandomValues.Next(random), RandomValues.Next(random)];
            var order = 0;
            for (var i = 0; i < 2 && order == 0; i++)
                order = Math.Sign(ValueComparer.Compare(left[i], right[i])) * (isDescending[i] ? -1 : 1);
            var first = Encode(left, isDescending);
            Assert.Equal(order, Math.Sign(first.AsSpan().SequenceCompareTo(Encode(right, isDescending))));
            Assert.NotEqual(0xFF, first[0]);
        }
    }

    [Fact]
    public void Encodings_are_prefix_free()
    {
        var random = new Random(13);
        for (var round = 0; round < 30_000; round++)
        {
            var left = RandomValues.Next(random);
            var right = RandomValues.Next(random);
            if (left != right)
                Assert.False(KeyEncoder.Encode(left).AsSpan().StartsWith(KeyEncoder.Encode(right)), $"{right} begins {left}");
        }
    }

    [Fact]
    public void Equal_numbers_of_different_kinds_are_equal_and_near_ones_are_not()
    {
        Assert.Equal(NedbValue.FromInt64(1), NedbValue.FromDouble(1));
        Assert.Equal(NedbValue.FromInt64(1), NedbValue.FromDecimal(1.00m));
        Assert.Equal(NedbValue.FromDouble(0.5), NedbValue.FromDecimal(0.50m));
        Assert.NotEqual(NedbValue.FromDouble(0.1), NedbValue.FromDecimal(0.1m));
        Assert.Equal(NedbValue.FromDouble(-0.0), NedbValue.FromDouble(0));
        Assert.Equal(NedbValue.FromDouble(double.NaN), NedbValue.FromDouble(double.NaN));
        Assert.NotEqual(NedbValue.FromInt64(long.MaxValue), NedbValue.FromDouble(long.MaxValue));
        Assert.NotEqual(NedbValue.True, NedbValue.FromInt64(1));
        Assert.NotEqual(NedbValue.FromString("1"), NedbValue.FromInt64(1));
    }

    [Fact]
    public void A_text_prefix_begins_exactly_the_texts_that_begin_with_it()
    {
        var random = new Random(17);
        for (var round = 0; round < 20_000; round++)
        {
            var text = NextText(random, 6);
            var prefix = NextText(random, 3);
            var isDescending = random.Next(2) == 0;
            var start = new System.Buffers.ArrayBufferWriter<byte>();
            KeyEncoder.AppendTextPrefix(prefix, isDescending, start);
            var key = Encode([NedbValue.FromString(text)], [isDescending]);
            Assert.Equal(text.StartsWith(prefix, StringComparison.Ordinal), key.AsSpan().StartsWith(start.WrittenSpan));
        }
    }

    private static string NextText(Random random, int length)
    {
        var units = new char[random.Next(length)];
        for (var i = 0; i < units.Length; i++)
            units[i] = "\0a\u0101\uD800\uFFFF"[random.Next(5)];
        return new(units);
    }

    private static byte[] Encode(NedbValue[] values, bool[] isDescending)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        for (var i = 0; i < values.Length; i++)
            KeyEncoder.Append(values[i], isDescending[i], buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static bool IsFinite(NedbValue value) => value.Kind != ValueKind.Double || double.IsFinite(value.AsDouble());

    private static (BigInteger Numerator, BigInteger Denominator) ToRational(NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Int64:
                return (value.AsInt64(), 1);
            case ValueKind.UInt64:
                return (value.AsUInt64(), 1);
            case ValueKind.Decimal:
                var bits = decimal.GetBits(value.AsDecimal());
                var mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
                return (bits[3] < 0 ? -mantissa : mantissa, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
            default:
                // Every finite double is an integer over 2^1074.
                var number = BitConverter.DoubleToInt64Bits(value.AsDouble());
                var exponent = (int)((number >> 52) & 0x7FF);
                BigInteger fraction = number & ((1L << 52) - 1);
                if (exponent > 0)
                    fraction |= 1L << 52;
                fraction <<= Math.Max(exponent, 1) - 1;
                return (number < 0 ? -fraction : fraction, BigInteger.One << 1074);
        }
    }
}
