using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The methods of <see cref="TimeSpan"/>.</summary>
internal sealed class NedbTimeSpanMethodTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    private static readonly Dictionary<string, TimeSpan> Units = new()
    {
        [nameof(TimeSpan.FromDays)] = TimeSpan.FromDays(1),
        [nameof(TimeSpan.FromHours)] = TimeSpan.FromHours(1),
        [nameof(TimeSpan.FromMinutes)] = TimeSpan.FromMinutes(1),
        [nameof(TimeSpan.FromSeconds)] = TimeSpan.FromSeconds(1),
        [nameof(TimeSpan.FromMilliseconds)] = TimeSpan.FromMilliseconds(1),
        [nameof(TimeSpan.FromMicroseconds)] = TimeSpan.FromMicroseconds(1),
        [nameof(TimeSpan.FromTicks)] = TimeSpan.FromTicks(1),
    };

    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(TimeSpan))
            return null;
        if (instance is null)
            return Units.TryGetValue(method.Name, out var unit) && arguments.Count == 1
                ? expressions.Operator(ExpressionType.Multiply, arguments[0], expressions.Constant(unit), typeof(TimeSpan))
                : null;
        return (method.Name, arguments.Count) switch
        {
            (nameof(TimeSpan.Add), 1) => expressions.Operator(ExpressionType.Add, instance, arguments[0], typeof(TimeSpan)),
            (nameof(TimeSpan.Subtract), 1) => expressions.Operator(ExpressionType.Subtract, instance, arguments[0], typeof(TimeSpan)),
            (nameof(TimeSpan.Multiply), 1) => expressions.Operator(ExpressionType.Multiply, instance, arguments[0], typeof(TimeSpan)),
            (nameof(TimeSpan.Divide), 1) => expressions.Operator(ExpressionType.Divide, instance, arguments[0], method.ReturnType),
            (nameof(TimeSpan.Negate), 0) => expressions.Negate(expressions.ApplyDefaultTypeMapping(instance)!),
            (nameof(TimeSpan.Duration), 0) => expressions.Call("abs", typeof(TimeSpan), instance),
            _ => null,
        };
    }
}
