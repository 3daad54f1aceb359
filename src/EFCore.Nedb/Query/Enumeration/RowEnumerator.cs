using System.Collections;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Internal;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query.Enumeration;

/// <summary>Reads the results of a query row by row, on the thread that asks for them.</summary>
internal sealed class RowEnumerator<T>(NedbQueryingEnumerable<T> query) : IEnumerator<T>
{
    private readonly NedbConcurrencyDetector? _detector =
        query.IsChecked ? (NedbConcurrencyDetector)query.Context.ConcurrencyDetector : null;

    private readonly SingleQueryResultCoordinator _coordinator = new();
    private IRelationalCommand? _command;
    private RelationalDataReader? _reader;
    private DbDataReader? _row;

    /// <inheritdoc/>
    public T Current { get; private set; } = default!;

    object? IEnumerator.Current => Current;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        try
        {
            _detector?.EnterOnThread();
            try
            {
                if (_reader is null)
                    query.Context.ExecutionStrategy.Execute(this, static (_, self) => self.Open(), verifySucceeded: null);
                return Advance();
            }
            finally
            {
                _detector?.ExitCriticalSection();
            }
        }
        catch (Exception failure)
        {
            if (query.Context.ExceptionDetector.IsCancellation(failure))
                query.Context.QueryLogger.QueryCanceled(query.ContextType);
            else
                query.Context.QueryLogger.QueryIterationFailed(query.ContextType, failure);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Reset() => throw new NotSupportedException(CoreStrings.EnumerableResetNotSupported);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_reader is null)
            return;
        query.Context.Connection.ReturnCommand(_command!);
        _reader.Dispose();
        _reader = null;
        _row = null;
    }

    private bool Open()
    {
        EntityFrameworkMetricsData.ReportQueryExecuting();
        var context = query.Context;
        _command = query.CommandResolver.RentAndPopulateRelationalCommand(context);
        _reader = _command.ExecuteReader(new(
            context.Connection,
            context.Parameters,
            query.ReaderColumns,
            context.Context,
            context.CommandLogger,
            query.HasDetailedErrors,
            CommandSource.LinqQuery));
        _row = _reader.DbDataReader;
        context.InitializeStateManager(query.IsStandAlone);
        return true;
    }

    /// <summary>Gives the next result. One that has collections takes several rows, and is whole when a row of the next one comes, which
    /// is kept for the next call, or when there is none.</summary>
    private bool Advance()
    {
        var hasRow = _coordinator.HasNext ?? _reader!.Read();
        if (!hasRow)
        {
            Current = default!;
            return false;
        }

        _coordinator.HasNext = null;
        for (Shape(); !_coordinator.ResultReady; Shape())
        {
            if (_coordinator.HasNext is true || _reader!.Read())
            {
                _coordinator.HasNext = null;
                continue;
            }

            _coordinator.HasNext = false;
            Shape();
            return true;
        }

        _coordinator.ResultContext.Values = null;
        return true;
    }

    private void Shape()
    {
        _coordinator.ResultReady = true;
        Current = query.Shaper(query.Context, _row!, _coordinator.ResultContext, _coordinator);
    }
}
