using Nedb.Query;
using Nedb.Storage.Values;

namespace Nedb.Data.Execution;

/// <summary>Columns without rows.</summary>
internal sealed class SchemaResult(IReadOnlyList<NqlColumn> columns) : NqlResult
{
    public override IReadOnlyList<NqlColumn> Columns { get; } = columns;

    public override long RecordsAffected => -1;

    public override bool Read() => false;

    public override bool NextResult() => false;

    public override NedbValue GetValue(int ordinal) => NedbValue.Null;

    public override bool IsNull(int ordinal) => true;

    public override long GetInt64(int ordinal) => 0;

    public override double GetDouble(int ordinal) => 0;

    public override decimal GetDecimal(int ordinal) => 0;

    public override bool GetBoolean(int ordinal) => false;

    public override string GetString(int ordinal) => "";

    public override void Dispose()
    {
    }
}
