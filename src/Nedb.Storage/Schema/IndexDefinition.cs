using System.Collections.Immutable;

namespace Nedb.Storage.Schema;

/// <summary>A secondary index of a collection.</summary>
public sealed record IndexDefinition
{
    /// <summary>The identity of the index within its collection, from 1; never used again after a drop.</summary>
    public required int Id { get; init; }

    /// <summary>The name, unique within the collection.</summary>
    public required string Name { get; init; }

    /// <summary>The indexed fields, most significant first.</summary>
    public required ImmutableArray<IndexField> Fields { get; init; }

    /// <summary>
    /// Whether no two current documents may have equal values in all the fields; documents with a null in any of them are exempt.
    /// </summary>
    public bool IsUnique { get; init; }

    /// <summary>
    /// Whether this unique index also takes no two current documents that have equal values in all its fields but the last, the start of
    /// the period, and are valid at one time. Only a null in the other fields exempts then.
    /// </summary>
    public bool IsWithoutOverlaps { get; init; }

    /// <summary>Whether this is an inverted index of words instead of an ordered one.</summary>
    public bool IsSearch { get; init; }

    /// <summary>An NQL predicate that selects the indexed documents; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether a field of it is compared otherwise by one definition of the collection than by another.</summary>
    internal bool IsCollatedOtherwise(CollectionDefinition before, CollectionDefinition after)
    {
        foreach (var field in Fields)
            if (before.FindField(field.FieldId)?.Collation != after.FindField(field.FieldId)?.Collation)
                return true;
        return false;
    }
}
