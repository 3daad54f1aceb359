using System.Globalization;
using Nedb.Data;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>Turns the values that EF hands to a provider into values of the engine, and back.</summary>
internal static class ProviderValue
{
    /// <summary>The value of the engine for a CLR value that any value converter has been applied to.</summary>
    /// <exception cref="InvalidCastException">The engine has no such type.</exception>
    public static NedbValue ToNedb(object? value) => value switch
    {
        null or DBNull => NedbValue.Null,
        string text => NedbValue.FromString(text),
        int number => NedbValue.FromInt64(number),
        long number => NedbValue.FromInt64(number),
        Guid guid => NedbValue.FromGuid(guid),
        bool truth => NedbValue.FromBoolean(truth),
        decimal number => NedbValue.FromDecimal(number),
        double number => NedbValue.FromDouble(number),
        DateTime time => NedbValue.FromTimestamp(time),
        DateTimeOffset time => NedbValue.FromTimestampOffset(time),
        DateOnly date => NedbValue.FromDate(date),
        TimeOnly time => NedbValue.FromTime(time),
        TimeSpan span => NedbValue.FromDuration(span),
        byte[] bytes => NedbValue.FromBytes(bytes),
        short number => NedbValue.FromInt64(number),
        byte number => NedbValue.FromInt64(number),
        sbyte number => NedbValue.FromInt64(number),
        ushort number => NedbValue.FromInt64(number),
        uint number => NedbValue.FromInt64(number),
        ulong number => NedbValue.FromUInt64(number),
        float number => NedbValue.FromDouble(number),
        char letter => NedbValue.FromString(letter.ToString()),
        NedbArray array => NedbValue.FromArray(array),
        NedbObject members => NedbValue.FromObject(members),
        NedbValue already => already,
        Enum named => ToNedb(Convert.ChangeType(named, Enum.GetUnderlyingType(named.GetType()), CultureInfo.InvariantCulture)),
        _ => throw new InvalidCastException(NedbStrings.NoSuchValueType(value.GetType())),
    };

    /// <summary>The CLR value of a type that a type mapping names as its provider type.</summary>
    /// <param name="value">The value of the engine.</param>
    /// <param name="type">The CLR type, not nullable.</param>
    /// <exception cref="InvalidCastException">The value is of another kind.</exception>
    /// <exception cref="OverflowException">The number does not fit the type.</exception>
    public static object? ToClr(NedbValue value, Type type)
    {
        if (value.IsNull)
            return null;
        if (type == typeof(string))
            return value.Kind == ValueKind.String ? value.AsString() : NedbJson.Write(value);
        if (type == typeof(NedbValue))
            return value;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean when value.Kind == ValueKind.Boolean => value.AsBoolean(),
            TypeCode.Int32 => checked((int)ToInt64(value)),
            TypeCode.Int64 => ToInt64(value),
            TypeCode.Int16 => checked((short)ToInt64(value)),
            TypeCode.SByte => checked((sbyte)ToInt64(value)),
            TypeCode.Byte => checked((byte)ToInt64(value)),
            TypeCode.UInt16 => checked((ushort)ToInt64(value)),
            TypeCode.UInt32 => checked((uint)ToInt64(value)),
            TypeCode.UInt64 => value.Kind == ValueKind.UInt64 ? value.AsUInt64() : checked((ulong)ToInt64(value)),
            TypeCode.Double => ToDouble(value),
            TypeCode.Single => (float)ToDouble(value),
            TypeCode.Decimal => ToDecimal(value),
            TypeCode.Char when value.Kind == ValueKind.String && value.AsString().Length == 1 => value.AsString()[0],
            TypeCode.DateTime when value.Kind == ValueKind.Timestamp => value.AsTimestamp(),
            _ => ToClrObject(value, type),
        };
    }

    private static object ToClrObject(NedbValue value, Type type) => value.Kind switch
    {
        ValueKind.Guid when type == typeof(Guid) => value.AsGuid(),
        ValueKind.Bytes when type == typeof(byte[]) => value.AsBytes().Clone(),
        ValueKind.Date when type == typeof(DateOnly) => value.AsDate(),
        ValueKind.Time when type == typeof(TimeOnly) => value.AsTime(),
        ValueKind.TimestampOffset when type == typeof(DateTimeOffset) => value.AsTimestampOffset(),
        ValueKind.Duration when type == typeof(TimeSpan) => value.AsDuration(),
        ValueKind.Array when type == typeof(NedbArray) => value.AsArray(),
        ValueKind.Object when type == typeof(NedbObject) => value.AsObject(),
        _ => throw new InvalidCastException(NedbStrings.ValueIsOfAnotherKind(value.Kind, type)),
    };

    private static long ToInt64(NedbValue value) => value.Kind switch
    {
        ValueKind.Int64 => value.AsInt64(),
        ValueKind.UInt64 => checked((long)value.AsUInt64()),
        ValueKind.Decimal when decimal.IsInteger(value.AsDecimal()) => (long)value.AsDecimal(),
        ValueKind.Double when double.IsInteger(value.AsDouble()) => checked((long)value.AsDouble()),
        _ => throw new InvalidCastException(NedbStrings.ValueIsOfAnotherKind(value.Kind, typeof(long))),
    };

    private static double ToDouble(NedbValue value) => value.Kind switch
    {
        ValueKind.Double => value.AsDouble(),
        ValueKind.Int64 => value.AsInt64(),
        ValueKind.UInt64 => value.AsUInt64(),
        ValueKind.Decimal => (double)value.AsDecimal(),
        _ => throw new InvalidCastException(NedbStrings.ValueIsOfAnotherKind(value.Kind, typeof(double))),
    };

    private static decimal ToDecimal(NedbValue value) => value.Kind switch
    {
        ValueKind.Decimal => value.AsDecimal(),
        ValueKind.Int64 => value.AsInt64(),
        ValueKind.UInt64 => value.AsUInt64(),
        ValueKind.Double => (decimal)value.AsDouble(),
        _ => throw new InvalidCastException(NedbStrings.ValueIsOfAnotherKind(value.Kind, typeof(decimal))),
    };
}
