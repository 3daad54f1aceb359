using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nedb.Query.Functions;

/// <summary>
/// A sum of decimals that is exact however many there are, so that their order makes no difference: whole numbers of 128 bits at one
/// scale, and beyond that whole numbers of any size.
/// </summary>
internal struct ExactDecimalSum
{
    private const int MostScale = 28;

    // A decimal has 96 bits, so that this many of them fit into 127.
    private const int MostAtOnce = 1 << 30;

    private static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    private Int128 _whole;
    private BigInteger _rest;
    private int _scale;
    private int _count;

    /// <summary>Adds a number.</summary>
    public void Add(decimal value)
    {
        var bits = Unsafe.BitCast<decimal, Bits>(value);
        var whole = (Int128)new UInt128(bits.High, bits.Low);
        if (bits.Flags < 0)
            whole = -whole;
        var scale = (bits.Flags >> 16) & 0xFF;
        if (scale != _scale && !TryAlign(ref whole, scale))
        {
            _rest += whole * BigInteger.Pow(10, MostScale - scale);
            Spill(scale);
            return;
        }

        _whole += whole;
        if (++_count == MostAtOnce)
            Spill(scale);
    }

    /// <summary>Adds what another sum has added.</summary>
    public void Add(in ExactDecimalSum other)
    {
        if (other._rest.IsZero && _count + other._count < MostAtOnce)
        {
            var whole = other._whole;
            if (other._scale == _scale || (Int128.Abs(whole) >> 96 == 0 && TryAlign(ref whole, other._scale)))
            {
                _whole += whole;
                _count += other._count;
                return;
            }
        }

        _rest += other._rest + other._whole * BigInteger.Pow(10, MostScale - other._scale);
        Spill(Math.Max(_scale, other._scale));
    }

    /// <summary>The sum, with the scale of the number that had most; rounded only where it has more digits than a decimal.</summary>
    /// <exception cref="OverflowException">It is greater than a decimal can be.</exception>
    public readonly decimal Result()
    {
        if (_rest.IsZero && Int128.Abs(_whole) >> 96 == 0)
        {
            var size = Int128.Abs(_whole);
            return new((int)(long)size, (int)(long)(size >> 32), (int)(long)(size >> 64), _whole < 0, (byte)_scale);
        }

        var total = _rest + (_whole * BigInteger.Pow(10, MostScale - _scale));
        var isNegative = total.Sign < 0;
        total = BigInteger.Abs(total);
        // All digits behind the greatest scale are zeros.
        total /= BigInteger.Pow(10, MostScale - _scale);
        var scale = _scale;
        var least = BigInteger.One << 96;
        if (total >= least)
        {
            var cut = 0;
            var power = BigInteger.One;
            while (total / power >= least)
            {
                power *= 10;
                cut++;
            }

            total = Round(total, power);
            if (total >= least)
            {
                total = Round(total, 10);
                cut++;
            }

            scale -= cut;
            if (scale < 0)
                throw new OverflowException();
        }

        var digits = (UInt128)total;
        return new((int)(long)digits, (int)(long)(digits >> 32), (int)(long)(digits >> 64), isNegative, (byte)scale);
    }

    /// <summary>Brings a number and the sum to the greater of their scales.</summary>
    /// <returns>False where one of them has too many digits for it.</returns>
    private bool TryAlign(ref Int128 whole, int scale)
    {
        if (Math.Abs(scale - _scale) >= Powers.Length)
            return false;
        if (scale < _scale)
        {
            whole *= Powers[_scale - scale];
            return Int128.Abs(whole) >> 96 == 0 || Undo(ref whole, Powers[_scale - scale]);
        }

        if (Int128.Abs(_whole) >> 64 != 0)
            return false;
        _whole *= Powers[scale - _scale];
        _scale = scale;
        return true;
    }

    private static bool Undo(ref Int128 whole, long power)
    {
        whole /= power;
        return false;
    }

    /// <summary>To the nearest, halves to even.</summary>
    private static BigInteger Round(BigInteger value, BigInteger unit)
    {
        var quotient = BigInteger.DivRem(value, unit, out var rest);
        var order = (rest * 2).CompareTo(unit);
        return order > 0 || (order == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    /// <summary>Puts what was added so far aside, and goes on at the greater of two scales.</summary>
    private void Spill(int scale)
    {
        if (_whole != 0)
            _rest += _whole * BigInteger.Pow(10, MostScale - _scale);
        _whole = 0;
        _count = 0;
        _scale = Math.Max(_scale, scale);
    }

    // A decimal as it lies in memory.
    private readonly record struct Bits(int Flags, uint High, ulong Low);
}
