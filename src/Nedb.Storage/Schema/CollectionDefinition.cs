using System.Collections.Immutable;

namespace Nedb.Storage.Schema;

/// <summary>
/// A collection as it stands in a <see cref="Catalog"/>. A collection that nobody declared (schemaless) comes into being with its first
/// document: its fields accept anything and are added as documents bring them, and its key is the one value <c>_id</c>.
/// </summary>
public sealed record CollectionDefinition
{
    private readonly bool _hasIndexWithoutOverlaps;
    private readonly bool _hasForeignKeyWithPeriod;

    /// <summary>The identity of the collection, from 1; a rename keeps it, and it is never used again after a drop.</summary>
    public required int Id { get; init; }

    /// <summary>The current name, unique in the database and compared ordinally.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its fields were declared: a declared collection refuses fields that it does not have.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>The fields in order of their identities.</summary>
    public ImmutableArray<FieldDefinition> Fields
    {
        get;
        init
        {
            field = value;
            HasCollations = value.Any(static item => item.Collation is not null);
        }
    }
    = [];

    /// <summary>Whether any field has a collation.</summary>
    internal bool HasCollations { get; private init; }

    /// <summary>
    /// The fields whose values are the key, most significant first; empty for a schemaless or keyless collection, whose key is <c>_id</c>.
    /// </summary>
    public ImmutableArray<int> KeyFieldIds { get; init; } = [];

    /// <summary>The name of the key, where it was given one.</summary>
    public string? KeyName { get; init; }

    /// <summary>
    /// Whether no two current documents that have the same key but for its last field, the start of the period, may be valid at one time.
    /// </summary>
    public bool IsKeyWithoutOverlaps { get; init; }

    /// <summary>The secondary indexes.</summary>
    public ImmutableArray<IndexDefinition> Indexes
    {
        get;
        init
        {
            field = value;
            _hasIndexWithoutOverlaps = value.Any(static item => item.IsWithoutOverlaps);
        }
    }
    = [];

    /// <summary>The foreign keys.</summary>
    public ImmutableArray<ForeignKeyDefinition> ForeignKeys
    {
        get;
        init
        {
            field = value;
            _hasForeignKeyWithPeriod = value.Any(static item => item.HasPeriod);
        }
    }
    = [];

    /// <summary>The checks.</summary>
    public ImmutableArray<CheckDefinition> Checks { get; init; } = [];

    /// <summary>The field that holds the start of the period of valid time; 0 where the period is not a pair of fields.</summary>
    public int PeriodFromFieldId { get; init; }

    /// <summary>The field that holds the end of the period of valid time; 0 where the period is not a pair of fields.</summary>
    public int PeriodToFieldId { get; init; }

    /// <summary>The next identity for a field.</summary>
    public int NextFieldId { get; init; } = 1;

    /// <summary>The next identity for an index.</summary>
    public int NextIndexId { get; init; } = 1;

    /// <summary>Whether the key, or an index, takes no two documents that are valid at one time.</summary>
    internal bool HasKeyWithoutOverlaps => IsKeyWithoutOverlaps || _hasIndexWithoutOverlaps;

    /// <summary>Whether keys or references are over the period, so that its two fields alone say it.</summary>
    internal bool HasPeriodRules => HasKeyWithoutOverlaps || _hasForeignKeyWithPeriod;

    /// <summary>Free text about the collection; null where there is none.</summary>
    public string? Comment { get; init; }

    /// <summary>The field of that exact name, or null.</summary>
    public FieldDefinition? FindField(string name)
    {
        foreach (var field in Fields)
            if (field.Name == name)
                return field;
        return null;
    }

    /// <summary>The field of that identity, or null.</summary>
    public FieldDefinition? FindField(int id)
    {
        foreach (var field in Fields)
            if (field.Id == id)
                return field;
        return null;
    }

    /// <summary>The index of that exact name, or null.</summary>
    public IndexDefinition? FindIndex(string name)
    {
        foreach (var index in Indexes)
            if (index.Name == name)
                return index;
        return null;
    }
}
