namespace Nedb.Storage.Views;

/// <summary>
/// A period of valid time, half open: the start is in, the end is out. Bounds are ticks of 100 ns since 0001-01-01T00:00:00;
/// a date is its midnight, an instant with an offset is its UTC time, and a local time is taken as it stands.
/// </summary>
/// <param name="From">The first tick inside, or <see cref="long.MinValue"/> for no bound.</param>
/// <param name="To">The first tick after the period, or <see cref="long.MaxValue"/> for no bound.</param>
public readonly record struct Period(long From, long To)
{
    /// <summary>The period without bounds: always.</summary>
    public static Period Always { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>Whether the period has neither bound.</summary>
    public bool IsAlways => From == long.MinValue && To == long.MaxValue;

    /// <summary>Whether that tick lies inside.</summary>
    public bool Contains(long tick) => From <= tick && tick < To;
}
