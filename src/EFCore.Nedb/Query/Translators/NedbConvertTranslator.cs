using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>
/// The methods of <see cref="Convert"/>. Unlike a cast, which cuts off, they round a number with a fraction to the nearest integer, and to
/// the even one of two equally near.
/// </summary>
internal sealed class NedbConvertTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    private static readonly Dictionary<string, Type> Targets = new()
    {
        [nameof(Convert.ToBoolean)] = typeof(bool),
        [nameof(Convert.ToByte)] = typeof(byte),
        [nameof(Convert.ToDecimal)] = typeof(decimal),
        [nameof(Convert.ToDouble)] = typeof(double),
        [nameof(Convert.ToInt16)] = typeof(short),
        [nameof(Convert.ToInt32)] = typeof(int),
        [nameof(Convert.ToInt64)] = typeof(long),
        [nameof(Convert.ToSByte)] = typeof(sbyte),
        [nameof(Convert.ToSingle)] = typeof(float),
        [nameof(Convert.ToString)] = typeof(string),
        [nameof(Convert.ToUInt16)] = typeof(ushort),
        [nameof(Convert.ToUInt32)] = typeof(uint),
        [nameof(Convert.ToUInt64)] = typeof(ulong),
    };

    private static readonly HashSet<Type> Sources =
    [
        typeof(bool), typeof(byte), typeof(decimal), typeof(double), typeof(float), typeof(short), typeof(int), typeof(long), typeof(sbyte),
        typeof(ushort), typeof(uint), typeof(ulong), typeof(string),
    ];

    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(Convert) || arguments.Count != 1 || !Targets.TryGetValue(method.Name, out var target))
            return null;
        var source = Nullable.GetUnderlyingType(arguments[0].Type) ?? arguments[0].Type;
        if (source == typeof(object) && arguments[0] is SqlUnaryExpression { Operand: var operand })
            return TranslateFrom(Nullable.GetUnderlyingType(operand.Type) ?? operand.Type, operand, target);
        return TranslateFrom(source, arguments[0], target);
    }

    private SqlExpression? TranslateFrom(Type source, SqlExpression value, Type target)
    {
        if (!Sources.Contains(source))
            return null;
        if (source == target)
            return value;
        if (target == typeof(bool) && source != typeof(string))
            return expressions.AndAlso(
                // Of nothing it is false.
                expressions.IsNotNull(value),
                expressions.NotEqual(value, expressions.Constant(Convert.ChangeType(0, source))));
        if (target == typeof(string))
            return NedbObjectToStringTranslator.TranslateToString(expressions, value);
        var isFraction = source == typeof(double) || source == typeof(float) || source == typeof(decimal);
        if (isFraction && target != typeof(double) && target != typeof(float) && target != typeof(decimal))
            value = expressions.Call("round", source, value.TypeMapping, value);
        return expressions.Convert(expressions.ApplyDefaultTypeMapping(value)!, target, expressions.MappingOf(target));
    }
}
