using System.Text.Json.Serialization;

namespace Nedb.Samples.TimeZones.Loading;

/// <summary>A line of tz-history.jsonl; DATA.md says what the fields mean.</summary>
internal sealed record Change(
    [property: JsonPropertyName("op")] string Operation,
    [property: JsonPropertyName("release")] string Release,
    [property: JsonPropertyName("released")] DateTimeOffset? Released,
    [property: JsonPropertyName("changes")] int Changes,
    [property: JsonPropertyName("zone")] string? Zone,
    [property: JsonPropertyName("era")] string? Era,
    [property: JsonPropertyName("utc_offset_seconds")] int OffsetSeconds,
    [property: JsonPropertyName("rules")] string? Rules,
    [property: JsonPropertyName("abbreviation")] string? Abbreviation,
    [property: JsonPropertyName("valid_from")] DateTime? ValidFrom,
    [property: JsonPropertyName("valid_to")] DateTime? ValidTo);
