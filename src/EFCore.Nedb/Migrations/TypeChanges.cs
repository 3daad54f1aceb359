using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>
/// Takes keys and references off the fields whose values a migration converts, and puts them back behind: a document is its key, which
/// nothing sets, and for a moment a reference leads to nothing.
/// </summary>
internal static class TypeChanges
{
    /// <summary>The operations of a migration, with what has to stand aside.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="model">What is after them; null where it is not known, and nothing can be said.</param>
    public static IReadOnlyList<MigrationOperation> Arrange(IReadOnlyList<MigrationOperation> operations, IModel? model)
    {
        var first = -1;
        var last = -1;
        var keys = new HashSet<IPrimaryKeyConstraint>();
        var references = new HashSet<IForeignKeyConstraint>();
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i] is not AlterColumnOperation alter
                || !FieldConversion.IsNeeded(alter.OldColumn.ColumnType, alter.ColumnType)
                || model?.GetRelationalModel().FindTable(alter.Table, alter.Schema) is not { } table
                || table.FindColumn(alter.Name) is not { } column)
                continue;
            first = first < 0 ? i : first;
            last = i;
            if (table.PrimaryKey is { } key && key.Columns.Contains(column) && !Has<AddPrimaryKeyOperation>(key.Name, key.Table))
                keys.Add(key);
            foreach (var reference in table.ForeignKeyConstraints)
                if (reference.Columns.Contains(column) && !Has<AddForeignKeyOperation>(reference.Name, reference.Table))
                    references.Add(reference);
            foreach (var reference in table.ReferencingForeignKeyConstraints)
                if (reference.PrincipalColumns.Contains(column) && !Has<AddForeignKeyOperation>(reference.Name, reference.Table))
                    references.Add(reference);
        }

        return keys.Count + references.Count == 0
            ? operations
            :
            [
                .. operations.Take(first),
                .. references.Select(static reference =>
                    new DropForeignKeyOperation { Table = reference.Table.Name, Name = reference.Name }),
                .. keys.Select(static key => new DropPrimaryKeyOperation { Table = key.Table.Name, Name = key.Name }),
                .. operations.Skip(first).Take(last + 1 - first),
                .. keys.Select(AddPrimaryKeyOperation.CreateFrom),
                .. references.Select(AddForeignKeyOperation.CreateFrom),
                .. operations.Skip(last + 1),
            ];

        // What the migration itself adds was not there before.
        bool Has<TOperation>(string name, ITable table)
            where TOperation : MigrationOperation => operations.Any(operation => operation switch
            {
                AddPrimaryKeyOperation add => operation is TOperation && add.Name == name && add.Table == table.Name,
                AddForeignKeyOperation add => operation is TOperation && add.Name == name && add.Table == table.Name,
                _ => false,
            });
    }
}
