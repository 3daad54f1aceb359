using System.Numerics;
using Nedb.Query.Functions;

namespace Nedb.Query.Tests.Functions;

/// <summary>Sums that do not depend on the order of their numbers, compared with sums of whole numbers of any size.</summary>
public sealed class ExactSumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Decimals_of_any_scales_add_up_exactly_in_any_order(int seed)
    {
        var random = new Random(seed);
        var numbers = new decimal[200];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = new(random.Next(), random.Next(), random.Next(3) == 0 ? random.Next() : 0, random.Next(2) == 0, (byte)random.Next(20, 29));
        var total = BigInteger.Zero;
        foreach (var number in numbers)
            total += Units(number);
        for (var round = 0; round < 5; round++)
        {
            random.Shuffle(numbers);
            var whole = default(ExactDecimalSum);
            var left = default(ExactDecimalSum);
            var right = default(ExactDecimalSum);
            for (var i = 0; i < numbers.Length; i++)
            {
                whole.Add(numbers[i]);
                if (i < round * 40)
                    left.Add(numbers[i]);
                else
                    right.Add(numbers[i]);
            }

            left.Add(in right);
            // The sum may have more digits than a decimal, and is then the nearest one.
            Assert.True(BigInteger.Abs(Units(whole.Result()) - total) * 2 <= UnitOf(whole.Result()));
            Assert.Equal(whole.Result(), left.Result());
        }
    }

    [Fact]
    public void A_sum_of_decimals_has_the_scale_that_adding_them_gives()
    {
        decimal[] numbers = [1m, 2.50m, 0m, -3.1m, 7.000m];
        var sum = default(ExactDecimalSum);
        var expected = 0m;
        foreach (var number in numbers)
        {
            sum.Add(number);
            expected += number;
        }

        Assert.Equal(decimal.GetBits(expected), decimal.GetBits(sum.Result()));
    }

    [Fact]
    public void A_sum_of_decimals_may_go_beyond_what_a_decimal_holds_and_come_back()
    {
        var sum = default(ExactDecimalSum);
        sum.Add(decimal.MaxValue);
        sum.Add(decimal.MaxValue);
        Assert.Throws<OverflowException>(() => sum.Result());
        sum.Add(decimal.MinValue);
        sum.Add(0.5m);
        sum.Add(decimal.MinValue);
        Assert.Equal(0.5m, sum.Result());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Doubles_are_rounded_once_in_any_order(int seed)
    {
        var random = new Random(seed);
        var numbers = new double[300];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-60, 60));
        var total = BigInteger.Zero;
        foreach (var number in numbers)
            total += Units(number);
        for (var round = 0; round < 5; round++)
        {
            random.Shuffle(numbers);
            var whole = default(ExactDoubleSum);
            var left = default(ExactDoubleSum);
            var right = default(ExactDoubleSum);
            for (var i = 0; i < numbers.Length; i++)
            {
                whole.Add(numbers[i]);
                if (i < round * 60)
                    left.Add(numbers[i]);
                else
                    right.Add(numbers[i]);
            }

            left.Add(in right);
            var result = whole.Result();
            // No double lies nearer to the exact sum.
            var distance = BigInteger.Abs(Units(result) - total);
            Assert.True(distance <= BigInteger.Abs(Units(Math.BitIncrement(result)) - total));
            Assert.True(distance <= BigInteger.Abs(Units(Math.BitDecrement(result)) - total));
            Assert.Equal(result, left.Result());
        }
    }

    [Fact]
    public void A_sum_of_doubles_may_go_beyond_what_a_double_holds_and_come_back()
    {
        var sum = default(ExactDoubleSum);
        foreach (var number in (double[])[double.MaxValue, double.MaxValue, 1.5, -double.MaxValue, -double.MaxValue, 2])
            sum.Add(number);
        Assert.Equal(3.5, sum.Result());
        sum.Add(double.MaxValue);
        sum.Add(double.MaxValue);
        Assert.Equal(double.PositiveInfinity, sum.Result());
    }

    [Fact]
    public void Infinities_and_what_is_no_number_win()
    {
        var sum = default(ExactDoubleSum);
        sum.Add(1.5);
        sum.Add(double.PositiveInfinity);
        sum.Add(2.5);
        Assert.Equal(double.PositiveInfinity, sum.Result());
        sum.Add(double.NegativeInfinity);
        Assert.Equal(double.NaN, sum.Result());
    }

    [Fact]
    public void A_thousand_tenths_are_a_hundred()
    {
        var sum = default(ExactDoubleSum);
        for (var i = 0; i < 1_000; i++)
            sum.Add(0.1);
        Assert.Equal(100.0, sum.Result());
    }

    private static BigInteger Units(decimal value)
    {
        var bits = decimal.GetBits(value);
        var size = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        return size * BigInteger.Pow(10, 28 - (bits[3] >> 16 & 0xFF)) * (bits[3] < 0 ? -1 : 1);
    }

    private static BigInteger UnitOf(decimal value) => BigInteger.Pow(10, 28 - (decimal.GetBits(value)[3] >> 16 & 0xFF));

    private static BigInteger Units(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        BigInteger fraction = bits & ((1L << 52) - 1);
        var units = exponent == 0 ? fraction : (fraction + (1L << 52)) << (exponent - 1);
        return bits < 0 ? -units : units;
    }
}
