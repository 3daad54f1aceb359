using System.Collections.Frozen;

namespace Nedb.EntityFrameworkCore.Metadata;

/// <summary>
/// The fields that every version has without declaring them. A column of such a name is read from the version and never stored.
/// </summary>
internal static class MetadataField
{
    /// <summary>The key of a document whose collection has no key fields.</summary>
    public const string Id = "_id";

    /// <summary>The seq of the version: what version tokens are.</summary>
    public const string Seq = "_seq";

    private static readonly FrozenSet<string> All = FrozenSet.Create(
        StringComparer.Ordinal,
        Id, Seq, "_hash", "_coll", "_committed_at", "_caused_by", "_evidence", "_confidence", "_valid_from", "_valid_to");

    /// <summary>Whether a column of that name is metadata.</summary>
    public static bool IsOne(string columnName) => columnName.Length > 0 && columnName[0] == '_' && All.Contains(columnName);
}
