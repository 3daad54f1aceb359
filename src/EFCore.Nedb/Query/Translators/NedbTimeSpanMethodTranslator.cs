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
    private static readonly Dictionary<string, string> Functions = new()
    {
        [nameof(TimeSpan.FromDays)] = "duration_from_days",
        [nameof(TimeSpan.FromHours)] = "duration_from_hours",
        [nameof(TimeSpan.FromMinutes)] = "duration_from_minutes",
        [nameof(TimeSpan.FromSeconds)] = "duration_from_seconds",
        [nameof(TimeSpan.FromMilliseconds)] = "duration_from_milliseconds",
        [nameof(TimeSpan.FromMicroseconds)] = "duration_from_microseconds",
        [nameof(TimeSpan.FromTicks)] = "duration_from_ticks",
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
            return Functions.TryGetValue(method.Name, out var function) && arguments.Count == 1
                ? expressions.Call(function, typeof(TimeSpan), arguments[0])
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
