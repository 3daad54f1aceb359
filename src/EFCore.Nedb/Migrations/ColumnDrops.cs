using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>
/// Puts the columns that a migration drops together, behind what stops to use them: EF drops one after the other, before it alters what was
/// computed from them, and a field that something is computed from cannot be dropped.
/// </summary>
internal static class ColumnDrops
{
    private const string Others = "Nedb:OtherDroppedColumns";

    /// <summary>The operations in an order in which they can be applied.</summary>
    public static IReadOnlyList<MigrationOperation> Arrange(IReadOnlyList<MigrationOperation> operations)
    {
        if (!operations.OfType<DropColumnOperation>().Any())
            return operations;
        var arranged = operations.ToList();
        foreach (var drop in operations.OfType<DropColumnOperation>())
        {
            var place = arranged.IndexOf(drop);
            var last = arranged.FindLastIndex(
                operation => operation is AlterColumnOperation alter && alter.Table == drop.Table && ComputesOtherwise(alter));
            if (last < place || arranged[place..(last + 1)].Exists(operation => operation != drop && TouchesName(operation, drop)))
                continue;
            arranged.Insert(last + 1, drop);
            arranged.RemoveAt(place);
        }

        return Join(arranged);
    }

    /// <summary>The columns that go in one statement.</summary>
    public static IEnumerable<string> NamesOf(DropColumnOperation drop) =>
        drop[Others] is string[] others ? [drop.Name, .. others] : [drop.Name];

    private static List<MigrationOperation> Join(List<MigrationOperation> operations)
    {
        var joined = new List<MigrationOperation>();
        foreach (var operation in operations)
        {
            if (operation is not DropColumnOperation drop || joined.LastOrDefault() is not DropColumnOperation before
                || before.Table != drop.Table)
            {
                joined.Add(operation);
                continue;
            }

            // The operations are the caller's and stay as they are.
            joined[^1] = new DropColumnOperation { Table = before.Table, Schema = before.Schema, Name = before.Name };
            joined[^1].AddAnnotation(Others, NamesOf(before).Skip(1).Append(drop.Name).ToArray());
        }

        return joined;
    }

    private static bool ComputesOtherwise(AlterColumnOperation alter) =>
        alter.ComputedColumnSql != alter.OldColumn.ComputedColumnSql || alter.DefaultValueSql != alter.OldColumn.DefaultValueSql;

    // A column of the same name that comes after the drop, or a table of another name.
    private static bool TouchesName(MigrationOperation operation, DropColumnOperation drop) => operation switch
    {
        AddColumnOperation add => add.Table == drop.Table && add.Name == drop.Name,
        RenameColumnOperation rename => rename.Table == drop.Table && (rename.NewName == drop.Name || rename.Name == drop.Name),
        RenameTableOperation or DropTableOperation or CreateTableOperation or SqlOperation => true,
        _ => false,
    };
}
