namespace Nedb.Samples.TimeZones.Model;

/// <summary>A stretch of time in which the standard offset of a zone was the same.</summary>
public sealed class Era
{
    public required string ZoneName { get; init; }

    /// <summary>The start of the era as text, or "beginning".</summary>
    public required string Name { get; init; }

    public Zone? Zone { get; init; }

    public TimeSpan Offset { get; set; }

    public required string Rules { get; set; }

    public required string Abbreviation { get; set; }

    public DateTime? ValidFrom { get; set; }

    public DateTime? ValidTo { get; set; }
}
