using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Nedb.Data.Connections;
using Nedb.Data.Diagnostics;
using Nedb.Data.Execution;

namespace Nedb.Data;

/// <summary>
/// A text of NQL to run through a connection. Outside of a transaction, a text that writes is one commit, whatever the number of its
/// statements. Used by one thread at a time; only <see cref="Cancel"/> may be called from another.
/// </summary>
public sealed partial class NedbCommand : DbCommand
{
    private NedbConnection? _connection;
    private NedbTransaction? _transaction;
    private NedbStatement? _statement;
    private string _text = "";
    private int? _timeout;
    private CommandExecution? _execution;
    private int _run;

    /// <summary>Makes a command without text and connection.</summary>
    public NedbCommand() => GC.SuppressFinalize(this);

    /// <summary>Makes a command.</summary>
    /// <param name="commandText">One or more statements of NQL, separated by semicolons.</param>
    /// <param name="connection">The connection to run it through.</param>
    /// <param name="transaction">The transaction to run it in; it must be the open one of the connection.</param>
    public NedbCommand(string? commandText, NedbConnection? connection = null, NedbTransaction? transaction = null)
        : this()
    {
        _text = commandText ?? "";
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>One or more statements of NQL, separated by semicolons. Setting it forgets what was prepared.</summary>
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            var text = value ?? "";
            if (text == _text)
                return;
            _text = text;
            _statement = null;
        }
    }

    /// <summary>
    /// The statement that is run, which remembers what its text was parsed to. Setting it sets <see cref="CommandText"/>; commands that
    /// share one parse its text once.
    /// </summary>
    [AllowNull]
    public NedbStatement Statement
    {
        get => _statement ??= new(_text);
        set
        {
            _statement = value;
            _text = value?.Text ?? "";
        }
    }

    /// <summary>The deadline in seconds; 0 for none. Only time spent in the engine counts. Default: that of the connection.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public override int CommandTimeout
    {
        get => _timeout ?? _connection?.DefaultTimeout ?? ConnectionKeyword.DefaultTimeoutSeconds;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <summary>Always <see cref="CommandType.Text"/>.</summary>
    /// <exception cref="NotSupportedException">Another type is set.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException($"A command is a text of NQL; there is no {value}.");
        }
    }

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <summary>The connection that the command runs through.</summary>
    public new NedbConnection? Connection
    {
        get => _connection;
        set => _connection = value;
    }

    /// <summary>The transaction that the command runs in: null, or the open one of the connection.</summary>
    public new NedbTransaction? Transaction
    {
        get => _transaction;
        set => _transaction = value;
    }

    /// <summary>The parameters.</summary>
    public new NedbParameterCollection Parameters { get; } = new();

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => _connection;
        set => _connection = (NedbConnection?)value;
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => _transaction;
        set => _transaction = (NedbTransaction?)value;
    }

    /// <summary>Cancels the run that is under way, if there is one: it ends with <see cref="OperationCanceledException"/>.</summary>
    public override void Cancel() => Volatile.Read(ref _execution)?.Cancel(Volatile.Read(ref _run));

    /// <summary>Parses the text, if that was not done before.</summary>
    /// <exception cref="NedbException">The text is not NQL.</exception>
    /// <exception cref="InvalidOperationException">There is no open connection, or no text.</exception>
    public override void Prepare() => Statement.GetScript(OpenConnection().Handle);

    /// <summary>Makes a parameter, without adding it.</summary>
    public new NedbParameter CreateParameter() => new();

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new NedbParameter();

    private NedbConnection OpenConnection()
    {
        if (_connection is not { State: ConnectionState.Open } connection)
            throw new InvalidOperationException(
                _connection is null ? "The command has no connection." : "The connection of the command is not open. Call Open before.");
        if (_transaction is not null && _transaction != connection.CurrentTransaction)
            throw new InvalidOperationException(
                _transaction.IsOver
                    ? "The transaction of the command was committed or rolled back."
                    : "The transaction of the command is not that of its connection.");
        return connection;
    }

    private CommandExecution Begin(CancellationToken cancellationToken)
    {
        var execution = CommandExecution.Begin(
            CommandTimeout, cancellationToken, ObservedOperation.StartCommand(_connection!, Statement.Text));
        Volatile.Write(ref _run, execution.Run);
        Volatile.Write(ref _execution, execution);
        return execution;
    }
}
