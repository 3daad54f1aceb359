using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Rows;

/// <summary>
/// The values of one field of versions that lie together, decoded once for all who read them: numbers in arrays of their own kind, in as
/// few bytes as keep each exactly as it is, and of text each different one once. Immutable.
/// </summary>
internal sealed class FieldValues
{
    private const int OverheadBytes = 160;

    /// <summary>What stands for values of several kinds, of a kind that is not decoded here, or that only the document can tell.</summary>
    public static FieldValues Undecoded { get; } = new() { Kind = RowBlock.Unknown };

    /// <summary>The kind of all values that are not null; <see cref="ValueKind.Null"/> where all are.</summary>
    public required ValueKind Kind { get; init; }

    /// <summary>Whether any version does not carry the field; its value stands here as null.</summary>
    public bool HasMissing { get; init; }

    /// <summary>Which values are null; null where none is.</summary>
    public bool[]? Nulls { get; init; }

    /// <summary>Integers, booleans as 0 and 1, dates as day numbers, ticks; or decimal numbers without their point, where all of them have
    /// it at the same place.</summary>
    public PackedIntegers? Integers { get; init; }

    /// <summary>Of decimal numbers in <see cref="Integers"/> how many digits are behind the point.</summary>
    public byte Scale { get; init; }

    /// <summary>Of timestamps what all of their ticks mean.</summary>
    public DateTimeKind TimeKind { get; init; }

    /// <summary>Binary floating-point numbers that half the precision says exactly.</summary>
    public float[]? Singles { get; init; }

    /// <summary>Other binary floating-point numbers.</summary>
    public double[]? Doubles { get; init; }

    /// <summary>Decimal numbers of several scales, or with more digits than 64 bits hold.</summary>
    public decimal[]? Decimals { get; init; }

    /// <summary>For each version the place of its text in <see cref="Texts"/>; -1 for null. Null where most texts differ: then nothing is
    /// won by having them here, and they are read where they stand.</summary>
    public PackedIntegers? Codes { get; init; }

    /// <summary>The texts.</summary>
    public TextList? Texts { get; init; }

    /// <summary>The bytes of memory that they take.</summary>
    public int Footprint => OverheadBytes + (Nulls?.Length ?? 0) + (Integers?.Footprint ?? 0) + (Codes?.Footprint ?? 0)
        + sizeof(float) * (Singles?.Length ?? 0) + sizeof(double) * (Doubles?.Length ?? 0) + sizeof(decimal) * (Decimals?.Length ?? 0)
        + (Texts?.Footprint ?? 0);

    /// <summary>A decimal number of those in <see cref="Integers"/>.</summary>
    public static decimal ToDecimal(long digits, byte scale)
    {
        var size = digits < 0 ? unchecked(0UL - (ulong)digits) : (ulong)digits;
        return new((int)(uint)size, (int)(size >> 32), 0, digits < 0, scale);
    }
}
