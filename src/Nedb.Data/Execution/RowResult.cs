using Nedb.Data.Conversion;
using Nedb.Query;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Data.Execution;

/// <summary>The one row that a typed write returned; none where it matched nothing.</summary>
internal sealed class RowResult(IReadOnlyList<NqlColumn> columns, NedbValue[] row, int recordsAffected) : NqlResult
{
    private int _reads;

    public override IReadOnlyList<NqlColumn> Columns { get; } = columns;

    public override long RecordsAffected => recordsAffected;

    public override bool Read() => ++_reads == 1 && recordsAffected > 0 && row.Length > 0;

    public override bool NextResult() => false;

    public override NedbValue GetValue(int ordinal) => row[ordinal];

    public override bool IsNull(int ordinal) => row[ordinal].IsNull;

    public override long GetInt64(int ordinal) => ValueNumber.TryGetInt64(row[ordinal], out var number)
        ? number
        : throw new NqlException(NqlErrorCode.TypeMismatch, $"{row[ordinal]} is not an integer.");

    public override double GetDouble(int ordinal) => row[ordinal].AsDouble();

    public override decimal GetDecimal(int ordinal) => row[ordinal].AsDecimal();

    public override bool GetBoolean(int ordinal) => row[ordinal].AsBoolean();

    public override string GetString(int ordinal) => row[ordinal].AsString();

    public override void Dispose()
    {
    }

    public static NqlColumn[] ColumnsOf(IReadOnlyList<string> fields, CollectionDefinition? collection)
    {
        var columns = new NqlColumn[fields.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var field = collection?.FindField(fields[i]);
            columns[i] = new(fields[i], field?.Type ?? default, field?.IsNullable ?? true, collection?.Name, field?.Name);
        }

        return columns;
    }
}
