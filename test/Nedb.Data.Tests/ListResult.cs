using Nedb.Data.Conversion;
using Nedb.Query;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Data.Tests;

/// <summary>A result of given rows, with no engine beneath.</summary>
internal sealed class ListResult(NqlColumn[] columns, params NedbValue[][] rows) : NqlResult
{
    private int _row = -1;

    public override IReadOnlyList<NqlColumn> Columns { get; } = columns;

    public override long RecordsAffected => -1;

    public bool IsDisposed { get; private set; }

    public static NedbDataReader OneRow(params (FieldKind Kind, NedbValue Value)[] values)
    {
        var reader = new NedbDataReader(
            null,
            new ListResult(
                [.. values.Select((value, i) => new NqlColumn($"c{i}", new(value.Kind)))], [.. values.Select(value => value.Value)]),
            null,
            System.Data.CommandBehavior.Default);
        Assert.True(reader.Read());
        return reader;
    }

    public static NedbDataReader OneValue(NedbValue value) => OneRow((FieldKind.Any, value));

    public override bool Read() => ++_row < rows.Length;

    public override bool NextResult() => false;

    public override NedbValue GetValue(int ordinal) => rows[_row][ordinal];

    public override bool IsNull(int ordinal) => rows[_row][ordinal].IsNull;

    public override long GetInt64(int ordinal) => ValueNumber.TryGetInt64(rows[_row][ordinal], out var number)
        ? number
        : throw new NqlException(NqlErrorCode.TypeMismatch, "not an integer");

    public override double GetDouble(int ordinal) => rows[_row][ordinal].AsDouble();

    public override decimal GetDecimal(int ordinal) => rows[_row][ordinal].AsDecimal();

    public override bool GetBoolean(int ordinal) => rows[_row][ordinal].AsBoolean();

    public override string GetString(int ordinal) => rows[_row][ordinal].AsString();

    public override void Dispose() => IsDisposed = true;
}
