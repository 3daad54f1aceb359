using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Generation;

/// <summary>
/// What stands around a path into JSON so that it has the type of its mapping. JSON has texts, numbers, booleans and null: what is one of
/// these in .NET is read as it is,
/// the rest is converted from text, and numbers that may have been written without a point are made what they are.
/// </summary>
/// <param name="Before">The text before the path.</param>
/// <param name="After">The text after it.</param>
internal readonly record struct JsonConversion(string Before, string After)
{
    /// <summary>The conversion to the type of a mapping.</summary>
    public static JsonConversion Find(RelationalTypeMapping mapping)
    {
        if (mapping.ElementTypeMapping is not null)
            return new("", "");
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(byte[]))
            return new("from_base64(", ")");
        return IsNative(type) ? new("", "") : new("CAST(", $" AS {mapping.StoreType})");
    }

    /// <summary>Whether nothing needs to stand around it.</summary>
    public bool IsNone => Before.Length == 0;

    private static bool IsNative(Type type) =>
        type == typeof(string)
        || type == typeof(bool)
        || type == typeof(char)
        || type == typeof(int)
        || type == typeof(long)
        || type == typeof(short)
        || type == typeof(sbyte)
        || type == typeof(byte)
        || type == typeof(ushort)
        || type == typeof(uint)
        || type == typeof(ulong)
        || !type.IsValueType;
}
