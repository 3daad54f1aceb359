using System.Runtime.CompilerServices;
using Nedb.Query.Planning;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>Rows that are computed as they are read. A column is computed when it is asked for; one that takes work is kept until the
/// next row.</summary>
internal sealed class StreamedRows : RowSource
{
    private readonly QueryPlan _plan;
    private readonly Frame _frame;
    private readonly Operator _root;
    private NedbValue[]? _kept;
    private long[]? _keptRow;
    private RowHandle _unmade; // what the row holds, where no document was made of it
    private FieldRow _fields;
    private long _fieldsRow;
    private long _row;

    public StreamedRows(QueryPlan plan, Frame frame)
    {
        _plan = plan;
        _frame = frame;
        _root = plan.Root.Open(frame);
        try
        {
            frame.Cancellation.ThrowIfCancellationRequested();
            _root.ReuseRows();
            _root.Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override IReadOnlyList<NqlColumn> Columns => _plan.Description;

    public override bool Read()
    {
        _row++;
        _frame.Tick();
        return _plan.HasOnlyFields ? _root.MoveNext(_plan.FieldSlot, out _unmade) : _root.MoveNext();
    }

    public override void GetValue(int ordinal, out NedbValue value)
    {
        if (HasFields() && _fields.TryRead(ordinal, out value))
            return;
        MakeFor(ordinal);
        if (_plan.IsCheap[ordinal])
        {
            _plan.Columns[ordinal].Evaluate(_frame, out value);
            return;
        }

        _kept ??= new NedbValue[_plan.Columns.Length];
        _keptRow ??= new long[_kept.Length];
        if (_keptRow[ordinal] != _row)
        {
            _plan.Columns[ordinal].Evaluate(_frame, out _kept[ordinal]);
            _keptRow[ordinal] = _row;
        }

        value = _kept[ordinal];
    }

    public override bool TryGetInt64(int ordinal, out long value)
    {
        if (HasFields() && _fields.TryReadInt64(ordinal, out value))
            return true;
        MakeFor(ordinal);
        return _plan.IsCheap[ordinal]
            ? _plan.Columns[ordinal].TryEvaluateInt64(_frame, out value)
            : base.TryGetInt64(ordinal, out value);
    }

    public override string? GetText(int ordinal) =>
        HasFields() && _fields.ReadText(ordinal) is { } text ? text : base.GetText(ordinal);

    public override bool IsNull(int ordinal) =>
        HasFields() && _fields.IsNull(ordinal) is { } isNull ? isNull : base.IsNull(ordinal);

    /// <summary>Whether columns may be fields of one document; they are then read without a step for each.</summary>
    private bool HasFields()
    {
        if (_fieldsRow == _row)
            return true;
        var slot = _plan.FieldSlot;
        if (slot < 0)
            return false;
        if (_unmade.IsMade)
            _fields.MoveTo(_plan.Fields, Unsafe.As<Document?>(_frame.Slots[slot]));
        else
            _fields.MoveTo(_plan.Fields, in _unmade);
        _fieldsRow = _row;
        return true;
    }

    /// <summary>Makes the document, where something of it is to be told that is not in its row.</summary>
    private void MakeFor(int ordinal)
    {
        if (_unmade.IsMade || _plan.IsBeside[ordinal])
            return;
        _frame.Slots[_plan.FieldSlot] = _unmade.Read();
        _unmade = default;
    }

    public override void Dispose()
    {
        _root.Dispose();
        _frame.Dispose();
    }
}
