using System.Collections.Immutable;

namespace Nedb.Storage.Schema;

/// <summary>Finds the keys of collections that take no two documents which are valid at one time.</summary>
internal static class PeriodKey
{
    /// <summary>Finds the key over exactly those fields, in that order.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="fieldIds">The fields, the start of the period last.</param>
    /// <param name="index">The index; null for the primary key, or where there is none.</param>
    /// <returns>Whether there is one.</returns>
    public static bool Find(CollectionDefinition collection, ImmutableArray<int> fieldIds, out IndexDefinition? index)
    {
        index = null;
        if (collection.IsKeyWithoutOverlaps && collection.KeyFieldIds.AsSpan().SequenceEqual(fieldIds.AsSpan()))
            return true;
        foreach (var candidate in collection.Indexes)
            if (candidate.IsWithoutOverlaps && IsOver(candidate, fieldIds))
            {
                index = candidate;
                return true;
            }

        return false;
    }

    private static bool IsOver(IndexDefinition index, ImmutableArray<int> fieldIds)
    {
        if (index.Fields.Length != fieldIds.Length)
            return false;
        for (var i = 0; i < fieldIds.Length; i++)
            if (index.Fields[i].FieldId != fieldIds[i])
                return false;
        return true;
    }
}
