using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Storage.Schema;

/// <summary>
/// Brings values into the one form in which a field stores them, or refuses them. Nothing is converted that could mean something else.
/// </summary>
internal static class FieldCoercion
{
    /// <summary>The value as the field stores it.</summary>
    /// <exception cref="StorageException">TypeMismatch or ValueInvalid; the message names the field, what it accepts, and what was
    /// found.</exception>
    public static NedbValue Coerce(CollectionDefinition collection, FieldDefinition field, in NedbValue value)
    {
        if (value.IsNull)
            return value;
        CheckValue(collection, field.Name, value);
        var type = field.Type;
        var coerced = type.Kind switch
        {
            FieldKind.Any => value,
            FieldKind.Boolean => Exact(value, ValueKind.Boolean),
            FieldKind.Int8 => Integer(value, sbyte.MinValue, (ulong)sbyte.MaxValue),
            FieldKind.Int16 => Integer(value, short.MinValue, (ulong)short.MaxValue),
            FieldKind.Int32 => Integer(value, int.MinValue, int.MaxValue),
            FieldKind.Int64 => Integer(value, long.MinValue, long.MaxValue),
            FieldKind.UInt8 => Integer(value, 0, byte.MaxValue),
            FieldKind.UInt16 => Integer(value, 0, ushort.MaxValue),
            FieldKind.UInt32 => Integer(value, 0, uint.MaxValue),
            FieldKind.UInt64 => Integer(value, 0, ulong.MaxValue),
            FieldKind.Single => value.IsNumber ? NedbValue.FromDouble((float)ToDouble(value)) : default,
            FieldKind.Double => value.IsNumber ? NedbValue.FromDouble(ToDouble(value)) : default,
            FieldKind.Decimal => Decimal(value, type),
            FieldKind.String => value.Kind == ValueKind.String && (type.Length == 0 || value.AsString().Length <= type.Length) ? value
                : default,
            FieldKind.Bytes => value.Kind == ValueKind.Bytes && (type.Length == 0 || value.AsBytes().Length <= type.Length) ? value
                : default,
            FieldKind.Guid => Exact(value, ValueKind.Guid),
            FieldKind.Date => Exact(value, ValueKind.Date),
            FieldKind.Time => Exact(value, ValueKind.Time),
            FieldKind.Timestamp => Exact(value, ValueKind.Timestamp),
            FieldKind.TimestampOffset => Exact(value, ValueKind.TimestampOffset),
            FieldKind.Duration => Exact(value, ValueKind.Duration),
            FieldKind.Array => Exact(value, ValueKind.Array),
            FieldKind.Object => Exact(value, ValueKind.Object),
            FieldKind.Json => value.Kind is ValueKind.Boolean or ValueKind.String or ValueKind.Array or ValueKind.Object || value.IsNumber
                ? value : default,
            _ => throw new InvalidOperationException($"The kind {type.Kind} is not known."),
        };
        return coerced.IsNull ? throw Mismatch(collection, field, value) : coerced;
    }

    /// <summary>Refuses what no field can store: NaN, text with half of a surrogate pair, and what is nested too deep.</summary>
    public static void CheckValue(CollectionDefinition collection, string field, in NedbValue value) =>
        CheckValue(collection, field, in value, 1);

    private static void CheckValue(CollectionDefinition collection, string field, in NedbValue value, int depth)
    {
        // The document itself is the first level. What is deeper would be refused when it is encoded, but a stack has an end too.
        if (depth > Cbor.CborWriter.MaxDepth)
            throw Invalid(collection, field, $"arrays and objects are nested deeper than {Cbor.CborWriter.MaxDepth} levels");
        switch (value.Kind)
        {
            case ValueKind.Double when double.IsNaN(value.AsDouble()):
                throw Invalid(collection, field, "NaN is not a number that can be stored; store null instead");
            case ValueKind.String when !IsWellFormed(value.AsString()):
                throw Invalid(collection, field, "the text holds half of a surrogate pair and is not valid UTF-16");
            case ValueKind.Array:
                foreach (ref readonly var item in value.AsArray().Items)
                    CheckValue(collection, field, in item, depth + 1);
                break;
            case ValueKind.Object:
                foreach (ref readonly var member in value.AsObject().Members)
                {
                    if (!IsWellFormed(member.Key))
                        throw Invalid(collection, field, "a name holds half of a surrogate pair and is not valid UTF-16");
                    CheckValue(collection, field, member.Value, depth + 1);
                }

                break;
        }
    }

    /// <summary>Whether text is valid UTF-16.</summary>
    public static bool IsWellFormed(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
                return false;
            at++;
        }

        return true;
    }

    private static NedbValue Exact(in NedbValue value, ValueKind kind) => value.Kind == kind ? value : default;

    private static NedbValue Integer(in NedbValue value, long least, ulong greatest)
    {
        switch (value.Kind)
        {
            case ValueKind.Int64:
                var number = value.AsInt64();
                return number >= least && (number < 0 || (ulong)number <= greatest) ? value : default;
            case ValueKind.UInt64:
                return value.AsUInt64() <= greatest ? value : default;
            case ValueKind.Decimal when decimal.IsInteger(value.AsDecimal()):
                var whole = value.AsDecimal();
                return whole >= least && whole <= greatest
                    ? whole < 0 ? NedbValue.FromInt64((long)whole) : NedbValue.FromUInt64((ulong)whole)
                    : default;
            default:
                return default;
        }
    }

    private static double ToDouble(in NedbValue value) => value.Kind switch
    {
        ValueKind.Int64 => value.AsInt64(),
        ValueKind.UInt64 => value.AsUInt64(),
        ValueKind.Decimal => (double)value.AsDecimal(),
        _ => value.AsDouble(),
    };

    private static NedbValue Decimal(in NedbValue value, FieldType type)
    {
        decimal number;
        switch (value.Kind)
        {
            case ValueKind.Decimal:
                number = value.AsDecimal();
                break;
            case ValueKind.Int64:
                number = value.AsInt64();
                break;
            case ValueKind.UInt64:
                number = value.AsUInt64();
                break;
            case ValueKind.Double when Math.Abs(value.AsDouble()) < (double)decimal.MaxValue:
                number = (decimal)value.AsDouble();
                break;
            default:
                return default;
        }

        if (type.Precision == 0)
            return NedbValue.FromDecimal(number);
        number = Math.Round(number, type.Scale, MidpointRounding.AwayFromZero);
        var limit = 1m;
        for (var i = type.Scale; i < type.Precision; i++)
            limit *= 10;
        return Math.Abs(number) < limit ? NedbValue.FromDecimal(number) : default;
    }

    private static StorageException Mismatch(CollectionDefinition collection, FieldDefinition field, in NedbValue value)
    {
        var found = value.ToString();
        if (found.Length > 60)
            found = found[..60] + "…";
        return new(
            StorageErrorCode.TypeMismatch,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Field '{collection.Name}.{field.Name}' holds {field.Type}; found the {value.Kind} {found}, which does not fit."))
        {
            Collection = collection.Name,
        };
    }

    private static StorageException Invalid(CollectionDefinition collection, string field, string what) =>
        new(StorageErrorCode.ValueInvalid, $"Field '{collection.Name}.{field}': {what}.") { Collection = collection.Name };
}
