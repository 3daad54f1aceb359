using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Nedb.Data.Connections;
using Nedb.Data.Execution;
using Nedb.Query;
using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Data;

/// <summary>
/// A connection to an embedded database: a folder, or memory. The database itself is opened once in a process, and by default stays
/// open when its last connection closes, so that opening and closing connections costs next to nothing. Used by one thread at a time.
/// </summary>
public sealed partial class NedbConnection : DbConnection
{
    private static readonly StateChangeEventArgs Opened = new(ConnectionState.Closed, ConnectionState.Open);
    private static readonly StateChangeEventArgs Closed = new(ConnectionState.Open, ConnectionState.Closed);

    private readonly NedbDataSource? _dataSource;
    private ConnectionSettings _settings = ConnectionSettings.Empty;
    private EnginePlace? _place;
    private EngineSlot? _slot;
    private EngineHandle? _handle;
    private NqlSession? _session;
    private NedbDataReader? _openReaders;
    private NedbCommitOptions? _nextCommit;
    private NedbCommitInfo? _lastCommit;
    private int? _defaultTimeout;
    private long? _readAsOf;
    private AmbientEnlistment? _enlistment;
    private System.Transactions.Transaction? _enlistedIn;

    /// <summary>Makes a connection without connection string.</summary>
    public NedbConnection() => GC.SuppressFinalize(this);

    /// <summary>Makes a connection. Nothing is touched before it is opened.</summary>
    /// <param name="connectionString">For example <c>Data Source=./data</c>, or the folder alone; see <see
    /// cref="NedbConnectionStringBuilder"/>.</param>
    /// <exception cref="ArgumentException">A keyword is not known, or its value cannot be used.</exception>
    public NedbConnection(string? connectionString)
        : this() => _settings = ConnectionSettings.Parse(connectionString);

    internal NedbConnection(NedbDataSource dataSource, ConnectionSettings settings, EnginePlace place)
        : this()
    {
        _dataSource = dataSource;
        _settings = settings;
        _place = place;
    }

    /// <summary>The connection string.</summary>
    /// <exception cref="ArgumentException">A keyword is not known, or its value cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The connection is open, or belongs to a data source.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => _settings.Text;
        set
        {
            if (_handle is not null || _dataSource is not null)
                throw new InvalidOperationException(
                    "The connection string cannot be changed while the connection is open or belongs to a data source.");
            _settings = ConnectionSettings.Parse(value);
            _place = null;
            _slot = null;
        }
    }

    /// <summary>The name of the folder without its path, or the name in memory.</summary>
    public override string Database => _settings.IsInMemory ? _settings.DataSource : Path.GetFileName(
        Path.TrimEndingDirectorySeparator(DataSource));

    /// <summary>The folder as the connection string names it; the canonical path while the connection is open.</summary>
    public override string DataSource => _handle is not null && !_settings.IsInMemory ? _slot!.Name : _settings.DataSource;

    /// <summary>Whether the database that the connection string names lives in memory.</summary>
    public bool IsInMemory => _settings.IsInMemory;

    /// <summary>The version of the engine.</summary>
    public override string ServerVersion => typeof(Nedb.Storage.NedbStore).Assembly.GetName().Version!.ToString(3);

    /// <inheritdoc/>
    public override ConnectionState State => _handle is null ? ConnectionState.Closed : ConnectionState.Open;

    /// <inheritdoc/>
    public override bool CanCreateBatch => true;

    /// <summary>The <see cref="NedbCommand.CommandTimeout"/> of new commands in seconds; 0 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int DefaultTimeout
    {
        get => _defaultTimeout ?? _settings.DefaultTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _defaultTimeout = value;
        }
    }

    /// <summary>
    /// The seq that every command reads at, and at which nothing is written; null for the present. The connection string sets it at first
    /// (<c>Read As Of</c>); null goes back to that.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The seq is negative.</exception>
    /// <exception cref="InvalidOperationException">A transaction is open.</exception>
    public long? ReadAsOf
    {
        get => _readAsOf ?? _settings.ReadAsOf;
        set
        {
            if (value is { } seq)
                ArgumentOutOfRangeException.ThrowIfNegative(seq);
            LeaveDecided();
            if (CurrentTransaction is not null || _enlistment is not null)
                throw new InvalidOperationException(
                    "What the connection reads cannot be changed in a transaction. Commit it or roll it back before.");
            _readAsOf = value;
            if (_session is not null)
                _session.ReadAsOf = ReadAsOf;
        }
    }

    /// <summary>
    /// What the next commit says about itself, whether a command, a typed write or a transaction without <see
    /// cref="NedbTransaction.Options"/> makes it; null for nothing. The attempt to commit takes it, whatever its outcome. It outlasts
    /// closing and opening.
    /// </summary>
    public NedbCommitOptions? NextCommit
    {
        get => _session is not null && _session.NextCommitOptions is null ? null : _nextCommit;
        set
        {
            _nextCommit = value;
            if (_session is not null)
                _session.NextCommitOptions = value?.ToStorage();
        }
    }

    /// <summary>
    /// Whether the connection is open and in a transaction: one of its own, or one of <see cref="System.Transactions"/> that is not decided
    /// yet.
    /// </summary>
    public bool IsInTransaction
    {
        get
        {
            LeaveDecided();
            return _enlistment is not { IsOver: true } && _session?.Transaction is not null;
        }
    }

    /// <summary>
    /// Why the commands that run from now on in the transaction write what they write, where they do not say it themselves. Unlike <see
    /// cref="NedbTransaction.CausedBy"/> it is not said of what was written before, nor of what is written after it was taken back. Null
    /// for nothing, also after the transaction; its causes may be seqs that the transaction shows.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set, and there is no transaction.</exception>
    public Provenance? StatementProvenance
    {
        get => IsInTransaction ? Session.WriteProvenance : null;
        set
        {
            if (!IsInTransaction)
                throw new InvalidOperationException("The connection has no transaction. Say it with NextCommit, or begin one.");
            Session.WriteProvenance = value;
        }
    }

    /// <summary>The outcome of the last commit made through this connection; null before the first.</summary>
    public NedbCommitInfo? LastCommit
    {
        get
        {
            LeaveDecided();
            return _session?.LastCommit is { } result ? NedbCommitInfo.From(result) : _lastCommit;
        }
    }

    /// <summary>The open transaction; null where there is none.</summary>
    public NedbTransaction? CurrentTransaction { get; private set; }

    /// <inheritdoc/>
    protected override DbProviderFactory DbProviderFactory => NedbFactory.Instance;

    /// <summary>The engine; the connection is open.</summary>
    internal EngineHandle Handle => _handle ?? throw NotOpen();

    /// <summary>
    /// The session; one of its own again after a <see cref="System.Transactions.Transaction"/> that it took part in was committed, or was
    /// rolled back and left.
    /// </summary>
    /// <exception cref="System.Transactions.TransactionAbortedException">The transaction was rolled back, and is not left yet.</exception>
    internal NqlSession Session
    {
        get
        {
            LeaveDecided();
            if (_enlistment is { IsOver: true })
                throw AmbientEnlistment.Aborted();
            return _session ?? throw NotOpen();
        }
    }

    /// <summary>Whether the connection refuses writes.</summary>
    internal bool IsReadOnly => _settings.IsReadOnly || _readAsOf is not null;

    /// <summary>Opens the connection, and the database where this process has not opened it yet.</summary>
    /// <exception cref="NedbException">The folder cannot hold a database, another process has it, its format is unknown, or it is
    /// damaged; no file was changed.</exception>
    /// <exception cref="InvalidOperationException">The connection is open, or has no data source.</exception>
    public override void Open()
    {
        if (_handle is not null)
            throw new InvalidOperationException("The connection is open already.");
        // A relative path is one of the directory in which the connection was opened first.
        _place ??= _settings.IsPrivate ? new(EngineRegistry.MakePrivate()) : _settings.FindPlace();
        _slot = _place.Find();
        var handle = _slot.Hold(_settings);
        _handle = handle;
        _session = OpenSession(handle);
        try
        {
            if (System.Transactions.Transaction.Current is { } ambient && !IsReadOnly)
                EnlistTransaction(ambient);
        }
        catch
        {
            Close();
            throw;
        }

        OnStateChange(Opened);
    }

    /// <summary>
    /// As <see cref="Open"/>. Joining an open database waits for nothing; one that must be opened first is opened before the task is
    /// returned.
    /// </summary>
    public override Task OpenAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return FailedTask.Canceled<bool>(cancellationToken);
        try
        {
            Open();
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    /// <summary>Closes its readers, takes back its open transaction, and closes. Does nothing where it is closed.</summary>
    public override void Close()
    {
        if (_handle is not { } handle)
            return;
        try
        {
            CloseReaders();
        }
        finally
        {
            CurrentTransaction?.End();
            _nextCommit = NextCommit;
            _lastCommit = LastCommit;
            // The session of an ambient transaction goes on until that is decided.
            var session = _enlistment is null ? _session : null;
            _enlistment = null;
            _enlistedIn = null;
            _session = null;
            _handle = null;
            session?.Dispose();
            handle.Release();
            OnStateChange(Closed);
        }
    }

    /// <inheritdoc/>
    public override Task CloseAsync()
    {
        try
        {
            Close();
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    /// <summary>Not possible: a connection has one database.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void ChangeDatabase(string databaseName) =>
        throw new NotSupportedException("A connection has one database. Open another connection with another Data Source.");

    /// <summary>Makes a command of this connection.</summary>
    public new NedbCommand CreateCommand() => new(null, this, null);

    /// <summary>Makes a command of this connection with a text.</summary>
    public NedbCommand CreateCommand(string commandText) => new(commandText, this, null);

    /// <summary>Makes a batch of this connection.</summary>
    public new NedbBatch CreateBatch() => new(this);

    /// <summary>The database itself: its seq, head and root, proofs and verification.</summary>
    /// <exception cref="InvalidOperationException">The connection is not open.</exception>
    public NedbDatabase GetNedbDatabase() => _handle is null ? throw NotOpen() : new(this);

    internal void CheckWritable(NqlScript script)
    {
        if (!script.IsReadOnly)
            CheckWritable();
    }

    internal void CheckWritable()
    {
        if (IsReadOnly)
            throw new NedbException(
                NedbErrorCode.ReadOnly,
                ReadAsOf is { } seq
                    ? $"The connection reads the database as of seq {seq}, and writes nothing. "
                    + "Write through a connection without 'Read As Of'."
                    : "The connection was opened with Mode=ReadOnly, and writes nothing.");
    }

    // Each reader leaves the list even where closing it fails, which it may: it runs the statements that are left.
    private void CloseReaders()
    {
        List<Exception>? failures = null;
        while (_openReaders is { } reader)
            try
            {
                reader.Close();
            }
            catch (Exception e)
            {
                (failures ??= []).Add(e);
            }

        if (failures is [var only])
            ExceptionDispatchInfo.Throw(only);
        if (failures is not null)
            throw new AggregateException(failures);
    }

    private NqlSession OpenSession(EngineHandle handle)
    {
        var session = handle.Engine.OpenSession();
        session.ReadAsOf = ReadAsOf;
        SetMemory(session);
        if (_nextCommit is not null)
            session.NextCommitOptions = _nextCommit.ToStorage();
        return session;
    }

    private void SetMemory(NqlSession session)
    {
        if (_settings.QueryMemoryBytes is { } bytes)
            session.QueryMemoryBytes = bytes;
    }

    internal Catalog? FindCatalog() => _session?.View.Catalog;

    internal void Add(NedbDataReader reader)
    {
        reader.NextOpen = _openReaders;
        if (_openReaders is not null)
            _openReaders.PreviousOpen = reader;
        _openReaders = reader;
    }

    internal void Remove(NedbDataReader reader)
    {
        if (reader.PreviousOpen is { } previous)
            previous.NextOpen = reader.NextOpen;
        else if (_openReaders == reader)
            _openReaders = reader.NextOpen;
        if (reader.NextOpen is { } next)
            next.PreviousOpen = reader.PreviousOpen;
        reader.NextOpen = null;
        reader.PreviousOpen = null;
    }

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <inheritdoc/>
    protected override DbBatch CreateDbBatch() => CreateBatch();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    private static InvalidOperationException NotOpen() => new("The connection is not open. Call Open before.");
}
