namespace Nedb.Samples.TimeZones.Model;

/// <summary>A release of the time zone database: the cause of everything it changed.</summary>
public sealed class Release
{
    public required string Name { get; init; }

    public DateTimeOffset Released { get; init; }
}
