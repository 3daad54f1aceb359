using System.Collections;
using System.Data;
using System.Data.Common;
using Nedb.Data.Execution;
using Nedb.Query;

namespace Nedb.Data;

/// <summary>
/// Reads rows as the engine makes them, forward only. Several may be open on one connection; each shows the state of the moment its
/// statement began. Closing a reader runs the statements that are left. Used by one thread at a time.
/// </summary>
public sealed partial class NedbDataReader : DbDataReader
{
    private readonly NedbConnection? _connection;
    private readonly CommandExecution? _execution;
    private readonly CommandBehavior _behavior;
    private NqlResult? _result;
    private IReadOnlyList<NqlColumn> _columns;
    private Position _position;
    private long _recordsAffected = -1;
    private bool _hasRows;

    internal NedbDataReader(NedbConnection? connection, NqlResult result, CommandExecution? execution, CommandBehavior behavior)
    {
        _connection = connection;
        _result = result;
        _execution = execution;
        _behavior = behavior;
        _columns = result.Columns;
        connection?.Add(this);
    }

    private enum Position
    {
        BeforeFirst,

        /// <summary>On the first row, which was read ahead to learn whether there is one.</summary>
        Ahead,

        OnRow,
        AfterLast,
    }

    /// <summary>0: results are not nested.</summary>
    public override int Depth => 0;

    /// <summary>The number of columns of the present result; 0 where no statement gives rows.</summary>
    public override int FieldCount => Open()._columns.Count;

    /// <summary>Whether the present result has any row.</summary>
    public override bool HasRows
    {
        get
        {
            Open();
            if (_position == Position.BeforeFirst)
                _position = Advance() ? Position.Ahead : Position.AfterLast;
            return _hasRows;
        }
    }

    /// <inheritdoc/>
    public override bool IsClosed => _result is null;

    /// <summary>The number of documents that the statements so far wrote; -1 while none of them writes.</summary>
    public override int RecordsAffected => (int)Math.Clamp(_result?.RecordsAffected ?? _recordsAffected, -1, int.MaxValue);

    /// <summary>The readers of the connection are a list; these are its links.</summary>
    internal NedbDataReader? NextOpen { get; set; }

    internal NedbDataReader? PreviousOpen { get; set; }

    /// <inheritdoc/>
    public override bool Read()
    {
        if (_result is null)
            throw Closed();
        switch (_position)
        {
            case Position.Ahead:
                _position = Position.OnRow;
                return true;
            case Position.AfterLast:
                return false;
            case Position.OnRow when (_behavior & CommandBehavior.SingleRow) != 0:
                _position = Position.AfterLast;
                return false;
            default:
                var found = Advance();
                _position = found ? Position.OnRow : Position.AfterLast;
                return found;
        }
    }

    /// <summary>As <see cref="Read"/>. Reading waits for nothing, so the task is complete when it is returned.</summary>
    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return FailedTask.Canceled<bool>(cancellationToken);
        try
        {
            return Task.FromResult(Read());
        }
        catch (Exception e)
        {
            return FailedTask.Of<bool>(e);
        }
    }

    /// <inheritdoc/>
    public override bool NextResult()
    {
        Open();
        if ((_behavior & (CommandBehavior.SingleResult | CommandBehavior.SingleRow)) != 0)
        {
            _columns = [];
            _position = Position.AfterLast;
            _hasRows = false;
            return false;
        }

        var found = Guard(static result => result.NextResult());
        _columns = found ? _result!.Columns : [];
        _position = found ? Position.BeforeFirst : Position.AfterLast;
        _hasRows = false;
        _schema = null;
        return found;
    }

    /// <summary>As <see cref="NextResult"/>. Statements run at once, so the task is complete when it is returned.</summary>
    public override Task<bool> NextResultAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return FailedTask.Canceled<bool>(cancellationToken);
        try
        {
            return Task.FromResult(NextResult());
        }
        catch (Exception e)
        {
            return FailedTask.Of<bool>(e);
        }
    }

    /// <summary>Runs the statements that are left, and closes.</summary>
    /// <exception cref="NedbException">A statement that was left, or the commit, fails.</exception>
    public override void Close()
    {
        if (_result is not { } result)
            return;
        try
        {
            _execution?.Enter();
            result.Dispose();
            _recordsAffected = result.RecordsAffected;
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
        finally
        {
            _result = null;
            _position = Position.AfterLast;
            _execution?.End();
            _connection?.Remove(this);
            if ((_behavior & CommandBehavior.CloseConnection) != 0)
                _connection?.Close();
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
    }

    private bool Advance()
    {
        var execution = _execution;
        execution?.Enter();
        try
        {
            var found = _result!.Read();
            _hasRows |= found;
            return found;
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
        finally
        {
            execution?.Exit();
        }
    }

    private T Guard<T>(Func<NqlResult, T> work)
    {
        _execution?.Enter();
        try
        {
            return work(_result!);
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
        finally
        {
            _execution?.Exit();
        }
    }

    private Exception? Translate(Exception exception) =>
        _execution is null ? Diagnostics.ErrorMap.Translate(exception) : _execution.Translate(exception);

    private NedbDataReader Open() => _result is null ? throw Closed() : this;

    private static InvalidOperationException Closed() => new("The reader is closed.");
}
