using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary><see cref="object.ToString"/> of the types that the engine has, in the invariant culture.</summary>
internal sealed class NedbObjectToStringTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    private static readonly HashSet<Type> Types =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float),
            typeof(double),
        typeof(decimal), typeof(char), typeof(bool), typeof(Guid), typeof(DateTime), typeof(DateOnly), typeof(DateTimeOffset), typeof(
            TimeSpan),
        typeof(TimeOnly),
    ];

    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (instance is null || method.Name != nameof(ToString) || arguments.Count != 0)
            return null;
        // Where an enum is stored as something else than its number, its name is EF's own affair.
        if (instance.TypeMapping?.Converter is not null && instance.Type != typeof(bool) && instance.Type != typeof(char))
            return null;
        return TranslateToString(expressions, instance);
    }

    /// <summary>The text of a value, empty for null as .NET has it for a nullable; null for a type without one.</summary>
    public static SqlExpression? TranslateToString(NedbSqlExpressionFactory expressions, SqlExpression value)
    {
        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        if (type == typeof(string))
            return value;
        if (!Types.Contains(type))
            return null;
        var text = expressions.Convert(expressions.ApplyDefaultTypeMapping(value)!, typeof(string), expressions.MappingOf(typeof(string)));
        var canBeNull = value is not ColumnExpression { IsNullable: false } and not SqlConstantExpression { Value: not null };
        return canBeNull ? expressions.Coalesce(text, expressions.Constant("")) : text;
    }
}
