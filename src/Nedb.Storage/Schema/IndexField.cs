namespace Nedb.Storage.Schema;

/// <summary>One field of an index.</summary>
/// <param name="FieldId">The identity of the field in its collection.</param>
/// <param name="IsDescending">Whether the index runs from the greatest value to the least.</param>
public readonly record struct IndexField(int FieldId, bool IsDescending = false);
