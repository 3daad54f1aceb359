using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The properties of <see cref="TimeSpan"/>.</summary>
internal sealed class NedbTimeSpanMemberTranslator(NedbSqlExpressionFactory expressions) : IMemberTranslator
{
    private static readonly Dictionary<string, string> Functions = new()
    {
        [nameof(TimeSpan.Days)] = "days",
        [nameof(TimeSpan.Hours)] = "hour",
        [nameof(TimeSpan.Minutes)] = "minute",
        [nameof(TimeSpan.Seconds)] = "second",
        [nameof(TimeSpan.Milliseconds)] = "millisecond",
        [nameof(TimeSpan.Microseconds)] = "microsecond",
        [nameof(TimeSpan.Nanoseconds)] = "nanosecond",
        [nameof(TimeSpan.Ticks)] = "ticks",
        [nameof(TimeSpan.TotalDays)] = "total_days",
        [nameof(TimeSpan.TotalHours)] = "total_hours",
        [nameof(TimeSpan.TotalMinutes)] = "total_minutes",
        [nameof(TimeSpan.TotalSeconds)] = "total_seconds",
        [nameof(TimeSpan.TotalMilliseconds)] = "total_milliseconds",
        [nameof(TimeSpan.TotalMicroseconds)] = "total_microseconds",
        [nameof(TimeSpan.TotalNanoseconds)] = "total_nanoseconds",
    };

    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MemberInfo member,
        Type returnType,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger) =>
        instance is not null && member.DeclaringType == typeof(TimeSpan) && Functions.TryGetValue(member.Name, out var function)
            ? expressions.Call(function, returnType, instance)
            : null;
}
