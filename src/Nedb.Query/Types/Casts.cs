using System.Globalization;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Types;

/// <summary>
/// What CAST does: .NET's conversions with the invariant culture, checked. A value outside of the range of a type, and text that is not
/// written as one, are errors; a number loses its fraction on the way to an integer, as in a C# cast. Null stays null.
/// </summary>
internal static partial class Casts
{
    /// <summary>Converts a value to a type.</summary>
    /// <exception cref="NqlException">The kind cannot be converted (<see cref="NqlErrorCode.TypeMismatch"/>), or this value cannot
    /// (<see cref="NqlErrorCode.ValueInvalid"/>).</exception>
    public static NedbValue Cast(in NedbValue value, FieldType type)
    {
        if (value.IsNull)
            return default;
        return type.Kind switch
        {
            FieldKind.Any => value,
            FieldKind.Boolean => ToBoolean(in value),
            >= FieldKind.Int8 and <= FieldKind.UInt64 => ToInteger(in value, type.Kind),
            FieldKind.Single => ToSingle(in value),
            FieldKind.Double => NedbValue.FromDouble(ToDouble(in value, type.Kind)),
            FieldKind.Decimal => ToDecimal(in value, type),
            FieldKind.String => ToText(in value, type),
            FieldKind.Bytes => ToBytes(in value, type),
            FieldKind.Json => ToJson(in value),
            FieldKind.Array or FieldKind.Object => ToStructure(in value, type.Kind),
            _ => ToTyped(in value, type.Kind),
        };
    }

    /// <summary>
    /// The value as text: <c>True</c> and <c>False</c>, numbers with a point, a guid in lower case with hyphens, ISO 8601 for dates, times
    /// and instants, [d.]hh:mm:ss for durations, JSON for arrays and objects. Null is the empty text, as in C#'s concatenation.
    /// </summary>
    /// <exception cref="NqlException">Bytes are no text.</exception>
    public static string ToText(in NedbValue value) => value.Kind switch
    {
        ValueKind.Null => "",
        ValueKind.Boolean => value.AsBoolean() ? bool.TrueString : bool.FalseString,
        ValueKind.Int64 => value.AsInt64().ToString(CultureInfo.InvariantCulture),
        ValueKind.UInt64 => value.AsUInt64().ToString(CultureInfo.InvariantCulture),
        ValueKind.Double => value.AsDouble().ToString(CultureInfo.InvariantCulture),
        ValueKind.Decimal => value.AsDecimal().ToString(CultureInfo.InvariantCulture),
        ValueKind.String => value.AsString(),
        ValueKind.Guid => value.AsGuid().ToString("D"),
        ValueKind.Date => TemporalText.Format(value.AsDate()),
        ValueKind.Time => TemporalText.Format(value.AsTime()),
        ValueKind.Timestamp => TemporalText.Format(value.AsTimestamp()),
        ValueKind.TimestampOffset => TemporalText.Format(value.AsTimestampOffset()),
        ValueKind.Duration => TemporalText.Format(value.AsDuration()),
        ValueKind.Array or ValueKind.Object => JsonText.Write(in value),
        _ => throw ValueErrors.Mismatch("bytes are no text; write hex(x), to_base64(x) or utf8_decode(x)"),
    };

    private static NedbValue ToText(in NedbValue value, FieldType type)
    {
        var text = ToText(in value);
        if (type.Length > 0 && text.Length > type.Length)
            throw ValueErrors.Invalid(
                $"{ValueErrors.Show(in value)} has {text.Length} characters and does not fit into {type}");
        return NedbValue.FromString(text);
    }

    private static NedbValue ToBytes(in NedbValue value, FieldType type)
    {
        if (value.Kind != ValueKind.Bytes)
            throw value.Kind == ValueKind.String
                ? ValueErrors.Mismatch("text becomes bytes by unhex(x), from_base64(x) or utf8_encode(x), not by CAST")
                : CannotCast(in value, type.Kind);
        if (type.Length > 0 && value.AsBytes().Length > type.Length)
            throw ValueErrors.Invalid($"a value of {value.AsBytes().Length} bytes does not fit into {type}");
        return value;
    }

    private static NedbValue ToBoolean(in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                return value;
            case ValueKind.Int64 or ValueKind.UInt64:
                return NedbValue.FromBoolean(value.AsInt64() != 0);
            case ValueKind.Double:
                return NedbValue.FromBoolean(value.AsDouble() != 0);
            case ValueKind.Decimal:
                return NedbValue.FromBoolean(value.AsDecimal() != 0);
            case ValueKind.String:
                return bool.TryParse(value.AsString(), out var parsed)
                    ? NedbValue.FromBoolean(parsed)
                    : throw ValueErrors.Invalid($"{ValueErrors.Show(in value)} is neither true nor false");
            default:
                throw CannotCast(in value, FieldKind.Boolean);
        }
    }

    private static NedbValue ToJson(in NedbValue value) =>
        value.Kind == ValueKind.String ? JsonText.Parse(value.AsString()) : JsonText.Simplify(in value);

    private static NedbValue ToStructure(in NedbValue value, FieldKind kind)
    {
        var expected = kind == FieldKind.Array ? ValueKind.Array : ValueKind.Object;
        if (value.Kind == expected)
            return value;
        if (value.Kind != ValueKind.String)
            throw CannotCast(in value, kind);
        var parsed = JsonText.Parse(value.AsString());
        return parsed.Kind == expected || parsed.IsNull
            ? parsed
            : throw ValueErrors.Invalid(
                $"{ValueErrors.Show(in value)} is JSON, but {ValueErrors.Name(parsed.Kind)} and not {ValueErrors.Name(expected)}");
    }

    private static NqlException CannotCast(in NedbValue value, FieldKind kind) =>
        ValueErrors.Mismatch(
            $"{ValueErrors.Name(value.Kind)} cannot be converted to {new FieldType(kind)}; found {ValueErrors.Show(in value)}");

    private static NqlException NotWrittenAs(in NedbValue value, FieldKind kind) =>
        ValueErrors.Invalid($"{ValueErrors.Show(in value)} is not a {new FieldType(kind)}; expected {TypedText.Describe(kind)}");
}
