using System.Data;
using System.Data.Common;
using Nedb.Data.Connections;
using Nedb.Data.Diagnostics;
using Nedb.Data.Execution;
using Nedb.Query;

namespace Nedb.Data;

/// <summary>
/// Several commands that run one after the other with one call. Outside of a transaction all of them together are one commit, made when
/// the last one has run: the reader of the batch must be closed for that.
/// </summary>
public sealed class NedbBatch : DbBatch
{
    private NedbConnection? _connection;
    private NedbTransaction? _transaction;
    private int? _timeout;
    private CommandExecution? _execution;
    private int _run;

    /// <summary>Makes a batch.</summary>
    /// <param name="connection">The connection to run it through.</param>
    /// <param name="transaction">The transaction to run it in; it must be the open one of the connection.</param>
    public NedbBatch(NedbConnection? connection = null, NedbTransaction? transaction = null)
    {
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>The commands.</summary>
    public new NedbBatchCommandCollection BatchCommands { get; } = new();

    /// <summary>The deadline of the whole batch in seconds; 0 for none.</summary>
    public override int Timeout
    {
        get => _timeout ?? _connection?.DefaultTimeout ?? ConnectionKeyword.DefaultTimeoutSeconds;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <inheritdoc/>
    protected override DbBatchCommandCollection DbBatchCommands => BatchCommands;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => _connection;
        set => _connection = (NedbConnection?)value;
    }

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => _transaction;
        set => _transaction = (NedbTransaction?)value;
    }

    /// <inheritdoc/>
    public override void Cancel() => Volatile.Read(ref _execution)?.Cancel(Volatile.Read(ref _run));

    /// <inheritdoc/>
    public override int ExecuteNonQuery()
    {
        using var reader = Run(CommandBehavior.Default, default);
        while (reader.NextResult())
        {
        }

        return reader.RecordsAffected;
    }

    /// <inheritdoc/>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default) => Finished(() =>
    {
        using var reader = Run(CommandBehavior.Default, cancellationToken);
        while (reader.NextResult())
        {
        }

        return reader.RecordsAffected;
    });

    /// <inheritdoc/>
    public override object? ExecuteScalar()
    {
        using var reader = Run(CommandBehavior.Default, default);
        return reader.Read() && reader.FieldCount > 0 ? reader.GetValue(0) : null;
    }

    /// <inheritdoc/>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default) => Finished(() =>
    {
        using var reader = Run(CommandBehavior.Default, cancellationToken);
        return reader.Read() && reader.FieldCount > 0 ? reader.GetValue(0) : null;
    });

    /// <summary>Parses every text, if that was not done before.</summary>
    public override void Prepare()
    {
        var handle = OpenConnection().Handle;
        for (var i = 0; i < BatchCommands.Count; i++)
            BatchCommands[i].Statement.GetScript(handle);
    }

    /// <inheritdoc/>
    public override Task PrepareAsync(CancellationToken cancellationToken = default) => Finished<object?>(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        Prepare();
        return null;
    });

    /// <inheritdoc/>
    protected override DbBatchCommand CreateDbBatchCommand() => new NedbBatchCommand();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Run(behavior, default);

    /// <inheritdoc/>
    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        Finished<DbDataReader>(() => Run(behavior, cancellationToken));

    private NedbDataReader Run(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        var connection = OpenConnection();
        if (BatchCommands.Count == 0)
            throw new InvalidOperationException("The batch has no commands.");
        var parts = new BatchResult.Part[BatchCommands.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var command = BatchCommands[i];
            var script = command.Statement.GetScript(connection.Handle);
            connection.CheckWritable(script);
            parts[i] = new(command, script, command.Parameters.Bind());
        }

        var execution = CommandExecution.Begin(
            Timeout, cancellationToken, ObservedOperation.StartBatch(connection, BatchCommands));
        Volatile.Write(ref _run, execution.Run);
        Volatile.Write(ref _execution, execution);
        NqlResult? result = null;
        try
        {
            result = BatchResult.Begin(connection.Session, parts, execution.Token);
            execution.Leave();
            return new(connection, result, execution, behavior);
        }
        catch (Exception e)
        {
            var translated = execution.Translate(e);
            execution.End();
            if (translated is null)
                throw;
            throw translated;
        }
    }

    private NedbConnection OpenConnection()
    {
        if (_connection is not { State: ConnectionState.Open } connection)
            throw new InvalidOperationException(
                _connection is null ? "The batch has no connection." : "The connection of the batch is not open.");
        if (_transaction is not null && _transaction != connection.CurrentTransaction)
            throw new InvalidOperationException("The transaction of the batch is not the open one of its connection.");
        return connection;
    }

    private static Task<T> Finished<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception e)
        {
            return FailedTask.Of<T>(e);
        }
    }
}
