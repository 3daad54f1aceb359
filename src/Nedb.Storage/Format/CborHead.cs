namespace Nedb.Storage.Format;

/// <summary>The first bytes of the CBOR items (RFC 8949 §3) that headers and frames are made of.</summary>
internal static class CborHead
{
    /// <summary>Major type 0.</summary>
    public const byte Unsigned = 0x00;

    /// <summary>Major type 1.</summary>
    public const byte Negative = 0x20;

    /// <summary>Major type 2.</summary>
    public const byte Bytes = 0x40;

    /// <summary>Major type 3.</summary>
    public const byte Text = 0x60;

    /// <summary>Major type 4.</summary>
    public const byte Array = 0x80;

    /// <summary>The whole item null.</summary>
    public const byte Null = 0xF6;

    /// <summary>Before 2 bytes of IEEE 754 binary16.</summary>
    public const byte HalfFloat = 0xF9;

    /// <summary>Before 4 bytes of IEEE 754 binary32.</summary>
    public const byte SingleFloat = 0xFA;

    /// <summary>Before 8 bytes of IEEE 754 binary64.</summary>
    public const byte DoubleFloat = 0xFB;

    /// <summary>The three bits of the major type.</summary>
    public const byte MajorMask = 0xE0;
}
