using Nedb.Storage.Schema;

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

    /// <summary>Whether a column of that name is metadata.</summary>
    public static bool IsOne(string columnName) => columnName == Id || ReservedNames.IsMetadata(columnName);
}
