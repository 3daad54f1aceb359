namespace Nedb.Storage.Schema;

/// <summary>What values a declared field accepts. <see cref="FieldType"/> adds the facets.</summary>
public enum FieldKind : byte
{
    /// <summary>Any value.</summary>
    Any = 0,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A signed 8-bit integer.</summary>
    Int8,

    /// <summary>A signed 16-bit integer.</summary>
    Int16,

    /// <summary>A signed 32-bit integer.</summary>
    Int32,

    /// <summary>A signed 64-bit integer.</summary>
    Int64,

    /// <summary>An unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>An unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>An IEEE 754 binary32 number.</summary>
    Single,

    /// <summary>An IEEE 754 binary64 number.</summary>
    Double,

    /// <summary>A decimal number, with optional precision and scale.</summary>
    Decimal,

    /// <summary>Text, with an optional greatest length in UTF-16 code units.</summary>
    String,

    /// <summary>Bytes, with an optional greatest length.</summary>
    Bytes,

    /// <summary>A GUID.</summary>
    Guid,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A date and time without offset.</summary>
    Timestamp,

    /// <summary>An instant with its offset.</summary>
    TimestampOffset,

    /// <summary>A length of time.</summary>
    Duration,

    /// <summary>An array of values.</summary>
    Array,

    /// <summary>Named values.</summary>
    Object,

    /// <summary>Any JSON value: null, bool, number, text, array or object.</summary>
    Json,
}
