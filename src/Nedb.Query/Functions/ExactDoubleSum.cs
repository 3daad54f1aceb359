using System.Numerics;

namespace Nedb.Query.Functions;

/// <summary>
/// A sum of binary numbers that is rounded once, at the end, so that neither the order of the numbers nor the way in which they were
/// shared out makes a difference. The sum is kept as a few numbers that do not overlap (J. R. Shewchuk, "Adaptive Precision Floating-Point
/// Arithmetic and Fast Robust Geometric Predicates", 1997); what is greater than a double can be, as a whole number of the least double.
/// </summary>
internal struct ExactDoubleSum
{
    private const int FractionBits = 52;

    private double[]? _parts;
    private int _count;
    private double _first;
    private double _special;
    private bool _hasSpecial;
    private BigInteger _huge;

    /// <summary>Adds a number.</summary>
    public void Add(double value)
    {
        if (_count <= 1 && _parts is null)
        {
            // Most sums of money, counts and measures need one part only.
            var sum = _first + value;
            var back = sum - _first;
            var error = (_first - (sum - back)) + (value - back);
            if (error == 0)
            {
                _first = sum;
                _count = 1;
                return;
            }
        }

        AddParts(value);
    }

    /// <summary>Adds what another sum has added.</summary>
    public void Add(in ExactDoubleSum other)
    {
        _huge += other._huge;
        if (other._hasSpecial)
            Add(other._special);
        if (other._parts is null)
            Add(other._first);
        else
            for (var i = 0; i < other._count; i++)
                Add(other._parts[i]);
    }

    /// <summary>The sum, rounded to the nearest, halves to even; infinite or not a number where one of the numbers makes it so.</summary>
    public readonly double Result()
    {
        if (_hasSpecial)
            return _special;
        if (!_huge.IsZero)
            return ToDouble(Total());
        if (_parts is null)
            return _first;
        var at = _count - 1;
        if (at < 0)
            return 0;
        var high = _parts[at];
        var low = 0.0;
        while (at > 0 && low == 0)
        {
            var rest = _parts[--at];
            var sum = high + rest;
            low = rest - (sum - high);
            high = sum;
        }

        // Where the first error is half of a unit, the sign of what lies behind it decides.
        if (at > 0 && ((low < 0 && _parts[at - 1] < 0) || (low > 0 && _parts[at - 1] > 0)))
        {
            var twice = low * 2;
            var sum = high + twice;
            if (twice == sum - high)
                high = sum;
        }

        return high;
    }

    private void AddParts(double value)
    {
        if (!double.IsFinite(value))
        {
            _special = _hasSpecial ? _special + value : value;
            _hasSpecial = true;
            return;
        }

        if (_parts is null)
        {
            _parts = new double[4];
            _parts[0] = _first;
            _count = _first == 0 ? 0 : 1;
        }

        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var part = _parts[i];
            if (Math.Abs(value) < Math.Abs(part))
                (value, part) = (part, value);
            var sum = value + part;
            if (!double.IsFinite(sum))
            {
                _huge += ToUnits(value) + ToUnits(part);
                for (var j = i + 1; j < _count; j++)
                    _huge += ToUnits(_parts[j]);
                _count = kept;
                return;
            }

            var error = part - (sum - value);
            if (error != 0)
                _parts[kept++] = error;
            value = sum;
        }

        if (kept == _parts.Length)
            Array.Resize(ref _parts, kept * 2);
        _parts[kept++] = value;
        _count = kept;
    }

    private readonly BigInteger Total()
    {
        var total = _huge + (_parts is null ? ToUnits(_first) : 0);
        for (var i = 0; _parts is not null && i < _count; i++)
            total += ToUnits(_parts[i]);
        return total;
    }

    /// <summary>How many of the least double a finite number is.</summary>
    private static BigInteger ToUnits(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> FractionBits) & 0x7FF;
        var fraction = bits & ((1L << FractionBits) - 1);
        var units = exponent == 0 ? fraction : (BigInteger)(fraction | 1L << FractionBits) << (exponent - 1);
        return bits < 0 ? -units : units;
    }

    private static double ToDouble(BigInteger units)
    {
        var size = BigInteger.Abs(units);
        var shift = (int)(size.GetBitLength() - FractionBits - 1);
        if (shift > 0)
        {
            var kept = size >> shift;
            var rest = (size - (kept << shift)).CompareTo(BigInteger.One << (shift - 1));
            size = rest > 0 || (rest == 0 && !kept.IsEven) ? kept + 1 : kept;
        }

        var value = (double)(long)size * double.Epsilon;
        for (; shift > 0; shift--)
            value *= 2;
        return units.Sign < 0 ? -value : value;
    }
}
