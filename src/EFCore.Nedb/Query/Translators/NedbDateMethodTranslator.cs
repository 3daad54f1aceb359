using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The methods of <see cref="DateTime"/>, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/> and <see
/// cref="TimeOnly"/>.</summary>
internal sealed class NedbDateMethodTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    private static readonly Dictionary<string, string> Functions = new()
    {
        [nameof(DateTime.AddYears)] = "add_years",
        [nameof(DateTime.AddMonths)] = "add_months",
        [nameof(DateTime.AddDays)] = "add_days",
        [nameof(DateTime.AddHours)] = "add_hours",
        [nameof(DateTime.AddMinutes)] = "add_minutes",
        [nameof(DateTime.AddSeconds)] = "add_seconds",
        [nameof(DateTime.AddMilliseconds)] = "add_milliseconds",
        [nameof(DateTime.AddMicroseconds)] = "add_microseconds",
        [nameof(DateTime.AddTicks)] = "add_ticks",
        [nameof(DateTimeOffset.ToUnixTimeSeconds)] = "to_unix_seconds",
        [nameof(DateTimeOffset.ToUnixTimeMilliseconds)] = "to_unix_milliseconds",
        [nameof(DateTimeOffset.FromUnixTimeSeconds)] = "from_unix_seconds",
        [nameof(DateTimeOffset.FromUnixTimeMilliseconds)] = "from_unix_milliseconds",
        [nameof(DateTime.ToUniversalTime)] = "to_universal",
        [nameof(DateTime.ToLocalTime)] = "to_local",
        [nameof(DateTimeOffset.ToOffset)] = "to_offset",
        [nameof(DateOnly.FromDayNumber)] = "date_from_day_number",
    };

    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        var type = method.DeclaringType;
        if (type != typeof(DateTime) && type != typeof(DateTimeOffset) && type != typeof(DateOnly) && type != typeof(TimeOnly))
            return null;
        if (Functions.TryGetValue(method.Name, out var function) && method.GetParameters().Length <= 1)
            return expressions.Call(function, method.ReturnType, instance is null ? [.. arguments] : [instance, .. arguments]);
        return instance is null ? TranslateStatic(method, arguments) : TranslateInstance(instance, method, arguments);
    }

    private SqlExpression? TranslateInstance(SqlExpression instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments) =>
        (method.Name, arguments.Count) switch
        {
            (nameof(DateTime.Add), 1) => expressions.Operator(ExpressionType.Add, instance, arguments[0], method.ReturnType),
            (nameof(DateTime.Subtract), 1) => expressions.Operator(ExpressionType.Subtract, instance, arguments[0], method.ReturnType),
            (nameof(TimeOnly.ToTimeSpan), 0) => CastTo(instance, typeof(TimeSpan)),
            (nameof(DateOnly.ToDateTime), 1) => expressions.Call("timestamp", typeof(DateTime), instance, arguments[0]),
            (nameof(TimeOnly.IsBetween), 2) => expressions.Call("is_between", typeof(bool), instance, arguments[0], arguments[1]),
            _ => null,
        };

    private SqlExpression? TranslateStatic(MethodInfo method, IReadOnlyList<SqlExpression> arguments) =>
        (method.Name, arguments.Count) switch
        {
            (nameof(DateOnly.FromDateTime), 1) => CastTo(arguments[0], method.ReturnType),
            (nameof(TimeOnly.FromTimeSpan), 1) => CastTo(arguments[0], method.ReturnType),
            (nameof(DateTime.SpecifyKind), 2) when arguments[1] is SqlConstantExpression { Value: DateTimeKind kind } =>
                expressions.Call("specify_kind", typeof(DateTime), arguments[0], expressions.Constant(kind.ToString().ToLowerInvariant())),
            (nameof(DateTime.DaysInMonth), 2) => expressions.Call("days_in_month", typeof(int), arguments[0], arguments[1]),
            (nameof(DateTime.Parse), 1) when arguments[0].Type == typeof(string) => CastTo(arguments[0], method.ReturnType),
            _ => null,
        };

    private SqlExpression CastTo(SqlExpression value, Type type) =>
        expressions.Convert(expressions.ApplyDefaultTypeMapping(value)!, type, expressions.MappingOf(type));
}
