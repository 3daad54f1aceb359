using System.Runtime.CompilerServices;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Batches;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>
/// Adds numbers, or lengths of time. Integers are added in 128 bits, so that only the result must fit into 64; decimals are added exactly.
/// Once a binary number is among them the sum is binary, and rounded once, so that the order of the rows makes no difference.
/// </summary>
internal sealed class SumAccumulator(string name) : Accumulator
{
    private Int128 _whole;
    private ExactDecimalSum _exact;
    private ExactDoubleSum _binary;
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
                _exact.Add(value.AsDecimal());
                break;
            case ValueKind.Double:
                _hasBinary = true;
                _binary.Add(value.AsDouble());
                break;
            default:
                throw ValueErrors.Mismatch(
                    $"{name} takes numbers or durations; found {ValueErrors.Name(value.Kind)}: {ValueErrors.Show(in value)}");
        }
    }

    /// <inheritdoc/>
    public override void Add(Vector vector)
    {
        if (_hasDuration || vector.HasNull)
        {
            base.Add(vector);
            return;
        }

        switch (vector.Kind)
        {
            case VectorKind.Integers when vector.ValueKind == ValueKind.Int64:
                AddIntegers(vector.Integers);
                break;
            case VectorKind.Doubles:
                _hasBinary = true;
                _count += vector.Count;
                foreach (var value in vector.Doubles)
                    _binary.Add(value);
                break;
            case VectorKind.Decimals:
                _hasDecimal = true;
                _count += vector.Count;
                foreach (var value in vector.Decimals)
                    _exact.Add(value);
                break;
            default:
                base.Add(vector);
                break;
        }
    }

    /// <inheritdoc/>
    public override void Add(Vector vector, int row)
    {
        if (_hasDuration || (vector.HasNull && vector.Nulls[row]))
        {
            base.Add(vector, row);
            return;
        }

        switch (vector.Kind)
        {
            case VectorKind.Integers when vector.ValueKind == ValueKind.Int64:
                _count++;
                _whole += vector.Integers[row];
                break;
            case VectorKind.Doubles:
                _hasBinary = true;
                _count++;
                _binary.Add(vector.Doubles[row]);
                break;
            case VectorKind.Decimals:
                _hasDecimal = true;
                _count++;
                _exact.Add(vector.Decimals[row]);
                break;
            default:
                base.Add(vector, row);
                break;
        }
    }

    /// <summary>Adds each value of a batch to the sum of its group, where all values are numbers of one kind.</summary>
    /// <param name="sums">The sums of the groups.</param>
    /// <param name="groups">For each value its group.</param>
    /// <param name="vector">The values.</param>
    /// <returns>Whether they were added; otherwise none was.</returns>
    public static bool TryAddAll(Accumulator[] sums, ReadOnlySpan<int> groups, Vector vector)
    {
        if (vector.HasNull)
            return false;
        switch (vector.Kind)
        {
            case VectorKind.Integers when vector.ValueKind == ValueKind.Int64:
                var integers = vector.Integers;
                for (var row = 0; row < groups.Length; row++)
                {
                    var sum = Unsafe.As<SumAccumulator>(sums[groups[row]]);
                    if (sum._hasDuration)
                        throw sum.Mixed(vector.Get(row));
                    sum._count++;
                    sum._whole += integers[row];
                }

                return true;
            case VectorKind.Doubles:
                var doubles = vector.Doubles;
                for (var row = 0; row < groups.Length; row++)
                {
                    var sum = Unsafe.As<SumAccumulator>(sums[groups[row]]);
                    if (sum._hasDuration)
                        throw sum.Mixed(vector.Get(row));
                    sum._count++;
                    sum._hasBinary = true;
                    sum._binary.Add(doubles[row]);
                }

                return true;
            case VectorKind.Decimals:
                var decimals = vector.Decimals;
                for (var row = 0; row < groups.Length; row++)
                {
                    var sum = Unsafe.As<SumAccumulator>(sums[groups[row]]);
                    if (sum._hasDuration)
                        throw sum.Mixed(vector.Get(row));
                    sum._count++;
                    sum._hasDecimal = true;
                    sum._exact.Add(decimals[row]);
                }

                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public override void Merge(Accumulator other)
    {
        var sum = (SumAccumulator)other;
        if (sum._count == 0)
            return;
        if (_count > 0 && _hasDuration != sum._hasDuration)
            throw Mixed(_hasDuration ? NedbValue.FromInt64((long)sum._whole) : NedbValue.FromDuration(new TimeSpan((long)sum._whole)));
        _count += sum._count;
        _whole += sum._whole;
        _exact.Add(in sum._exact);
        _binary.Add(in sum._binary);
        _hasDecimal |= sum._hasDecimal;
        _hasBinary |= sum._hasBinary;
        _hasDuration |= sum._hasDuration;
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

    // Both halves are added by themselves: neither can overflow within one batch.
    private void AddIntegers(ReadOnlySpan<long> values)
    {
        long high = 0;
        ulong low = 0;
        foreach (var value in values)
        {
            high += value >> 32;
            low += (uint)value;
        }

        _whole += ((Int128)high << 32) + low;
        _count += values.Length;
    }

    private double Binary() => _binary.Result() + (double)_whole + (_hasDecimal ? (double)Decimals() : 0);

    private decimal Decimals()
    {
        try
        {
            return _exact.Result();
        }
        catch (OverflowException)
        {
            throw TooLarge();
        }
    }

    private decimal Exact()
    {
        try
        {
            return _whole == 0 ? _exact.Result() : _exact.Result() + (decimal)_whole;
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
