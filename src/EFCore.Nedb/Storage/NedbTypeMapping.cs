using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// How values of a CLR type are stored in a field. Public because compiled models name it; applications get theirs from the model.
/// </summary>
/// <typeparam name="T">The CLR type that the ADO.NET provider reads and writes.</typeparam>
public sealed class NedbTypeMapping<T> : RelationalTypeMapping
{
    private NedbTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    /// <summary>The mapping to the type of field that holds every value of the CLR type and no others.</summary>
    public static NedbTypeMapping<T> Default { get; } = new(
        new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(T), jsonValueReaderWriter: ClrTypes.FindJsonReaderWriter(typeof(T))),
            new FieldType(ClrTypes.FindKind(typeof(T))).ToString(),
            ClrTypes.FindPostfix(typeof(T))));

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new NedbTypeMapping<T>(parameters);

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value)
    {
        // EF hands over a constant of another type where the query compares, say, a double with an int. Integers of all types are written
        // alike, and one that does not fit into the type that it is compared with is still the number it is.
        if (value is not T && value is IConvertible && typeof(T).IsPrimitive && !(IsInteger(typeof(T)) && IsInteger(value.GetType())))
            value = Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture);
        return ValueFormatter.ToLiteral(ProviderValue.ToNedb(value));
    }

    /// <inheritdoc/>
    public override Expression GenerateCodeLiteral(object value) => value switch
    {
        NedbArray array => NedbLiterals.ToCode(array),
        NedbObject members => NedbLiterals.ToCode(members),
        _ => base.GenerateCodeLiteral(value),
    };

    private static bool IsInteger(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    /// <inheritdoc/>
    protected override string ProcessStoreType(RelationalTypeMappingParameters parameters, string storeType, string storeTypeNameBase)
    {
        // A size of -1 is how SQL Server's users say that there is no limit.
        if (parameters is { StoreTypePostfix: StoreTypePostfix.Size, Size: <= 0 })
            return storeTypeNameBase;
        // Converters to decimal ask for as many digits as some database has; more than a decimal can hold is no limit.
        if (parameters is { StoreTypePostfix: StoreTypePostfix.PrecisionAndScale, Precision: > NedbTypeMappingSource.DecimalDigits })
            return storeTypeNameBase;
        return base.ProcessStoreType(parameters, storeType, storeTypeNameBase);
    }
}
