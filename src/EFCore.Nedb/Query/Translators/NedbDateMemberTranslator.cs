using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The properties of <see cref="DateTime"/>, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/> and <see
/// cref="TimeOnly"/>.</summary>
internal sealed class NedbDateMemberTranslator(NedbSqlExpressionFactory expressions) : IMemberTranslator
{
    private static readonly Dictionary<string, string> Parts = new()
    {
        [nameof(DateTimeOffset.Year)] = "year",
        [nameof(DateTimeOffset.Month)] = "month",
        [nameof(DateTimeOffset.Day)] = "day",
        [nameof(DateTimeOffset.DayOfYear)] = "day_of_year",
        [nameof(DateTimeOffset.DayOfWeek)] = "day_of_week",
        [nameof(DateTimeOffset.Hour)] = "hour",
        [nameof(DateTimeOffset.Minute)] = "minute",
        [nameof(DateTimeOffset.Second)] = "second",
        [nameof(DateTimeOffset.Millisecond)] = "millisecond",
        [nameof(DateTimeOffset.Microsecond)] = "microsecond",
        [nameof(DateTimeOffset.Nanosecond)] = "nanosecond",
        [nameof(DateTimeOffset.Ticks)] = "ticks",
        [nameof(DateTimeOffset.Date)] = "start_of_day",
        [nameof(DateTimeOffset.TimeOfDay)] = "time_of_day",
        [nameof(DateTimeOffset.UtcDateTime)] = "utc_timestamp",
        [nameof(DateTimeOffset.Offset)] = "offset_of",
        [nameof(DateOnly.DayNumber)] = "day_number",
    };

    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MemberInfo member,
        Type returnType,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        var type = member.DeclaringType;
        if (type != typeof(DateTime) && type != typeof(DateTimeOffset) && type != typeof(DateOnly) && type != typeof(TimeOnly))
            return null;
        if (instance is null)
            return TranslateClock(type, member.Name);
        if (Parts.TryGetValue(member.Name, out var function))
            return expressions.Call(function, returnType, instance);
        return (type == typeof(DateTimeOffset), member.Name) switch
        {
            (true, nameof(DateTimeOffset.UtcTicks)) => expressions.Call(
                "ticks",
                typeof(long),
                expressions.Call("utc_timestamp", typeof(DateTime), instance)),
            (true, nameof(DateTimeOffset.DateTime)) => expressions.Convert(
                expressions.ApplyDefaultTypeMapping(instance)!,
                typeof(DateTime),
                expressions.MappingOf(typeof(DateTime))),
            _ => null,
        };
    }

    private SqlFunctionExpression? TranslateClock(Type type, string member) => (type == typeof(DateTimeOffset), member) switch
    {
        (false, nameof(DateTime.Now)) => expressions.Volatile("local_now", typeof(DateTime)),
        (false, nameof(DateTime.UtcNow)) => expressions.Volatile("utc_now", typeof(DateTime)),
        (false, nameof(DateTime.Today)) =>
            expressions.Call("start_of_day", typeof(DateTime), expressions.Volatile("local_now", typeof(DateTime))),
        (true, nameof(DateTimeOffset.Now)) => expressions.Volatile("now", typeof(DateTimeOffset)),
        (true, nameof(DateTimeOffset.UtcNow)) => expressions.Volatile("utc_now_offset", typeof(DateTimeOffset)),
        _ => null,
    };
}
