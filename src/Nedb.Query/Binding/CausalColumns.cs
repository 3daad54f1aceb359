using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>The columns of the functions that show versions of any collection.</summary>
internal static class CausalColumns
{
    private static readonly (string Name, FieldKind Kind)[] Trace =
    [
        ("_seq", FieldKind.Int64),
        ("_depth", FieldKind.Int32),
        ("_via", FieldKind.Int64),
        ("_coll", FieldKind.String),
        ("_id", FieldKind.Any),
        ("_kind", FieldKind.String),
        ("_hash", FieldKind.String),
        ("_committed_at", FieldKind.TimestampOffset),
        ("_caused_by", FieldKind.Array),
        ("_evidence", FieldKind.String),
        ("_confidence", FieldKind.Double),
        ("_valid_from", FieldKind.Timestamp),
        ("_valid_to", FieldKind.Timestamp),
        ("_document", FieldKind.Object),
    ];

    private static readonly (string Name, FieldKind Kind)[] Changes =
    [
        ("_id", FieldKind.Any),
        ("action", FieldKind.String),
        ("before", FieldKind.Object),
        ("after", FieldKind.Object),
        ("_seq", FieldKind.Int64),
    ];

    public static List<BoundColumn> OfTrace(int slot) => Make(slot, Trace, isOfTrace: true);

    /// <summary>The place of a column of a trace.</summary>
    public static int OrdinalInTrace(string name) => Array.FindIndex(Trace, column => column.Name == name);

    public static List<BoundColumn> OfChanges(int slot) => Make(slot, Changes, isOfTrace: false);

    /// <summary>The object whose members are the fields of the version.</summary>
    public static BoundExpression Document(int slot) =>
        new BoundRowValue(slot, Trace.Length - 1, new(FieldKind.Object)) { IsOfTrace = true };

    private static List<BoundColumn> Make(int slot, (string Name, FieldKind Kind)[] table, bool isOfTrace) =>
        [.. table.Select((row, i) => new BoundColumn(row.Name, new BoundRowValue(slot, i, new(row.Kind)) { IsOfTrace = isOfTrace }))];
}
