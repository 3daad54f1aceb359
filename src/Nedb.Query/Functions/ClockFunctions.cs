using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>The moment at which the statement began.</summary>
internal static class ClockFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Of("now", Returns.Instant, static context =>
            NedbValue.FromTimestampOffset(TimeZoneInfo.ConvertTime(context.Now, context.TimeZone)), "current_timestamp"),
        Of("utc_now", Returns.Timestamp, static context => NedbValue.FromTimestamp(context.Now.UtcDateTime)),
        Of("utc_now_offset", Returns.Instant, static context => NedbValue.FromTimestampOffset(context.Now.ToUniversalTime())),
        Of("local_now", Returns.Timestamp, static context => NedbValue.FromTimestamp(Local(context))),
        Of("today", Returns.Date, static context => NedbValue.FromDate(DateOnly.FromDateTime(Local(context))), "current_date"),
    ];

    private static DateTime Local(FunctionContext context) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(context.Now, context.TimeZone).DateTime, DateTimeKind.Local);

    private static ScalarFunction Of(string name, ResultType type, Func<FunctionContext, NedbValue> evaluator, params string[] aliases) =>
        new(name, 0, 0, [], type, (_, context) => evaluator(context)) { Stability = FunctionStability.Statement, Aliases = aliases };
}
