using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>Rows that are all there: what a write returned, or a plan as text.</summary>
internal sealed class BufferedRows(IReadOnlyList<NqlColumn> columns, List<NedbValue[]> rows) : RowSource
{
    private int _present = -1;

    public override IReadOnlyList<NqlColumn> Columns => columns;

    /// <summary>The rows; writable until the first is read.</summary>
    public List<NedbValue[]> Rows => rows;

    public override bool Read() => ++_present < rows.Count;

    public override void GetValue(int ordinal, out NedbValue value) => value = rows[_present][ordinal];
}
