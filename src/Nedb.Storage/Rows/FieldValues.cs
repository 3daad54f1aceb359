using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Rows;

/// <summary>
/// The values of one field of versions that lie together, decoded once for all who read them: numbers in arrays of their own kind, and of
/// text each different one once. Immutable.
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

    /// <summary>Integers of 32 bits, booleans, or dates.</summary>
    public int[]? Integers { get; init; }

    /// <summary>Integers of 64 bits, or ticks.</summary>
    public long[]? Longs { get; init; }

    /// <summary>Of timestamps what all of their ticks mean.</summary>
    public DateTimeKind TimeKind { get; init; }

    /// <summary>Binary floating-point numbers.</summary>
    public double[]? Doubles { get; init; }

    /// <summary>Decimal numbers.</summary>
    public decimal[]? Decimals { get; init; }

    /// <summary>For each version the place of its text in <see cref="Texts"/>; -1 for null.</summary>
    public int[]? Codes { get; init; }

    /// <summary>The texts.</summary>
    public TextList? Texts { get; init; }

    /// <summary>The bytes of memory that they take.</summary>
    public int Footprint => OverheadBytes + (Nulls?.Length ?? 0) + sizeof(int) * ((Integers?.Length ?? 0) + (Codes?.Length ?? 0))
        + sizeof(long) * ((Longs?.Length ?? 0) + (Doubles?.Length ?? 0)) + sizeof(decimal) * (Decimals?.Length ?? 0)
        + (Texts?.Footprint ?? 0);
}
