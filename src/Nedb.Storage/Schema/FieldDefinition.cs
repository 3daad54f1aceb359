using Nedb.Storage.Values;

namespace Nedb.Storage.Schema;

/// <summary>One declared field of a collection.</summary>
public sealed record FieldDefinition
{
    /// <summary>
    /// The identity of the field within its collection, from 1; a rename keeps it, and it is never used again after a drop.
    /// </summary>
    public required int Id { get; init; }

    /// <summary>The current name.</summary>
    public required string Name { get; init; }

    /// <summary>What values it accepts.</summary>
    public FieldType Type { get; init; }

    /// <summary>Whether null is accepted.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>What versions written before the field existed read as, and what an insert without the field stores.</summary>
    public NedbValue Default { get; init; }

    /// <summary>An NQL expression that gives the value of an insert without the field; null where there is none.</summary>
    public string? DefaultExpression { get; init; }

    /// <summary>An NQL expression over the other fields that gives the value of every version; null where there is none.</summary>
    public string? ComputedExpression { get; init; }

    /// <summary>Whether the engine gives a number to an insert without the field: one more than the greatest ever stored.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>The collation of the field; null for ordinal.</summary>
    public string? Collation { get; init; }

    /// <summary>By what the text of the field is compared, and held in indexes; null for as it is stored.</summary>
    public Collations.Collation? TextCollation =>
        Collation is not null && Collations.Collation.Find(Collation) is { IsOrdinal: false } collation ? collation : null;

    /// <summary>Free text about the field; null where there is none.</summary>
    public string? Comment { get; init; }
}
