using Nedb.Storage.Schema;

namespace Nedb.Query;

/// <summary>A column of a result.</summary>
/// <param name="Name">The name, as written or derived.</param>
/// <param name="Type">The type, as far as it is known before rows are read; <see cref="FieldKind.Any"/> where it is not.</param>
/// <param name="IsNullable">Whether a row may have null there.</param>
/// <param name="Collection">The collection that the column is a field of; null for a computed column.</param>
/// <param name="Field">The field that the column is; null for a computed column.</param>
public sealed record NqlColumn(string Name, FieldType Type, bool IsNullable = true, string? Collection = null, string? Field = null)
{
    /// <summary>
    /// Whether no document can be in more than one row, so that what is unique in the collection is unique in the result: not so in joins,
    /// histories and traces.
    /// </summary>
    public bool GivesDocumentsOnce { get; init; }
}
