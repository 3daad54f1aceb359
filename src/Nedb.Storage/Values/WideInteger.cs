using System.Buffers.Binary;

namespace Nedb.Storage.Values;

/// <summary>
/// An unsigned 192-bit integer: just wide enough for every stored decimal times 10^28. Overflow is impossible by how it is used.
/// </summary>
internal readonly struct WideInteger
{
    /// <summary>The size of its bytes.</summary>
    public const int SizeBytes = 24;

    private readonly ulong _high;
    private readonly ulong _middle;
    private readonly ulong _low;

    private WideInteger(ulong high, ulong middle, ulong low)
    {
        _high = high;
        _middle = middle;
        _low = low;
    }

    public WideInteger(UInt128 value)
        : this(0, (ulong)(value >> 64), (ulong)value)
    {
    }

    /// <summary>The powers of ten that fit 64 bits.</summary>
    private static ReadOnlySpan<ulong> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>Times 10 to a power of 0 to 28.</summary>
    public WideInteger TimesPowerOfTen(int exponent)
    {
        const int greatest = 19;
        return exponent <= greatest ? Times(PowersOfTen[exponent]) : Times(PowersOfTen[greatest]).Times(PowersOfTen[exponent - greatest]);
    }

    /// <summary>Times 2 to a power of 0 to 191.</summary>
    public WideInteger ShiftLeft(int bits)
    {
        var (high, middle, low) = (_high, _middle, _low);
        for (; bits >= 64; bits -= 64)
            (high, middle, low) = (middle, low, 0);
        return bits == 0
            ? new(high, middle, low)
            : new((high << bits) | (middle >> (64 - bits)), (middle << bits) | (low >> (64 - bits)), low << bits);
    }

    public int CompareTo(in WideInteger other)
    {
        if (_high != other._high)
            return _high < other._high ? -1 : 1;
        if (_middle != other._middle)
            return _middle < other._middle ? -1 : 1;
        return _low.CompareTo(other._low);
    }

    /// <summary>Writes the signed number big-endian with its sign bit inverted, so that comparing bytes compares numbers.</summary>
    public void WriteOrdered(bool isNegative, Span<byte> destination)
    {
        var (high, middle, low) = (_high, _middle, _low);
        if (isNegative)
        {
            low = unchecked(~low + 1);
            middle = unchecked(~middle + (low == 0 ? 1UL : 0));
            high = unchecked(~high + (low == 0 && middle == 0 ? 1UL : 0));
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, high ^ (1UL << 63));
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], middle);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], low);
    }

    private WideInteger Times(ulong factor)
    {
        var low = Math.BigMul(_low, factor);
        var middle = Math.BigMul(_middle, factor) + (low >> 64);
        return new(unchecked((_high * factor) + (ulong)(middle >> 64)), (ulong)middle, (ulong)low);
    }
}
