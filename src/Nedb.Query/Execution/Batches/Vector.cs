using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Batches;

/// <summary>The values of one expression for the rows of a batch, unboxed where they are all of one kind or null.</summary>
internal sealed class Vector
{
    private long[] _integers = [];
    private double[] _doubles = [];
    private decimal[] _decimals = [];
    private NedbValue[] _values = [];
    private bool[] _nulls = [];
    private RowBatch? _batch;
    private int _slot;

    /// <summary>How the values are held.</summary>
    public VectorKind Kind { get; private set; }

    /// <summary>The kind of the values of <see cref="Integers"/>.</summary>
    public ValueKind ValueKind { get; private set; }

    /// <summary>Of timestamps what the ticks of all of them mean.</summary>
    public DateTimeKind TimeKind { get; set; }

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>Whether any value is null; known only where the kind is not <see cref="VectorKind.Texts"/> or
    /// <see cref="VectorKind.Values"/>.</summary>
    public bool HasNull { get; set; }

    public Span<long> Integers => _integers.AsSpan(0, Count);

    public Span<double> Doubles => _doubles.AsSpan(0, Count);

    public Span<decimal> Decimals => _decimals.AsSpan(0, Count);

    public Span<NedbValue> Values => _values.AsSpan(0, Count);

    /// <summary>Which values are null, of the kinds that are known to have or not to have any.</summary>
    public Span<bool> Nulls => _nulls.AsSpan(0, Count);

    /// <summary>The field of the texts.</summary>
    public FieldColumn? Column { get; private set; }

    /// <summary>The rows whose texts those are.</summary>
    public ReadOnlySpan<RowHandle> Texts => _batch!.Rows(_slot);

    /// <summary>Makes room for values of a kind.</summary>
    public void Reset(VectorKind kind, int count, ValueKind valueKind = ValueKind.Int64)
    {
        Kind = kind;
        ValueKind = valueKind;
        Count = count;
        HasNull = false;
        switch (kind)
        {
            case VectorKind.Integers:
                Grow(ref _integers, count);
                break;
            case VectorKind.Doubles:
                Grow(ref _doubles, count);
                break;
            case VectorKind.Decimals:
                Grow(ref _decimals, count);
                break;
            case VectorKind.Values:
                Grow(ref _values, count);
                break;
        }

        Grow(ref _nulls, count);
    }

    /// <summary>Points to texts.</summary>
    public void SetTexts(FieldColumn column, RowBatch batch, int slot)
    {
        Reset(VectorKind.Texts, batch.Count);
        Column = column;
        _batch = batch;
        _slot = slot;
    }

    /// <summary>Whether one of the values is null.</summary>
    public bool IsNull(int row) => Kind switch
    {
        VectorKind.Values => _values[row].IsNull,
        VectorKind.Texts => !Column!.TryGetText(in Texts[row], out _),
        _ => HasNull && _nulls[row],
    };

    /// <summary>One of the values, in whatever form they are held.</summary>
    public NedbValue Get(int row)
    {
        switch (Kind)
        {
            case VectorKind.Values:
                return _values[row];
            case VectorKind.Texts:
                return Column!.TryGetText(in Texts[row], out var text)
                    ? NedbValue.FromString(System.Text.Encoding.UTF8.GetString(text))
                    : default;
            case var _ when HasNull && _nulls[row]:
                return default;
            case VectorKind.Integers:
                return FromRaw(ValueKind, _integers[row], TimeKind);
            case VectorKind.Doubles:
                return NedbValue.FromDouble(_doubles[row]);
            default:
                return NedbValue.FromDecimal(_decimals[row]);
        }
    }

    /// <summary>A value of one of the kinds that <see cref="Integers"/> hold.</summary>
    public static NedbValue FromRaw(ValueKind kind, long raw, DateTimeKind timeKind = default) => kind switch
    {
        ValueKind.Int64 => NedbValue.FromInt64(raw),
        ValueKind.Boolean => NedbValue.FromBoolean(raw != 0),
        ValueKind.Timestamp => NedbValue.FromTimestamp(new(raw, timeKind)),
        ValueKind.Date => NedbValue.FromDate(DateOnly.FromDayNumber((int)raw)),
        _ => throw new NqlException(NqlErrorCode.TypeMismatch, $"A value of kind {kind} is no number of 64 bits."),
    };

    private static void Grow<T>(ref T[] array, int count)
    {
        if (array.Length < count)
            array = new T[Math.Max(count, Math.Min(RowBatch.Most, array.Length * 2))];
    }
}
