using System.Globalization;
using Nedb.Storage.Values;

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

    /// <summary>Whether there is a tick inside of both periods.</summary>
    public bool Overlaps(Period other) => From < other.To && other.From < To;

    /// <summary>The bound that a value of a field is; null where it is none.</summary>
    internal static long? TicksOf(in NedbValue value) => value.Kind switch
    {
        ValueKind.Date => value.AsRawTicks() * TimeSpan.TicksPerDay,
        ValueKind.Timestamp or ValueKind.TimestampOffset => value.AsRawTicks(),
        _ => null,
    };

    /// <summary>The period in words.</summary>
    internal string Describe() => $"{Describe(From)} to {Describe(To)}";

    private static string Describe(long ticks) => ticks switch
    {
        long.MinValue => "(no start)",
        long.MaxValue => "(no end)",
        _ when ticks < 0 || ticks > DateTime.MaxValue.Ticks => string.Create(CultureInfo.InvariantCulture, $"tick {ticks}"),
        _ => new DateTime(ticks).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
    };
}
