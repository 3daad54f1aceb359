namespace Nedb.Query.Functions;

/// <summary>
/// What functions may know beside their arguments. One is made for each execution of a statement, so that <c>now()</c> does not move within
/// it.
/// </summary>
/// <param name="time">The clock of the store.</param>
internal sealed class FunctionContext(TimeProvider time)
{
    /// <summary>The moment at which the statement began, in UTC.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>The time zone of the clock.</summary>
    public TimeZoneInfo TimeZone => time.LocalTimeZone;

    /// <summary>Chance, for <c>random()</c>; may be given a seed.</summary>
    public Random Random { get; init; } = Random.Shared;
}
