using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>The result of a script. Statements run as the caller advances.</summary>
internal sealed class ScriptResult : NqlResult
{
    private readonly IEnumerator<StatementOutcome>? _outcomes; // null where there is one statement, which runs already
    private RowSource? _rows;
    private int _width;
    private bool _isOnRow;
    private bool _isDisposed;
    private long _affected = -1;

    /// <param name="outcomes">Runs the statements: each step runs one.</param>
    public ScriptResult(IEnumerator<StatementOutcome> outcomes)
    {
        _outcomes = outcomes;
        NextResult();
    }

    /// <param name="rows">The rows of the one statement.</param>
    public ScriptResult(RowSource rows)
    {
        _rows = rows;
        _width = rows.Columns.Count;
    }

    public override IReadOnlyList<NqlColumn> Columns => _rows?.Columns ?? [];

    public override long RecordsAffected => _affected;

    public override bool Read() => _isOnRow = _rows is not null && _rows.Read();

    public override bool NextResult()
    {
        _rows?.Dispose();
        _rows = null;
        _isOnRow = false;
        while (!_isDisposed && _outcomes is not null && _outcomes.MoveNext())
        {
            if (_outcomes.Current.Affected is { } affected)
                _affected = Math.Max(_affected, 0) + affected;
            _rows = _outcomes.Current.Rows;
            if (_rows is null)
                continue;
            _width = _rows.Columns.Count;
            return true;
        }

        return false;
    }

    public override NedbValue GetValue(int ordinal)
    {
        Row(ordinal).GetValue(ordinal, out var value);
        return value;
    }

    public override bool IsNull(int ordinal) => Row(ordinal).IsNull(ordinal);

    public override long GetInt64(int ordinal)
    {
        if (Row(ordinal).TryGetInt64(ordinal, out var value))
            return value;
        _rows!.GetValue(ordinal, out var found);
        switch (found.Kind)
        {
            case ValueKind.Double when found.AsDouble() is >= -9.2e18 and <= 9.2e18 && Math.Truncate(found.AsDouble()) == found.AsDouble():
                return (long)found.AsDouble();
            case ValueKind.Decimal when found.AsDecimal() is >= long.MinValue and <= long.MaxValue
                && decimal.Truncate(found.AsDecimal()) == found.AsDecimal():
                return (long)found.AsDecimal();
            default:
                throw Mismatch(ordinal, in found, "a signed 64-bit integer");
        }
    }

    public override double GetDouble(int ordinal)
    {
        Row(ordinal).GetValue(ordinal, out var value);
        return value.IsNumber ? Arithmetic.ToDouble(in value) : throw Mismatch(ordinal, in value, "a number");
    }

    public override decimal GetDecimal(int ordinal)
    {
        Row(ordinal).GetValue(ordinal, out var value);
        return value.IsNumber ? Arithmetic.ToDecimal(in value) : throw Mismatch(ordinal, in value, "a number");
    }

    public override bool GetBoolean(int ordinal)
    {
        Row(ordinal).GetValue(ordinal, out var value);
        return value.Kind == ValueKind.Boolean ? value.AsBoolean() : throw Mismatch(ordinal, in value, "true or false");
    }

    public override string GetString(int ordinal)
    {
        if (Row(ordinal).GetText(ordinal) is { } text)
            return text;
        _rows!.GetValue(ordinal, out var value);
        throw Mismatch(ordinal, in value, "text");
    }

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        try
        {
            while (NextResult())
                _affected = Math.Max(_affected, -1);
        }
        finally
        {
            _isDisposed = true;
            _rows?.Dispose();
            _rows = null;
            _outcomes?.Dispose();
        }
    }

    private RowSource Row(int ordinal)
    {
        if (!_isOnRow)
            throw new InvalidOperationException("There is no present row. Call Read first, and read values only while it returned true.");
        return (uint)ordinal < (uint)_width
            ? _rows!
            : throw new ArgumentOutOfRangeException(
                nameof(ordinal), ordinal, $"The result has {_width} columns, numbered from 0.");
    }

    private NqlException Mismatch(int ordinal, in NedbValue value, string expected) =>
        new(NqlErrorCode.TypeMismatch, $"Column '{_rows!.Columns[ordinal].Name}' was read as {expected}; its value is {value}.");
}
