namespace Nedb.Storage.Cbor;

/// <summary>
/// The tags (RFC 8949 §3.4) that give values their kind. Those above 60000 are our own; their content is in ticks of 100 ns.
/// </summary>
internal static class CborTag
{
    /// <summary>A byte string that is a non-negative integer, big-endian.</summary>
    public const ulong PositiveInteger = 2;

    /// <summary>A byte string n that stands for the integer -1 - n.</summary>
    public const ulong NegativeInteger = 3;

    /// <summary>[exponent, mantissa]: mantissa times ten to the exponent, which is 0 to -28 and is kept.</summary>
    public const ulong Decimal = 4;

    /// <summary>Sixteen bytes in the order of RFC 9562.</summary>
    public const ulong Guid = 37;

    /// <summary>Days since 1970-01-01 (RFC 8943).</summary>
    public const ulong Date = 100;

    /// <summary>Ticks since midnight.</summary>
    public const ulong Time = 60100;

    /// <summary>Ticks since 0001-01-01T00:00:00, of no stated zone.</summary>
    public const ulong TimestampUnspecified = 60101;

    /// <summary>Ticks since 0001-01-01T00:00:00 in UTC.</summary>
    public const ulong TimestampUtc = 60102;

    /// <summary>Ticks since 0001-01-01T00:00:00 in the zone of whoever wrote it.</summary>
    public const ulong TimestampLocal = 60103;

    /// <summary>[ticks since 0001-01-01T00:00:00 in UTC, offset in minutes].</summary>
    public const ulong TimestampOffset = 60104;

    /// <summary>A length of time in ticks.</summary>
    public const ulong Duration = 60105;
}
