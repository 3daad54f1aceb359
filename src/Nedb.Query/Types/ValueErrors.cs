using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Types;

/// <summary>The failures of computing with values. They know no place; whoever knows it adds it.</summary>
internal static class ValueErrors
{
    private const int MaxShown = 80;

    /// <summary>A value that cannot be converted or computed.</summary>
    public static NqlException Invalid(string message, Exception? inner = null) => new(NqlErrorCode.ValueInvalid, message, inner: inner);

    /// <summary>A value of a kind that cannot stand there.</summary>
    public static NqlException Mismatch(string message) => new(NqlErrorCode.TypeMismatch, message);

    /// <summary>The value as a literal, cut where it is long.</summary>
    public static string Show(in NedbValue value)
    {
        var text = value.ToString();
        return text.Length <= MaxShown ? text : string.Concat(text.AsSpan(0, MaxShown), "…");
    }

    /// <summary>What a value is, for people: <c>text</c>, <c>an integer</c>, …</summary>
    public static string Name(ValueKind kind) => kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Boolean => "a boolean",
        ValueKind.Int64 or ValueKind.UInt64 => "an integer",
        ValueKind.Double => "a binary number",
        ValueKind.Decimal => "a decimal",
        ValueKind.String => "text",
        ValueKind.Bytes => "bytes",
        ValueKind.Guid => "a guid",
        ValueKind.Date => "a date",
        ValueKind.Time => "a time",
        ValueKind.Timestamp => "a timestamp",
        ValueKind.TimestampOffset => "a timestamptz",
        ValueKind.Duration => "a duration",
        ValueKind.Array => "an array",
        _ => "an object",
    };
}
