using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>Which kinds of values an argument takes; the bits are those of <see cref="ValueKind"/>. Null is taken everywhere.</summary>
[Flags]
internal enum ArgumentKinds
{
    /// <summary>None but null.</summary>
    None = 0,

    /// <summary>True or false.</summary>
    Boolean = 1 << ValueKind.Boolean,

    /// <summary>An integer.</summary>
    Integer = 1 << ValueKind.Int64 | 1 << ValueKind.UInt64,

    /// <summary>Any number.</summary>
    Number = Integer | 1 << ValueKind.Double | 1 << ValueKind.Decimal,

    /// <summary>Text.</summary>
    Text = 1 << ValueKind.String,

    /// <summary>Bytes.</summary>
    Bytes = 1 << ValueKind.Bytes,

    /// <summary>A GUID.</summary>
    Guid = 1 << ValueKind.Guid,

    /// <summary>A date.</summary>
    Date = 1 << ValueKind.Date,

    /// <summary>A time of day.</summary>
    Time = 1 << ValueKind.Time,

    /// <summary>A timestamp.</summary>
    Timestamp = 1 << ValueKind.Timestamp,

    /// <summary>A timestamp with an offset.</summary>
    Instant = 1 << ValueKind.TimestampOffset,

    /// <summary>A length of time.</summary>
    Duration = 1 << ValueKind.Duration,

    /// <summary>A date and a time.</summary>
    Moment = Timestamp | Instant,

    /// <summary>An array.</summary>
    Array = 1 << ValueKind.Array,

    /// <summary>An object.</summary>
    Object = 1 << ValueKind.Object,

    /// <summary>Every kind.</summary>
    Any = Boolean | Number | Text | Bytes | Guid | Date | Time | Moment | Duration | Array | Object,
}
