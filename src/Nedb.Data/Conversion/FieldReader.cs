using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>Values as the CLR type <typeparamref name="T"/>; how is found out once for each type.</summary>
internal static class FieldReader<T>
{
    // Null where values are not read as that type.
    private static readonly Func<NedbValue, T>? Converter = FieldConverters.Make<T>();

    /// <summary>The value as that type.</summary>
    /// <exception cref="InvalidCastException">It does not convert without loss.</exception>
    public static T Read(NedbValue value, NedbDataReader? reader, int ordinal)
    {
        try
        {
            return Converter is null
                ? throw new InvalidCastException($"Values are not read as {typeof(T)}.")
                : Converter(value);
        }
        catch (ConversionException e)
        {
            if (reader is null)
                throw new InvalidCastException(
                    value.IsNull ? $"Null cannot be read as {typeof(T)}." : $"{value} does not convert to {typeof(T)}.", e);
            throw e.IsOverflow ? reader.OutOfRange(ordinal, value, typeof(T)) : reader.CannotRead(ordinal, value, typeof(T));
        }
    }
}
