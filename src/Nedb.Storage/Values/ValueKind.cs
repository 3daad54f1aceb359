namespace Nedb.Storage.Values;

/// <summary>
/// The kind of a <see cref="NedbValue"/>. The numeric order is the order in which values of different kinds sort;
/// the four number kinds form one class and compare by value across kinds.
/// </summary>
public enum ValueKind : byte
{
    /// <summary>No value; also what a missing field reads as.</summary>
    Null = 0,

    /// <summary>True or false. Never equal to a number.</summary>
    Boolean = 1,

    /// <summary>A signed 64-bit integer; every integer that fits is stored as this kind.</summary>
    Int64 = 2,

    /// <summary>An unsigned integer above <see cref="long.MaxValue"/>.</summary>
    UInt64 = 3,

    /// <summary>An IEEE 754 binary64 number; never NaN in a stored document.</summary>
    Double = 4,

    /// <summary>A .NET <see cref="decimal"/>; its scale is kept, and ignored by comparison.</summary>
    Decimal = 5,

    /// <summary>Text: a sequence of UTF-16 code units, compared ordinally.</summary>
    String = 6,

    /// <summary>A sequence of bytes, compared as unsigned bytes.</summary>
    Bytes = 7,

    /// <summary>A <see cref="System.Guid"/>, ordered as <see cref="System.Guid.CompareTo(System.Guid)"/> does.</summary>
    Guid = 8,

    /// <summary>A calendar date, as <see cref="DateOnly"/>.</summary>
    Date = 9,

    /// <summary>A time of day, as <see cref="TimeOnly"/>.</summary>
    Time = 10,

    /// <summary>
    /// A date and time without offset, as <see cref="DateTime"/>; the <see cref="DateTimeKind"/> is kept, and ignored by comparison.
    /// </summary>
    Timestamp = 11,

    /// <summary>An instant with its offset, as <see cref="DateTimeOffset"/>; compared by instant.</summary>
    TimestampOffset = 12,

    /// <summary>A length of time, as <see cref="TimeSpan"/>.</summary>
    Duration = 13,

    /// <summary>An ordered list of values.</summary>
    Array = 14,

    /// <summary>Named values; names are unique and kept in ordinal order.</summary>
    Object = 15,
}
