using System.Collections.Frozen;
using Nedb.Storage.Expiry;
using Nedb.Storage.Files;
using Nedb.Storage.Proofs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Schema;

/// <summary>
/// Names that mean something else: a field named like a piece of metadata would hide it in every state, also in those before it; and the
/// engine keeps collections of its own, which another under their name would stand in the way of. What is in a database from before this
/// was refused stays, and can be renamed.
/// </summary>
public static class ReservedNames
{
    private static readonly FrozenSet<string> Metadata = FrozenSet.Create(
        StringComparer.Ordinal,
        "_seq",
        "_hash",
        "_coll",
        "_committed_at",
        "_caused_by",
        "_evidence",
        "_confidence",
        "_valid_from",
        "_valid_to",
        "_superseded_seq",
        "_superseded_at",
        "_deleted",
        "_kind",
        "_erased_seq");

    /// <summary>Whether a name is one of metadata. <c>_id</c> is none of them: it is also the name of a key field.</summary>
    /// <param name="name">The name of a field, as it is written.</param>
    public static bool IsMetadata(string name) => name.Length > 1 && name[0] == '_' && Metadata.Contains(name);

    /// <summary>What a collection of the engine's own holds; null for any other, also for one of such a name from before.</summary>
    internal static string? FindUse(CollectionDefinition definition) => definition.Name switch
    {
        FileNames.Files when FileSchema.IsOfFiles(definition) => "files",
        FileNames.Chunks when FileSchema.IsOfChunks(definition) => "the content of files",
        ExpirySchema.CollectionName when ExpirySchema.IsOne(definition) => "expiries",
        _ => null,
    };

    /// <summary>What a name is kept for, where the definition is not the engine's own; null where it may be made.</summary>
    internal static string? FindOtherUse(CollectionDefinition definition) => definition.Name switch
    {
        LinkKey.CollectionName => "links",
        FileNames.Files when !FileSchema.IsOfFiles(definition) => "files",
        FileNames.Chunks when !FileSchema.IsOfChunks(definition) => "the content of files",
        ExpirySchema.CollectionName when !ExpirySchema.IsOne(definition) => "expiries",
        _ => null,
    };
}
