using Nedb.Storage.Schema;

namespace Nedb.Query.Functions;

/// <summary>The types of results.</summary>
internal static class Returns
{
    public static ResultType Any { get; } = Always(FieldKind.Any);

    public static ResultType Boolean { get; } = Always(FieldKind.Boolean);

    public static ResultType Int32 { get; } = Always(FieldKind.Int32);

    public static ResultType Int64 { get; } = Always(FieldKind.Int64);

    public static ResultType Double { get; } = Always(FieldKind.Double);

    public static ResultType Text { get; } = Always(FieldKind.String);

    public static ResultType Bytes { get; } = Always(FieldKind.Bytes);

    public static ResultType Guid { get; } = Always(FieldKind.Guid);

    public static ResultType Date { get; } = Always(FieldKind.Date);

    public static ResultType Time { get; } = Always(FieldKind.Time);

    public static ResultType Timestamp { get; } = Always(FieldKind.Timestamp);

    public static ResultType Instant { get; } = Always(FieldKind.TimestampOffset);

    public static ResultType Duration { get; } = Always(FieldKind.Duration);

    public static ResultType Array { get; } = Always(FieldKind.Array);

    /// <summary>The type of the first argument, without its facets.</summary>
    public static ResultType First { get; } = static types => types.Length > 0 ? new FieldType(types[0].Kind) : default;

    /// <summary>The type that all arguments have, as numbers are promoted; nothing is known where they differ.</summary>
    public static ResultType Common { get; } = static types => CommonOf(types);

    /// <summary>What a sum or a rounding of that type is: integers become 64 bits wide, the rest stays.</summary>
    public static ResultType Widened { get; } = static types => types.Length == 0 ? default : types[0].Kind switch
    {
        >= FieldKind.Int8 and <= FieldKind.Int64 or FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32 =>
            new FieldType(FieldKind.Int64),
        FieldKind.Single => new FieldType(FieldKind.Double),
        var kind => new FieldType(kind),
    };

    /// <summary>The type of the first argument without its sign: -128 is an int8, and 128 is not.</summary>
    public static ResultType Magnitude { get; } = static types => types.Length == 0 ? default : types[0].Kind switch
    {
        >= FieldKind.Int8 and <= FieldKind.Int64 => new FieldType(FieldKind.Int64),
        var kind => new FieldType(kind),
    };

    /// <summary>Binary for integers and binary numbers, else the type itself: what an average is.</summary>
    public static ResultType Mean { get; } = static types => types.Length == 0 ? default : types[0].Kind switch
    {
        >= FieldKind.Int8 and <= FieldKind.Double => new FieldType(FieldKind.Double),
        var kind => new FieldType(kind),
    };

    private static ResultType Always(FieldKind kind) => _ => new FieldType(kind);

    private static FieldType CommonOf(ReadOnlySpan<FieldType> types)
    {
        var common = types.Length > 0 ? types[0].Kind : FieldKind.Any;
        foreach (var type in types)
        {
            if (type.Kind == common)
                continue;
            var isNumber = IsNumber(type.Kind) && IsNumber(common);
            common = !isNumber ? FieldKind.Any
                : IsBinary(type.Kind) || IsBinary(common) ? FieldKind.Double
                : type.Kind == FieldKind.Decimal || common == FieldKind.Decimal ? FieldKind.Decimal
                : type.Kind == FieldKind.UInt64 || common == FieldKind.UInt64 ? FieldKind.Any
                : FieldKind.Int64;
            if (common == FieldKind.Any)
                return default;
        }

        return new FieldType(common);
    }

    private static bool IsNumber(FieldKind kind) => kind is >= FieldKind.Int8 and <= FieldKind.Decimal;

    private static bool IsBinary(FieldKind kind) => kind is FieldKind.Single or FieldKind.Double;
}
