using System.Buffers;
using System.Buffers.Binary;
using Nedb.Storage.Values;

namespace Nedb.Storage.Rows;

/// <summary>Decodes the values of one field, version by version.</summary>
internal sealed class FieldValuesBuilder(int count)
{
    // Of texts at most so many must differ that it pays to have each once.
    private const int TextShare = 4;

    private ValueKind _kind;
    private bool[]? _nulls;
    private long[]? _longs; // rented, as the next; what stands for null is 0, or of texts -1
    private double[]? _doubles;
    private decimal[]? _decimals;
    private TextListBuilder? _texts;
    private long _least = long.MaxValue;
    private long _greatest = long.MinValue;
    private int _scale = -1;
    private bool _areWide;
    private bool _hasMissing;
    private bool _isUndecoded;
    private DateTimeKind _timeKind;

    /// <summary>Whether the values cannot be decoded, so that nothing more needs to be added.</summary>
    public bool IsUndecoded => _isUndecoded;

    /// <summary>Leaves out a version that nobody can ask for.</summary>
    public void Pass(int index)
    {
        (_nulls ??= new bool[count])[index] = true;
        if (_texts is not null)
            AddInteger(index, -1);
        else if (_longs is not null)
            _longs[index] = 0;
        else if (_doubles is not null)
            _doubles[index] = 0;
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
                var value = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
                _doubles![index] = value;
                _areWide |= BitConverter.DoubleToInt64Bits((float)value) != BitConverter.DoubleToInt64Bits(value);
                break;
            case ValueKind.Decimal:
                AddDecimal(index, RowReader.ReadDecimal(bytes));
                break;
            default:
                AddText(index, bytes);
                break;
        }
    }

    /// <summary>The values. Nothing can be added afterwards.</summary>
    public FieldValues Build()
    {
        var values = _isUndecoded ? FieldValues.Undecoded : Pack();
        if (_longs is not null)
            ArrayPool<long>.Shared.Return(_longs);
        if (_doubles is not null)
            ArrayPool<double>.Shared.Return(_doubles);
        _longs = null;
        _doubles = null;
        return values;
    }

    private FieldValues Pack()
    {
        var integers = _longs is null ? null : PackedIntegers.Pack(_longs.AsSpan(0, count), _least, _greatest);
        return new()
        {
            Kind = _kind,
            HasMissing = _hasMissing,
            Nulls = _nulls,
            Integers = _kind == ValueKind.String ? null : integers,
            Scale = (byte)Math.Max(_scale, 0),
            TimeKind = _timeKind,
            Singles = _doubles is null || _areWide ? null : Array.ConvertAll(_doubles[..count], static value => (float)value),
            Doubles = _areWide ? _doubles![..count] : null,
            Decimals = _decimals,
            Codes = _texts is null ? null : integers,
            Texts = _texts?.Build(),
        };
    }

    private void Begin(int index, ValueKind kind, ReadOnlySpan<byte> bytes)
    {
        _kind = kind;
        switch (kind)
        {
            case ValueKind.Int64 or ValueKind.Boolean or ValueKind.Date or ValueKind.Timestamp or ValueKind.Decimal:
                _longs = ArrayPool<long>.Shared.Rent(count);
                _longs.AsSpan(0, index).Clear();
                if (kind == ValueKind.Timestamp)
                    RowReader.ReadTicks(bytes, out _timeKind);
                break;
            case ValueKind.Double:
                _doubles = ArrayPool<double>.Shared.Rent(count);
                _doubles.AsSpan(0, index).Clear();
                break;
            case ValueKind.String:
                _texts = new(count / TextShare);
                _longs = ArrayPool<long>.Shared.Rent(count);
                _longs.AsSpan(0, index).Fill(-1);
                if (index > 0)
                    _least = _greatest = -1;
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

    private void AddDecimal(int index, decimal value)
    {
        if (_decimals is null)
        {
            if (_scale < 0)
                _scale = value.Scale;
            if (value.Scale == _scale && TryGetDigits(value, out var digits))
            {
                AddInteger(index, digits);
                return;
            }

            _decimals = new decimal[count];
            for (var i = 0; i < index; i++)
                if (_nulls is null || !_nulls[i])
                    _decimals[i] = FieldValues.ToDecimal(_longs![i], (byte)_scale);
            ArrayPool<long>.Shared.Return(_longs!);
            _longs = null;
        }

        _decimals[index] = value;
    }

    /// <summary>The number without its point, where its digits and its sign fit into 64 bits.</summary>
    private static bool TryGetDigits(decimal value, out long digits)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        digits = (uint)bits[0] | (long)bits[1] << 32;
        var isFitting = bits[2] == 0 && digits >= 0;
        if (bits[3] >= 0)
            return isFitting;
        // Zero with a sign is something else than zero.
        isFitting &= digits != 0;
        digits = -digits;
        return isFitting;
    }

    private void AddText(int index, ReadOnlySpan<byte> bytes)
    {
        if (_texts is null)
            return;
        var place = _texts.Add(bytes);
        if (place >= 0)
        {
            AddInteger(index, place);
            return;
        }

        // Too many differ.
        _texts = null;
        ArrayPool<long>.Shared.Return(_longs!);
        _longs = null;
    }
}
