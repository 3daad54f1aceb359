using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>Values as a type that a parameter was declared to have: only where nothing is lost.</summary>
internal static class TypeCoercion
{
    /// <summary>The value as that type.</summary>
    /// <exception cref="InvalidCastException">It would lose something, or is not of that type.</exception>
    public static NedbValue Coerce(NedbValue value, NedbDbType type)
    {
        if (value.IsNull || type == NedbDbType.Any)
            return value;
        return TryCoerce(value, type, out var coerced)
            ? coerced
            : throw new InvalidCastException($"A parameter of the type {type} cannot hold {value} without loss; found {value.Kind}.");
    }

    private static bool TryCoerce(NedbValue value, NedbDbType type, out NedbValue coerced)
    {
        coerced = value;
        switch (type)
        {
            case NedbDbType.Boolean:
                return value.Kind == ValueKind.Boolean;
            case NedbDbType.Double:
            case NedbDbType.Single:
                if (value.Kind == ValueKind.Double)
                    return type == NedbDbType.Double || IsSingle(value.AsDouble());
                var isExact = ValueNumber.TryGetDouble(value, out var number) && (type == NedbDbType.Double || IsSingle(number));
                coerced = NedbValue.FromDouble(number);
                return isExact;
            case NedbDbType.Decimal:
                var isDecimal = ValueNumber.TryGetDecimal(value, out var exact);
                coerced = NedbValue.FromDecimal(exact);
                return isDecimal;
            case NedbDbType.UInt64:
                var isUnsigned = ValueNumber.TryGetUInt64(value, out var unsigned);
                coerced = NedbValue.FromUInt64(unsigned);
                return isUnsigned;
            case >= NedbDbType.Int8 and <= NedbDbType.UInt32:
                var isInteger = ValueNumber.TryGetInt64(value, out var integer) && IsInRange(integer, type);
                coerced = NedbValue.FromInt64(integer);
                return isInteger;
            case NedbDbType.String:
                return value.Kind == ValueKind.String;
            case NedbDbType.Bytes:
                return value.Kind == ValueKind.Bytes;
            case NedbDbType.Array:
                return value.Kind == ValueKind.Array;
            case NedbDbType.Object:
            case NedbDbType.Json:
                return TryCoerceJson(value, type, out coerced);
            default:
                return TryCoerceMoment(value, type, out coerced);
        }
    }

    private static bool TryCoerceMoment(NedbValue value, NedbDbType type, out NedbValue coerced)
    {
        coerced = value;
        switch (type)
        {
            case NedbDbType.Guid when value.Kind == ValueKind.String && Guid.TryParse(value.AsString(), out var guid):
                coerced = NedbValue.FromGuid(guid);
                return true;
            case NedbDbType.Guid:
                return value.Kind == ValueKind.Guid;
            case NedbDbType.Date when ValueMoment.TryGetDate(value, out var date):
                coerced = NedbValue.FromDate(date);
                return true;
            case NedbDbType.Time when ValueMoment.TryGetTime(value, out var time):
                coerced = NedbValue.FromTime(time);
                return true;
            case NedbDbType.Timestamp when ValueMoment.TryGetDateTime(value, out var moment):
                coerced = NedbValue.FromTimestamp(moment);
                return true;
            case NedbDbType.TimestampOffset when ValueMoment.TryGetDateTimeOffset(value, out var instant):
                coerced = NedbValue.FromTimestampOffset(instant);
                return true;
            case NedbDbType.Duration when ValueMoment.TryGetTimeSpan(value, out var length):
                coerced = NedbValue.FromDuration(length);
                return true;
            default:
                return false;
        }
    }

    private static bool TryCoerceJson(NedbValue value, NedbDbType type, out NedbValue coerced)
    {
        coerced = value;
        if (value.Kind == ValueKind.String)
            coerced = JsonText.ToValue(value.AsString());
        return type == NedbDbType.Json || coerced.Kind == ValueKind.Object;
    }

    private static bool IsSingle(double value) => double.IsNaN(value) || (double)(float)value == value;

    private static bool IsInRange(long value, NedbDbType type) => type switch
    {
        NedbDbType.Int8 => value is >= sbyte.MinValue and <= sbyte.MaxValue,
        NedbDbType.Int16 => value is >= short.MinValue and <= short.MaxValue,
        NedbDbType.Int32 => value is >= int.MinValue and <= int.MaxValue,
        NedbDbType.UInt8 => value is >= 0 and <= byte.MaxValue,
        NedbDbType.UInt16 => value is >= 0 and <= ushort.MaxValue,
        NedbDbType.UInt32 => value is >= 0 and <= uint.MaxValue,
        _ => true,
    };
}
