using System.Data.Common;
using Nedb.Data.Conversion;
using Nedb.Query;
using Nedb.Storage.Schema;

namespace Nedb.Data.Schema;

/// <summary>A column of a result, in the words of ADO.NET.</summary>
internal sealed class ResultColumn : DbColumn
{
    /// <param name="column">The column.</param>
    /// <param name="ordinal">Its place.</param>
    /// <param name="collection">The collection that it is a field of; null where there is none, or none any more.</param>
    /// <param name="hasKey">Whether the whole key of the collection is in the result.</param>
    /// <param name="isPast">Whether all was read in a state of the past.</param>
    public ResultColumn(NqlColumn column, int ordinal, CollectionDefinition? collection, bool hasKey, bool isPast)
    {
        var field = column.Field is null ? null : collection?.FindField(column.Field);
        ColumnName = column.Name;
        ColumnOrdinal = ordinal;
        DataType = ColumnType.ClrTypeOf(column.Type.Kind);
        DataTypeName = column.Type.ToString();
        AllowDBNull = column.IsNullable || isPast;
        BaseTableName = column.Collection;
        BaseColumnName = column.Field;
        ColumnSize = column.Type.Length > 0 ? column.Type.Length : null;
        NumericPrecision = column.Type.Precision > 0 ? column.Type.Precision : null;
        NumericScale = column.Type.Precision > 0 ? column.Type.Scale : null;
        IsExpression = column.Field is null;
        IsAliased = column.Field is not null && column.Field != column.Name;
        IsKey = field is not null && hasKey && collection!.KeyFieldIds.Contains(field.Id);
        IsAutoIncrement = field?.IsIdentity ?? false;
        IsReadOnly = column.Field is null || field?.ComputedExpression is not null;
        // Several documents may have null where the others must differ, and who loads a result takes null for a value.
        IsUnique = field is not null && column.GivesDocumentsOnce && AllowDBNull == false && IsAloneUnique(collection!, field.Id);
        IsLong = column.Type.Kind is FieldKind.String or FieldKind.Bytes && column.Type.Length == 0;
        IsHidden = false;
    }

    private static bool IsAloneUnique(CollectionDefinition collection, int fieldId)
    {
        if (collection.KeyFieldIds is [var key] && key == fieldId)
            return true;
        foreach (var index in collection.Indexes)
            if (index is { IsUnique: true, Filter: null, Fields: [var only] } && only.FieldId == fieldId)
                return true;
        return false;
    }
}
