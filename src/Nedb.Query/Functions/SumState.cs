using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Batches;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>
/// A sum of numbers, or of lengths of time. Integers are added in 128 bits, so that only the result must fit into 64; decimals are added
/// exactly. Once a binary number is among them the sum is binary, and rounded once, so that the order of the rows makes no difference.
/// </summary>
internal struct SumState
{
    /// <summary>How many values were added.</summary>
    public long Count;

    /// <summary>The sum of integers, or of ticks.</summary>
    public Int128 Whole;

    /// <summary>The sum of decimals.</summary>
    public ExactDecimalSum Exact;

    /// <summary>The sum of binary numbers.</summary>
    public ExactDoubleSum Binary;

    /// <summary>What was among the values.</summary>
    public SumKinds Kinds;

    /// <summary>Adds a value; null is left out.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The function that adds, for what is said of a value that cannot be.</param>
    /// <exception cref="NqlException">It is neither a number nor a duration, or not of what was added before.</exception>
    public void Add(in NedbValue value, string name)
    {
        if (value.IsNull)
            return;
        if (Count++ > 0 && value.Kind == ValueKind.Duration != ((Kinds & SumKinds.Duration) != 0))
            throw Mixed(in value, name);
        switch (value.Kind)
        {
            case ValueKind.Int64:
                Whole += value.AsInt64();
                break;
            case ValueKind.UInt64:
                Whole += value.AsUInt64();
                break;
            case ValueKind.Duration:
                Kinds |= SumKinds.Duration;
                Whole += value.AsRawTicks();
                break;
            case ValueKind.Decimal:
                Kinds |= SumKinds.Decimal;
                Exact.Add(value.AsDecimal());
                break;
            case ValueKind.Double:
                Kinds |= SumKinds.Binary;
                Binary.Add(value.AsDouble());
                break;
            default:
                throw ValueErrors.Mismatch(
                    $"{name} takes numbers or durations; found {ValueErrors.Name(value.Kind)}: {ValueErrors.Show(in value)}");
        }
    }

    /// <summary>Adds all values of a batch.</summary>
    public void Add(Vector vector, string name)
    {
        var kind = (Kinds & SumKinds.Duration) != 0 || vector.HasNull ? VectorKind.Values : vector.Kind;
        switch (kind)
        {
            case VectorKind.Integers when vector.ValueKind == ValueKind.Int64:
                AddIntegers(vector.Integers);
                break;
            case VectorKind.Doubles:
                Kinds |= SumKinds.Binary;
                Count += vector.Count;
                foreach (var value in vector.Doubles)
                    Binary.Add(value);
                break;
            case VectorKind.Decimals:
                Kinds |= SumKinds.Decimal;
                Count += vector.Count;
                foreach (var value in vector.Decimals)
                    Exact.Add(value);
                break;
            default:
                for (var row = 0; row < vector.Count; row++)
                    Add(vector.Get(row), name);
                break;
        }
    }

    /// <summary>Adds what another sum has added.</summary>
    public void Add(in SumState other, string name)
    {
        if (other.Count == 0)
            return;
        if (Count > 0 && ((Kinds ^ other.Kinds) & SumKinds.Duration) != 0)
            throw Mixed(
                (Kinds & SumKinds.Duration) != 0
                    ? NedbValue.FromInt64((long)other.Whole)
                    : NedbValue.FromDuration(new TimeSpan((long)other.Whole)),
                name);
        Count += other.Count;
        Whole += other.Whole;
        Exact.Add(in other.Exact);
        Binary.Add(in other.Binary);
        Kinds |= other.Kinds;
    }

    /// <summary>The sum; null for no values.</summary>
    /// <exception cref="NqlException">It is greater than its type can hold.</exception>
    public readonly NedbValue Result(string name)
    {
        if (Count == 0)
            return default;
        if ((Kinds & SumKinds.Binary) != 0)
            return NedbValue.FromDouble(ToDouble(name));
        if ((Kinds & SumKinds.Decimal) != 0)
            return NedbValue.FromDecimal(ToDecimal(name));
        if ((Kinds & SumKinds.Duration) != 0)
            return Whole >= long.MinValue && Whole <= long.MaxValue ? NedbValue.FromDuration(new TimeSpan((long)Whole))
                : throw TooLarge(name);
        if (Whole < long.MinValue || Whole > ulong.MaxValue)
            throw TooLarge(name);
        return Whole <= long.MaxValue ? NedbValue.FromInt64((long)Whole) : NedbValue.FromUInt64((ulong)Whole);
    }

    /// <summary>
    /// The sum divided by the number of values: binary for integers, decimal for decimals, a duration for durations; null for none.
    /// </summary>
    /// <exception cref="NqlException">The sum is greater than its type can hold.</exception>
    public readonly NedbValue Mean(string name)
    {
        if (Count == 0)
            return default;
        if ((Kinds & SumKinds.Binary) != 0)
            return NedbValue.FromDouble(ToDouble(name) / Count);
        if ((Kinds & SumKinds.Decimal) != 0)
            return NedbValue.FromDecimal(ToDecimal(name) / Count);
        return (Kinds & SumKinds.Duration) != 0
            ? NedbValue.FromDuration(new TimeSpan((long)(Whole / Count)))
            : NedbValue.FromDouble((double)Whole / Count);
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

        Whole += ((Int128)high << 32) + low;
        Count += values.Length;
    }

    private readonly double ToDouble(string name) =>
        Binary.Result() + (double)Whole + ((Kinds & SumKinds.Decimal) != 0 ? (double)Decimals(name) : 0);

    private readonly decimal Decimals(string name)
    {
        try
        {
            return Exact.Result();
        }
        catch (OverflowException)
        {
            throw TooLarge(name);
        }
    }

    private readonly decimal ToDecimal(string name)
    {
        try
        {
            return Whole == 0 ? Exact.Result() : Exact.Result() + (decimal)Whole;
        }
        catch (OverflowException)
        {
            throw TooLarge(name);
        }
    }

    private readonly NqlException TooLarge(string name) =>
        ValueErrors.Invalid($"the result of {name} over {Count} values is greater than its type can hold");

    private static NqlException Mixed(in NedbValue value, string name) =>
        ValueErrors.Mismatch($"{name} takes either numbers or durations, not both; found {ValueErrors.Show(in value)}");
}
