using Nedb.Query.Execution;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>The names of what the engine knows about a version.</summary>
internal static class MetadataNames
{
    private static readonly (string Name, MetadataField Field, FieldKind Kind)[] Table =
    [
        ("_id", MetadataField.Id, FieldKind.Any),
        ("_seq", MetadataField.Seq, FieldKind.Int64),
        ("_hash", MetadataField.Hash, FieldKind.String),
        ("_coll", MetadataField.Collection, FieldKind.String),
        ("_committed_at", MetadataField.CommittedAt, FieldKind.TimestampOffset),
        ("_caused_by", MetadataField.CausedBy, FieldKind.Array),
        ("_evidence", MetadataField.Evidence, FieldKind.String),
        ("_confidence", MetadataField.Confidence, FieldKind.Double),
        ("_valid_from", MetadataField.ValidFrom, FieldKind.Timestamp),
        ("_valid_to", MetadataField.ValidTo, FieldKind.Timestamp),
        ("_superseded_seq", MetadataField.SupersededSeq, FieldKind.Int64),
        ("_superseded_at", MetadataField.SupersededAt, FieldKind.TimestampOffset),
        ("_deleted", MetadataField.Deleted, FieldKind.Boolean),
        ("_kind", MetadataField.Kind, FieldKind.String),
        ("_erased_seq", MetadataField.ErasedSeq, FieldKind.Int64),
    ];

    /// <summary>Every name.</summary>
    public static IEnumerable<string> All => Table.Select(static row => row.Name);

    /// <summary>The names that a whole document shows, in order.</summary>
    public static IEnumerable<string> OfWholeDocument => Table.Take(10).Select(static row => row.Name);

    /// <summary>The name of a piece of metadata.</summary>
    public static string NameOf(MetadataField field) => Array.Find(Table, row => row.Field == field).Name;

    /// <summary>Whether no field may be named so. <c>_id</c> is also the name of a key field.</summary>
    public static bool IsReserved(string name) => ReservedNames.IsMetadata(name);

    /// <summary>What is wrong with naming a field so.</summary>
    public static string DescribeReserved(string name, string collection) =>
        $"'{name}' is metadata, which every version has, and no name for a field of '{collection}'. Take another name.";

    /// <summary>The metadata of that name, or null. The <c>_id</c> of a key of one field has the type of that field.</summary>
    public static BoundMetadata? Find(int slot, string name, CollectionDefinition? collection)
    {
        if (name.Length < 2 || name[0] != '_')
            return null;
        foreach (var (known, field, kind) in Table)
        {
            if (known != name)
                continue;
            var type = field == MetadataField.Id && collection is { KeyFieldIds: [var key] }
                ? collection.FindField(key)!.Type
                : new FieldType(kind);
            return new(slot, field, type);
        }

        return null;
    }
}
