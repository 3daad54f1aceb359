using System.Collections.Immutable;

namespace Nedb.Storage.Schema;

/// <summary>
/// A rule that the values of some fields are the key, or a unique index, of a document of a collection. A null in any of the fields
/// exempts.
/// </summary>
public sealed record ForeignKeyDefinition
{
    /// <summary>The name, unique within the collection.</summary>
    public required string Name { get; init; }

    /// <summary>The referring fields.</summary>
    public required ImmutableArray<int> FieldIds { get; init; }

    /// <summary>The identity of the collection referred to; may be the referring one.</summary>
    public required int PrincipalCollectionId { get; init; }

    /// <summary>The fields referred to, in the order of <see cref="FieldIds"/>: the key or the fields of a unique index.</summary>
    public required ImmutableArray<int> PrincipalFieldIds { get; init; }

    /// <summary>
    /// Whether the last field of both sides is the start of a period: then not one document must have the values of the other fields, but
    /// those that have must be valid at every moment at which the referring one is.
    /// </summary>
    public bool HasPeriod { get; init; }

    /// <summary>What a delete of the principal does.</summary>
    public DeleteAction OnDelete { get; init; }
}
