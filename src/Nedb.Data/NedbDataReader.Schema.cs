using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using Nedb.Data.Conversion;
using Nedb.Data.Schema;

namespace Nedb.Data;

public sealed partial class NedbDataReader : IDbColumnSchemaGenerator
{
    private ReadOnlyCollection<DbColumn>? _schema;

    /// <inheritdoc/>
    public override string GetName(int ordinal) => Column(ordinal).Name;

    /// <summary>The position of a column by its name: exactly, or else without regard to case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public override int GetOrdinal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Open();
        for (var i = 0; i < _columns.Count; i++)
            if (_columns[i].Name == name)
                return i;
        for (var i = 0; i < _columns.Count; i++)
            if (_columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        throw new ArgumentOutOfRangeException(
            nameof(name), name, $"There is no such column. Columns: {string.Join(", ", _columns.Select(static column => column.Name))}.");
    }

    /// <summary>
    /// The NQL name of the type of a column, for example <c>decimal(18,2)</c>; <c>any</c> where it is not known before rows are read.
    /// </summary>
    public override string GetDataTypeName(int ordinal) => Column(ordinal).Type.ToString();

    /// <summary>
    /// The CLR type that <see cref="GetValue"/> gives; <see cref="object"/> where it is not known before rows are read.
    /// </summary>
    public override Type GetFieldType(int ordinal) => ColumnType.ClrTypeOf(Column(ordinal).Type.Kind);

    /// <summary>
    /// The columns of the present result. A column is a key, or unique, where the rows show it: in a result of one collection that is not
    /// joined and not a history, and a key that is there as a whole.
    /// </summary>
    public ReadOnlyCollection<DbColumn> GetColumnSchema() =>
        _schema ??= ColumnSchema.Describe(Open()._columns, _connection?.FindCatalog(), _connection?.ReadAsOf is not null);

    /// <summary>The columns of the present result as a table; null where it has none.</summary>
    public override DataTable? GetSchemaTable() => FieldCount == 0 ? null : ColumnSchema.ToTable(GetColumnSchema());

    private Query.NqlColumn Column(int ordinal)
    {
        Open();
        return (uint)ordinal < (uint)_columns.Count
            ? _columns[ordinal]
            : throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"The result has {_columns.Count} columns, numbered from 0.");
    }
}
