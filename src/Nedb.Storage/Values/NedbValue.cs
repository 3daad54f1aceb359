using System.Runtime.CompilerServices;

namespace Nedb.Storage.Values;

/// <summary>
/// One value of the database, typed and unboxed. Reading it as another kind than its <see cref="Kind"/> is a programming error;
/// conversions that a user may ask for live in the query language.
/// </summary>
public readonly struct NedbValue : IEquatable<NedbValue>
{
    private readonly object? _reference;
    private readonly long _low;
    private readonly long _high;
    private readonly ValueKind _kind;

    private NedbValue(ValueKind kind, object? reference, long low = 0, long high = 0)
    {
        _kind = kind;
        _reference = reference;
        _low = low;
        _high = high;
    }

    /// <summary>The null value; also <c>default</c>.</summary>
    public static NedbValue Null => default;

    /// <summary>The boolean true.</summary>
    public static NedbValue True => FromBoolean(true);

    /// <summary>The boolean false.</summary>
    public static NedbValue False => FromBoolean(false);

    /// <summary>The kind of this value.</summary>
    public ValueKind Kind => _kind;

    /// <summary>Whether this is the null value.</summary>
    public bool IsNull => _kind == ValueKind.Null;

    /// <summary>Whether this is one of the four number kinds.</summary>
    public bool IsNumber => _kind is >= ValueKind.Int64 and <= ValueKind.Decimal;

    /// <summary>Makes a boolean.</summary>
    public static NedbValue FromBoolean(bool value) => new(ValueKind.Boolean, null, value ? 1 : 0);

    /// <summary>Makes a signed integer.</summary>
    public static NedbValue FromInt64(long value) => new(ValueKind.Int64, null, value);

    /// <summary>Makes an integer; one that fits becomes <see cref="ValueKind.Int64"/>, so that equal integers have one form.</summary>
    public static NedbValue FromUInt64(ulong value) =>
        new(value <= long.MaxValue ? ValueKind.Int64 : ValueKind.UInt64, null, unchecked((long)value));

    /// <summary>Makes a binary floating-point number.</summary>
    public static NedbValue FromDouble(double value) => new(ValueKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Makes a decimal number, keeping its scale.</summary>
    public static NedbValue FromDecimal(decimal value)
    {
        var bits = Unsafe.BitCast<decimal, (long Low, long High)>(value);
        return new(ValueKind.Decimal, null, bits.Low, bits.High);
    }

    /// <summary>Makes text, or null.</summary>
    public static NedbValue FromString(string? value) => value is null ? default : new(ValueKind.String, value);

    /// <summary>Makes bytes, or null. The array must not be changed afterwards.</summary>
    public static NedbValue FromBytes(byte[]? value) => value is null ? default : new(ValueKind.Bytes, value);

    /// <summary>Makes a GUID.</summary>
    public static NedbValue FromGuid(Guid value)
    {
        var bits = Unsafe.BitCast<Guid, (long Low, long High)>(value);
        return new(ValueKind.Guid, null, bits.Low, bits.High);
    }

    /// <summary>Makes a date.</summary>
    public static NedbValue FromDate(DateOnly value) => new(ValueKind.Date, null, value.DayNumber);

    /// <summary>Makes a time of day.</summary>
    public static NedbValue FromTime(TimeOnly value) => new(ValueKind.Time, null, value.Ticks);

    /// <summary>Makes a date and time, keeping its kind.</summary>
    public static NedbValue FromTimestamp(DateTime value) => new(ValueKind.Timestamp, null, value.Ticks, (long)value.Kind);

    /// <summary>Makes an instant with its offset.</summary>
    public static NedbValue FromTimestampOffset(DateTimeOffset value) =>
        new(ValueKind.TimestampOffset, null, value.UtcTicks, value.TotalOffsetMinutes);

    /// <summary>Makes a length of time.</summary>
    public static NedbValue FromDuration(TimeSpan value) => new(ValueKind.Duration, null, value.Ticks);

    /// <summary>Makes an array, or null.</summary>
    public static NedbValue FromArray(NedbArray? value) => value is null ? default : new(ValueKind.Array, value);

    /// <summary>Makes an object, or null.</summary>
    public static NedbValue FromObject(NedbObject? value) => value is null ? default : new(ValueKind.Object, value);

    /// <summary>The boolean.</summary>
    public bool AsBoolean() => _low != 0;

    /// <summary>The signed integer.</summary>
    public long AsInt64() => _low;

    /// <summary>The unsigned integer, of kind <see cref="ValueKind.UInt64"/> or a non-negative <see cref="ValueKind.Int64"/>.</summary>
    public ulong AsUInt64() => unchecked((ulong)_low);

    /// <summary>The binary floating-point number.</summary>
    public double AsDouble() => BitConverter.Int64BitsToDouble(_low);

    /// <summary>The decimal number.</summary>
    public decimal AsDecimal() => Unsafe.BitCast<(long, long), decimal>((_low, _high));

    /// <summary>The text.</summary>
    public string AsString() => Unsafe.As<string>(_reference!);

    /// <summary>The bytes; not to be changed.</summary>
    public byte[] AsBytes() => Unsafe.As<byte[]>(_reference!);

    /// <summary>The GUID.</summary>
    public Guid AsGuid() => Unsafe.BitCast<(long, long), Guid>((_low, _high));

    /// <summary>The date.</summary>
    public DateOnly AsDate() => DateOnly.FromDayNumber((int)_low);

    /// <summary>The time of day.</summary>
    public TimeOnly AsTime() => new(_low);

    /// <summary>The date and time, with its kind.</summary>
    public DateTime AsTimestamp() => new(_low, (DateTimeKind)_high);

    /// <summary>The instant, with its offset.</summary>
    public DateTimeOffset AsTimestampOffset()
    {
        var offset = TimeSpan.FromMinutes(_high);
        return new(_low + offset.Ticks, offset);
    }

    /// <summary>The length of time.</summary>
    public TimeSpan AsDuration() => new(_low);

    /// <summary>The array.</summary>
    public NedbArray AsArray() => Unsafe.As<NedbArray>(_reference!);

    /// <summary>The object.</summary>
    public NedbObject AsObject() => Unsafe.As<NedbObject>(_reference!);

    /// <summary>What a value that lies in no object is made of.</summary>
    internal (long Low, long High) Bits => (_low, _high);

    internal static NedbValue FromBits(ValueKind kind, long low, long high) => new(kind, null, low, high);

    /// <summary>The 64-bit payload of a date (day number), time, timestamp, duration (ticks) or instant (UTC ticks).</summary>
    public long AsRawTicks() => _low;

    /// <summary>
    /// Whether both are the same value by the rules of NQL: numbers by value across kinds, instants by instant, null equal to null.
    /// </summary>
    public bool Equals(NedbValue other) => ValueComparer.Equals(in this, in other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NedbValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ValueComparer.GetHashCode(in this);

    /// <summary>The value as an NQL literal, for messages and plans.</summary>
    public override string ToString() => ValueFormatter.ToLiteral(this);

    /// <summary>Equality by the rules of NQL.</summary>
    public static bool operator ==(NedbValue left, NedbValue right) => left.Equals(right);

    /// <summary>Inequality by the rules of NQL.</summary>
    public static bool operator !=(NedbValue left, NedbValue right) => !left.Equals(right);
}
