using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using Nedb.Query;
using Nedb.Storage.Schema;

namespace Nedb.Data.Schema;

/// <summary>The columns of results as ADO.NET describes them.</summary>
internal static class ColumnSchema
{
    /// <param name="columns">The columns.</param>
    /// <param name="catalog">What the names of collections mean; null where nothing is known.</param>
    /// <param name="isPast">Whether all was read in a state of the past, which may be older than rules of today.</param>
    public static ReadOnlyCollection<DbColumn> Describe(IReadOnlyList<NqlColumn> columns, Catalog? catalog, bool isPast)
    {
        var described = new DbColumn[columns.Count];
        for (var i = 0; i < described.Length; i++)
        {
            var collection = columns[i].Collection is { } name ? catalog?.Find(name) : null;
            described[i] = new ResultColumn(columns[i], i, collection, collection is not null && HasKey(columns, collection), isPast);
        }

        return new(described);
    }

    // Whoever loads a result takes its key columns together for a key of the rows.
    private static bool HasKey(IReadOnlyList<NqlColumn> columns, CollectionDefinition collection)
    {
        foreach (var id in collection.KeyFieldIds)
            if (!columns.Any(column => column.GivesDocumentsOnce && column.Collection == collection.Name
                && column.Field == collection.FindField(id)?.Name))
                return false;
        return true;
    }

    public static DataTable ToTable(ReadOnlyCollection<DbColumn> columns)
    {
        var table = new DataTable("SchemaTable");
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add("DataTypeName", typeof(string));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsUnique, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsKey, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsAliased, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsExpression, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsLong, typeof(bool));
        table.Columns.Add(SchemaTableOptionalColumn.IsAutoIncrement, typeof(bool));
        table.Columns.Add(SchemaTableOptionalColumn.IsReadOnly, typeof(bool));
        table.Columns.Add(SchemaTableOptionalColumn.IsHidden, typeof(bool));
        table.Columns.Add(SchemaTableColumn.BaseTableName, typeof(string));
        table.Columns.Add(SchemaTableColumn.BaseColumnName, typeof(string));
        foreach (var column in columns)
            table.Rows.Add(
                column.ColumnName,
                column.ColumnOrdinal,
                column.ColumnSize ?? -1,
                (object?)(short?)column.NumericPrecision ?? DBNull.Value,
                (object?)(short?)column.NumericScale ?? DBNull.Value,
                column.DataType,
                column.DataTypeName,
                column.AllowDBNull,
                column.IsUnique,
                column.IsKey,
                column.IsAliased,
                column.IsExpression,
                column.IsLong,
                column.IsAutoIncrement,
                column.IsReadOnly,
                column.IsHidden,
                (object?)column.BaseTableName ?? DBNull.Value,
                (object?)column.BaseColumnName ?? DBNull.Value);
        return table;
    }
}
