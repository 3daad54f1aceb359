using Nedb.Query.Execution;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// Lengths of time: their parts, their totals, and how they are made, as <see cref="TimeSpan"/> does. Hours and less are among the parts of
/// dates.
/// </summary>
internal static class DurationFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        new("days", 1, 1, [Duration], Returns.Int32, static (a, _) => NedbValue.FromInt64(a[0].AsDuration().Days)),
        Total("total_days", static span => span.TotalDays), Total("total_hours", static span => span.TotalHours),
        Total("total_minutes", static span => span.TotalMinutes), Total("total_seconds", static span => span.TotalSeconds),
        Total("total_milliseconds", static span => span.TotalMilliseconds), Total("total_microseconds", static span =>
            span.TotalMicroseconds),
        Total("total_nanoseconds", static span => span.TotalNanoseconds),
        From("duration_from_days", TimeSpan.TicksPerDay), From("duration_from_hours", TimeSpan.TicksPerHour),
        From("duration_from_minutes", TimeSpan.TicksPerMinute), From("duration_from_seconds", TimeSpan.TicksPerSecond),
        From("duration_from_milliseconds", TimeSpan.TicksPerMillisecond), From("duration_from_microseconds", TimeSpan.TicksPerMicrosecond),
        From("duration_from_ticks", 1),
        new("make_duration", 1, 6, [Integer], Returns.Duration, static (a, _) => Make(a)),
        new("negate", 1, 1, [Duration], Returns.Duration, static (a, _) => NedbValue.FromDuration(a[0].AsDuration().Negate())),
    ];

    private static ScalarFunction Total(string name, Func<TimeSpan, double> total) =>
        new(name, 1, 1, [Duration], Returns.Double, (a, _) => NedbValue.FromDouble(total(a[0].AsDuration())));

    private static ScalarFunction From(string name, long ticks) =>
        new(name, 1, 1, [Number], Returns.Duration, (a, _) => NedbValue.FromDuration(DateMathFunctions.Span(in a[0], ticks)));

    // Days, hours, minutes, seconds, milliseconds, microseconds; those left out are 0.
    private static NedbValue Make(ReadOnlySpan<NedbValue> a)
    {
        ReadOnlySpan<long> units =
        [
            TimeSpan.TicksPerDay, TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMillisecond,
            TimeSpan.TicksPerMicrosecond,
        ];
        Int128 ticks = 0;
        for (var i = 0; i < a.Length; i++)
            ticks += Arithmetic.ToInt128(in a[i]) * units[i];
        return NedbValue.FromDuration(new TimeSpan(checked((long)ticks)));
    }
}
