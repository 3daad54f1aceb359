using Nedb.Query.Diagnostics;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>
/// Adds numbers, or lengths of time. Integers are added in 128 bits, so that only the result must fit into 64; decimals are added exactly.
/// Once a binary number is among them the sum is binary; its parts are added with a correction (Neumaier), so that the order of the rows
/// hardly matters.
/// </summary>
internal sealed class SumAccumulator(string name) : Accumulator
{
    private Int128 _whole;
    private decimal _exact;
    private double _binary;
    private double _correction;
    private long _count;
    private bool _hasDecimal;
    private bool _hasBinary;
    private bool _hasDuration;

    /// <summary>How many values were added.</summary>
    public long Count => _count;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments)
    {
        ref readonly var value = ref arguments[0];
        if (value.IsNull)
            return;
        if (_count++ > 0 && value.Kind == ValueKind.Duration != _hasDuration)
            throw Mixed(in value);
        switch (value.Kind)
        {
            case ValueKind.Int64:
                _whole += value.AsInt64();
                break;
            case ValueKind.UInt64:
                _whole += value.AsUInt64();
                break;
            case ValueKind.Duration:
                _hasDuration = true;
                _whole += value.AsRawTicks();
                break;
            case ValueKind.Decimal:
                _hasDecimal = true;
                AddDecimal(value.AsDecimal());
                break;
            case ValueKind.Double:
                _hasBinary = true;
                AddBinary(value.AsDouble());
                break;
            default:
                throw ValueErrors.Mismatch(
                    $"{name} takes numbers or durations; found {ValueErrors.Name(value.Kind)}: {ValueErrors.Show(in value)}");
        }
    }

    /// <inheritdoc/>
    public override NedbValue GetResult()
    {
        if (_count == 0)
            return default;
        if (_hasBinary)
            return NedbValue.FromDouble(Binary());
        if (_hasDecimal)
            return NedbValue.FromDecimal(Exact());
        if (_hasDuration)
            return _whole >= long.MinValue && _whole <= long.MaxValue ? NedbValue.FromDuration(new TimeSpan((long)_whole))
                : throw TooLarge();
        if (_whole < long.MinValue || _whole > ulong.MaxValue)
            throw TooLarge();
        return _whole <= long.MaxValue ? NedbValue.FromInt64((long)_whole) : NedbValue.FromUInt64((ulong)_whole);
    }

    /// <summary>
    /// The sum divided by the number of values: binary for integers, decimal for decimals, a duration for durations; null for none.
    /// </summary>
    public NedbValue GetMean()
    {
        if (_count == 0)
            return default;
        if (_hasBinary)
            return NedbValue.FromDouble(Binary() / _count);
        if (_hasDecimal)
            return NedbValue.FromDecimal(Exact() / _count);
        return _hasDuration ? NedbValue.FromDuration(new TimeSpan((long)(_whole / _count))) : NedbValue.FromDouble((double)_whole / _count);
    }

    private void AddDecimal(decimal value)
    {
        try
        {
            _exact += value;
        }
        catch (OverflowException)
        {
            throw TooLarge();
        }
    }

    private void AddBinary(double value)
    {
        var sum = _binary + value;
        if (double.IsFinite(sum))
            _correction += Math.Abs(_binary) >= Math.Abs(value) ? _binary - sum + value : value - sum + _binary;
        _binary = sum;
    }

    private double Binary() => _binary + _correction + (double)_whole + (double)_exact;

    private decimal Exact()
    {
        try
        {
            return _exact + (decimal)_whole;
        }
        catch (OverflowException)
        {
            throw TooLarge();
        }
    }

    private NqlException TooLarge() => ValueErrors.Invalid($"the result of {name} over {_count} values is greater than its type can hold");

    private NqlException Mixed(in NedbValue value) =>
        ValueErrors.Mismatch($"{name} takes either numbers or durations, not both; found {ValueErrors.Show(in value)}");
}
