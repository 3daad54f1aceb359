namespace Nedb.Data;

/// <summary>The types of values, by the names that NQL has for them.</summary>
public enum NedbDbType
{
    /// <summary>Whatever the value is.</summary>
    Any = 0,

    /// <summary><c>bool</c>: <see cref="bool"/>.</summary>
    Boolean = 1,

    /// <summary><c>int8</c>: <see cref="sbyte"/>.</summary>
    Int8 = 2,

    /// <summary><c>int16</c>: <see cref="short"/>.</summary>
    Int16 = 3,

    /// <summary><c>int32</c>: <see cref="int"/>.</summary>
    Int32 = 4,

    /// <summary><c>int64</c>: <see cref="long"/>.</summary>
    Int64 = 5,

    /// <summary><c>uint8</c>: <see cref="byte"/>.</summary>
    UInt8 = 6,

    /// <summary><c>uint16</c>: <see cref="ushort"/>.</summary>
    UInt16 = 7,

    /// <summary><c>uint32</c>: <see cref="uint"/>.</summary>
    UInt32 = 8,

    /// <summary><c>uint64</c>: <see cref="ulong"/>.</summary>
    UInt64 = 9,

    /// <summary><c>single</c>: <see cref="float"/>.</summary>
    Single = 10,

    /// <summary><c>double</c>: <see cref="double"/>.</summary>
    Double = 11,

    /// <summary><c>decimal</c>: <see cref="decimal"/>.</summary>
    Decimal = 12,

    /// <summary><c>string</c>: <see cref="string"/>.</summary>
    String = 13,

    /// <summary><c>bytes</c>: an array of <see cref="byte"/>.</summary>
    Bytes = 14,

    /// <summary><c>guid</c>: <see cref="System.Guid"/>.</summary>
    Guid = 15,

    /// <summary><c>date</c>: <see cref="DateOnly"/>.</summary>
    Date = 16,

    /// <summary><c>time</c>: <see cref="TimeOnly"/>.</summary>
    Time = 17,

    /// <summary><c>timestamp</c>: <see cref="DateTime"/>.</summary>
    Timestamp = 18,

    /// <summary><c>timestamptz</c>: <see cref="DateTimeOffset"/>.</summary>
    TimestampOffset = 19,

    /// <summary><c>duration</c>: <see cref="TimeSpan"/>.</summary>
    Duration = 20,

    /// <summary><c>array</c>: a list of values.</summary>
    Array = 21,

    /// <summary><c>object</c>: named values. Text is read as JSON.</summary>
    Object = 22,

    /// <summary><c>json</c>: any JSON value. Text is read as JSON.</summary>
    Json = 23,
}
