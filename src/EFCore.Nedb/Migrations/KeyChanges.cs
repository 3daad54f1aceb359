using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Nedb.EntityFrameworkCore.Metadata;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>
/// Puts the two operations together by which EF replaces a primary key, or only its name, as it does where a table is renamed. A document
/// is its key: without one in between it would end, and begin again, twice. And numbers the documents where the new key is a generated one.
/// </summary>
internal static class KeyChanges
{
    /// <summary>The operations of a migration, with each key that is dropped and added again as one change.</summary>
    public static IReadOnlyList<MigrationOperation> Combine(IReadOnlyList<MigrationOperation> operations)
    {
        if (!operations.Any(static operation => operation is DropPrimaryKeyOperation or AddPrimaryKeyOperation))
            return operations;
        var combined = operations.ToList();
        for (var at = combined.Count - 1; at >= 0; at--)
            if (combined[at] is DropPrimaryKeyOperation drop && FindKey(combined, at, drop.Table, out var table) is var place and > 0
                && CanWait(combined, at, place, drop.Table))
                Combine(combined, at, place, table);
        Number(combined);
        return combined;
    }

    // The engine gives a number to what is inserted, and not to what is there: all would have the key 0.
    private static void Number(List<MigrationOperation> operations)
    {
        for (var place = operations.Count - 1; place > 0; place--)
        {
            var key = operations[place] as AddPrimaryKeyOperation ?? (operations[place] as ChangePrimaryKeyOperation)?.Key;
            if (key is not null && FindGenerated(operations, place, key) is { } column)
                operations.Insert(place, new NumberDocumentsOperation(key.Table, column));
        }
    }

    private static string? FindGenerated(List<MigrationOperation> operations, int place, AddPrimaryKeyOperation key)
    {
        for (var i = 0; i < place; i++)
        {
            if (operations[i] is not AddColumnOperation add || add[NedbAnnotationNames.Identity] is not true
                || !key.Columns.Contains(add.Name))
                continue;
            var table = add.Table;
            for (var later = i + 1; later < place; later++)
                table = NameAfter(operations[later], table);
            if (table == key.Table)
                return add.Name;
        }

        return null;
    }

    private static int FindKey(List<MigrationOperation> operations, int at, string table, out string renamed)
    {
        renamed = table;
        for (var place = at + 1; place < operations.Count; place++)
            switch (operations[place])
            {
                case AddPrimaryKeyOperation add when add.Table == renamed:
                    return place;
                case DropTableOperation drop when drop.Name == renamed:
                    return 0;
                default:
                    renamed = NameAfter(operations[place], renamed);
                    break;
            }

        return 0;
    }

    // What happens in between must be possible while the old key still stands. What cannot be said of it is left as it is.
    private static bool CanWait(List<MigrationOperation> operations, int at, int place, string table)
    {
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        for (var i = at + 1; i < place; i++)
        {
            switch (operations[i])
            {
                case SqlOperation:
                case UpdateDataOperation update when update.Table == table:
                case AlterColumnOperation alter when alter.Table == table && ChangesType(alter):
                case AddColumnOperation add when add.Table == table && dropped.Contains(add.Name):
                case RenameColumnOperation rename when rename.Table == table && dropped.Contains(rename.NewName):
                    return false;
                case DropColumnOperation drop when drop.Table == table:
                    dropped.Add(drop.Name);
                    break;
            }

            table = NameAfter(operations[i], table);
        }

        return true;
    }

    private static bool ChangesType(AlterColumnOperation alter) =>
        alter.ClrType != alter.OldColumn.ClrType
        || alter.ColumnType != alter.OldColumn.ColumnType;

    private static void Combine(List<MigrationOperation> operations, int at, int place, string table)
    {
        var name = ((DropPrimaryKeyOperation)operations[at]).Table;
        var late = new List<MigrationOperation>();
        var kept = new List<MigrationOperation>();
        for (var i = at + 1; i < place; i++)
        {
            // A column may be a part of the old key, and goes when that is gone.
            if (operations[i] is DropColumnOperation drop && drop.Table == name)
                late.Add(new DropColumnOperation { Name = drop.Name, Table = table });
            else
                kept.Add(operations[i]);
            name = NameAfter(operations[i], name);
        }

        var change = new ChangePrimaryKeyOperation((AddPrimaryKeyOperation)operations[place]);
        operations.RemoveRange(at, place + 1 - at);
        operations.InsertRange(at, [.. kept, change, .. late]);
    }

    private static string NameAfter(MigrationOperation operation, string table) =>
        operation is RenameTableOperation { NewName: { } name } rename && rename.Name == table ? name : table;
}
