namespace Nedb.Samples.TimeZones.Model;

/// <summary>A place whose clocks have agreed, for example Europe/Istanbul.</summary>
public sealed class Zone
{
    public required string Name { get; init; }

    public required string Continent { get; init; }
}
