using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>Types of columns as CLR types, and their values as objects of those types.</summary>
internal static class ColumnType
{
    public static Type ClrTypeOf(FieldKind kind) => kind switch
    {
        FieldKind.Boolean => typeof(bool),
        FieldKind.Int8 => typeof(sbyte),
        FieldKind.Int16 => typeof(short),
        FieldKind.Int32 => typeof(int),
        FieldKind.Int64 => typeof(long),
        FieldKind.UInt8 => typeof(byte),
        FieldKind.UInt16 => typeof(ushort),
        FieldKind.UInt32 => typeof(uint),
        FieldKind.UInt64 => typeof(ulong),
        FieldKind.Single => typeof(float),
        FieldKind.Double => typeof(double),
        FieldKind.Decimal => typeof(decimal),
        FieldKind.String or FieldKind.Object or FieldKind.Json => typeof(string),
        FieldKind.Bytes => typeof(byte[]),
        FieldKind.Guid => typeof(Guid),
        FieldKind.Date => typeof(DateOnly),
        FieldKind.Time => typeof(TimeOnly),
        FieldKind.Timestamp => typeof(DateTime),
        FieldKind.TimestampOffset => typeof(DateTimeOffset),
        FieldKind.Duration => typeof(TimeSpan),
        FieldKind.Array => typeof(object[]),
        _ => typeof(object),
    };

    /// <summary>A value that is not null as an object: of the type of its column where it fits, else of its own.</summary>
    public static object ToObject(NedbValue value, FieldKind kind) => kind switch
    {
        >= FieldKind.Int8 and <= FieldKind.Decimal when value.IsNumber => ToNumber(value, kind) ?? ToObject(value),
        FieldKind.Json => value.Kind == ValueKind.String ? value.AsString() : JsonText.Write(value),
        _ => ToObject(value),
    };

    /// <summary>A value as an object by its own kind; null for null.</summary>
    public static object? ToObjectOrNull(NedbValue value) => value.IsNull ? null : ToObject(value);

    private static object ToObject(NedbValue value) => value.Kind switch
    {
        ValueKind.Boolean => value.AsBoolean(),
        ValueKind.Int64 => value.AsInt64(),
        ValueKind.UInt64 => value.AsUInt64(),
        ValueKind.Double => value.AsDouble(),
        ValueKind.Decimal => value.AsDecimal(),
        ValueKind.String => value.AsString(),
        ValueKind.Bytes => value.AsBytes().Clone(),
        ValueKind.Guid => value.AsGuid(),
        ValueKind.Date => value.AsDate(),
        ValueKind.Time => value.AsTime(),
        ValueKind.Timestamp => value.AsTimestamp(),
        ValueKind.TimestampOffset => value.AsTimestampOffset(),
        ValueKind.Duration => value.AsDuration(),
        ValueKind.Array => ToArray(value.AsArray()),
        ValueKind.Object => JsonText.Write(value),
        _ => DBNull.Value,
    };

    private static object? ToNumber(NedbValue value, FieldKind kind)
    {
        switch (kind)
        {
            case FieldKind.Single:
                return ValueNumber.TryGetDouble(value, out var single) ? (float)single : null;
            case FieldKind.Double:
                return ValueNumber.TryGetDouble(value, out var number) ? number : null;
            case FieldKind.Decimal:
                return ValueNumber.TryGetDecimal(value, out var exact) ? exact : null;
            case FieldKind.UInt64:
                return ValueNumber.TryGetUInt64(value, out var unsigned) ? unsigned : null;
        }

        if (!ValueNumber.TryGetInt64(value, out var integer))
            return null;
        return kind switch
        {
            // The cast keeps each arm its own type; without it all of them would become long.
            FieldKind.Int8 when (sbyte)integer == integer => (object)(sbyte)integer,
            FieldKind.Int16 when (short)integer == integer => (short)integer,
            FieldKind.Int32 when (int)integer == integer => (int)integer,
            FieldKind.UInt8 when (byte)integer == integer => (byte)integer,
            FieldKind.UInt16 when (ushort)integer == integer => (ushort)integer,
            FieldKind.UInt32 when (uint)integer == integer => (uint)integer,
            FieldKind.Int64 => integer,
            _ => null,
        };
    }

    private static object?[] ToArray(NedbArray array)
    {
        var items = new object?[array.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = ToObjectOrNull(array[i]);
        return items;
    }
}
