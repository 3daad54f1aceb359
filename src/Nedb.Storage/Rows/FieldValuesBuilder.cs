using System.Buffers.Binary;
using Nedb.Storage.Values;

namespace Nedb.Storage.Rows;

/// <summary>Decodes the values of one field, version by version.</summary>
internal sealed class FieldValuesBuilder(int count)
{
    private ValueKind _kind;
    private bool[]? _nulls;
    private long[]? _longs;
    private double[]? _doubles;
    private decimal[]? _decimals;
    private TextListBuilder? _texts;
    private int[]? _codes;
    private long _least;
    private long _greatest;
    private bool _hasMissing;
    private bool _isUndecoded;
    private DateTimeKind _timeKind;

    /// <summary>Whether the values cannot be decoded, so that nothing more needs to be added.</summary>
    public bool IsUndecoded => _isUndecoded;

    /// <summary>Leaves out a version that nobody can ask for.</summary>
    public void Pass(int index)
    {
        (_nulls ??= new bool[count])[index] = true;
        if (_codes is not null)
            _codes[index] = -1;
    }

    /// <summary>Takes note of a version that does not carry the field.</summary>
    public void Miss(int index)
    {
        _hasMissing = true;
        Pass(index);
    }

    /// <summary>Takes note that nothing can be decoded.</summary>
    public void GiveUp() => _isUndecoded = true;

    /// <summary>Adds a value as it lies in a row.</summary>
    public void Add(int index, ReadOnlySpan<byte> bytes, ValueKind kind)
    {
        if (kind == ValueKind.Null)
        {
            Pass(index);
            return;
        }

        if (_kind == ValueKind.Null)
            Begin(index, kind, bytes);
        if (kind != _kind || _isUndecoded)
        {
            _isUndecoded = true;
            return;
        }

        switch (kind)
        {
            case ValueKind.Int64:
                AddInteger(index, RowReader.ReadInteger(bytes));
                break;
            case ValueKind.Boolean:
                AddInteger(index, bytes[0]);
                break;
            case ValueKind.Date:
                AddInteger(index, BinaryPrimitives.ReadInt32LittleEndian(bytes));
                break;
            case ValueKind.Timestamp:
                AddInteger(index, RowReader.ReadTicks(bytes, out var timeKind));
                _isUndecoded |= timeKind != _timeKind;
                break;
            case ValueKind.Double:
                _doubles![index] = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
                break;
            case ValueKind.Decimal:
                _decimals![index] = RowReader.ReadDecimal(bytes);
                break;
            default:
                _codes![index] = _texts!.Add(bytes);
                break;
        }
    }

    /// <summary>The values.</summary>
    public FieldValues Build()
    {
        if (_isUndecoded)
            return FieldValues.Undecoded;
        var isNarrow = _longs is not null && _least >= int.MinValue && _greatest <= int.MaxValue;
        return new()
        {
            Kind = _kind,
            HasMissing = _hasMissing,
            Nulls = _nulls,
            Integers = isNarrow ? Array.ConvertAll(_longs!, static value => (int)value) : null,
            Longs = isNarrow ? null : _longs,
            TimeKind = _timeKind,
            Doubles = _doubles,
            Decimals = _decimals,
            Codes = _codes,
            Texts = _texts?.Build(),
        };
    }

    private void Begin(int index, ValueKind kind, ReadOnlySpan<byte> bytes)
    {
        _kind = kind;
        switch (kind)
        {
            case ValueKind.Int64 or ValueKind.Boolean or ValueKind.Date or ValueKind.Timestamp:
                _longs = new long[count];
                if (kind == ValueKind.Timestamp)
                    RowReader.ReadTicks(bytes, out _timeKind);
                break;
            case ValueKind.Double:
                _doubles = new double[count];
                break;
            case ValueKind.Decimal:
                _decimals = new decimal[count];
                break;
            case ValueKind.String:
                _texts = new(count);
                _codes = new int[count];
                _codes.AsSpan(0, index).Fill(-1);
                break;
            default:
                _isUndecoded = true;
                break;
        }
    }

    private void AddInteger(int index, long value)
    {
        _longs![index] = value;
        _least = Math.Min(_least, value);
        _greatest = Math.Max(_greatest, value);
    }
}
