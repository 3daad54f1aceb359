using System.Globalization;

namespace Nedb.Storage.Schema;

/// <summary>The type of a declared field: a kind and its facets.</summary>
/// <param name="Kind">What values are accepted.</param>
/// <param name="Length">The greatest length of text (UTF-16 code units) or bytes; 0 for no limit.</param>
/// <param name="Precision">The greatest number of decimal digits, 1 to 28; 0 for no limit.</param>
/// <param name="Scale">The number of digits after the point that a decimal is rounded to; meaningful only with a precision.</param>
public readonly record struct FieldType(FieldKind Kind, int Length = 0, int Precision = 0, int Scale = 0)
{
    private static readonly Dictionary<string, FieldKind> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["any"] = FieldKind.Any,
        ["bool"] = FieldKind.Boolean,
        ["int8"] = FieldKind.Int8,
        ["int16"] = FieldKind.Int16,
        ["int32"] = FieldKind.Int32,
        ["int64"] = FieldKind.Int64,
        ["uint8"] = FieldKind.UInt8,
        ["uint16"] = FieldKind.UInt16,
        ["uint32"] = FieldKind.UInt32,
        ["uint64"] = FieldKind.UInt64,
        ["single"] = FieldKind.Single,
        ["double"] = FieldKind.Double,
        ["decimal"] = FieldKind.Decimal,
        ["string"] = FieldKind.String,
        ["bytes"] = FieldKind.Bytes,
        ["guid"] = FieldKind.Guid,
        ["date"] = FieldKind.Date,
        ["time"] = FieldKind.Time,
        ["timestamp"] = FieldKind.Timestamp,
        ["timestamptz"] = FieldKind.TimestampOffset,
        ["duration"] = FieldKind.Duration,
        ["array"] = FieldKind.Array,
        ["object"] = FieldKind.Object,
        ["json"] = FieldKind.Json,
        // The names that people who know SQL type.
        ["boolean"] = FieldKind.Boolean,
        ["smallint"] = FieldKind.Int16,
        ["int"] = FieldKind.Int32,
        ["integer"] = FieldKind.Int32,
        ["bigint"] = FieldKind.Int64,
        ["real"] = FieldKind.Single,
        ["float"] = FieldKind.Double,
        ["numeric"] = FieldKind.Decimal,
        ["money"] = FieldKind.Decimal,
        ["smallmoney"] = FieldKind.Decimal,
        ["text"] = FieldKind.String,
        ["varchar"] = FieldKind.String,
        ["nvarchar"] = FieldKind.String,
        ["blob"] = FieldKind.Bytes,
        ["varbinary"] = FieldKind.Bytes,
        ["uuid"] = FieldKind.Guid,
        ["datetime"] = FieldKind.Timestamp,
        ["datetimeoffset"] = FieldKind.TimestampOffset,
        ["interval"] = FieldKind.Duration,
    };

    /// <summary>Every name that <see cref="TryParse"/> accepts.</summary>
    public static IReadOnlyCollection<string> KnownNames => Names.Keys;

    /// <summary>The type by its NQL name, for example <c>int32</c>, <c>string(40)</c> or <c>decimal(18,2)</c>.</summary>
    public override string ToString()
    {
        var name = Kind == FieldKind.Boolean ? "bool" : Kind == FieldKind.TimestampOffset ? "timestamptz"
            : Kind.ToString().ToLowerInvariant();
        if (Length > 0)
            return string.Create(CultureInfo.InvariantCulture, $"{name}({Length})");
        return Precision > 0 ? string.Create(CultureInfo.InvariantCulture, $"{name}({Precision},{Scale})") : name;
    }

    /// <summary>Reads a type by its name and facets; names are not case-sensitive.</summary>
    /// <param name="text">For example <c>int32</c>, <c>string(40)</c> or <c>decimal(18,2)</c>.</param>
    /// <param name="type">The type, or the default where the text is not one.</param>
    /// <returns>Whether the text names a type with facets that it can have.</returns>
    public static bool TryParse(string text, out FieldType type)
    {
        type = default;
        var open = text.IndexOf('(');
        var name = (open < 0 ? text : text[..open]).Trim();
        if (!Names.TryGetValue(name, out var kind))
            return false;
        if (open < 0)
        {
            type = new(kind);
            return true;
        }

        if (!text.EndsWith(')'))
            return false;
        var facets = text[(open + 1)..^1].Split(',');
        Span<int> numbers = stackalloc int[2];
        if (facets.Length > 2)
            return false;
        for (var i = 0; i < facets.Length; i++)
            if (!int.TryParse(
                facets[i], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        var isValid = kind switch
        {
            FieldKind.String or FieldKind.Bytes => facets.Length == 1 && numbers[0] > 0,
            FieldKind.Decimal => numbers[0] is > 0 and <= 28 && numbers[1] >= 0 && numbers[1] <= numbers[0],
            _ => false,
        };
        if (isValid)
            type = kind == FieldKind.Decimal ? new(kind, 0, numbers[0], numbers[1]) : new(kind, numbers[0]);
        return isValid;
    }
}
