using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.Storage;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// The connection of a context; nothing is touched before its first use. EF opens and closes it around each use, which would end a database
/// in memory:
/// such a connection stays open until the context is disposed or goes back to its pool. One that the caller made is closed as EF says.
/// </summary>
internal sealed class NedbRelationalConnection(RelationalConnectionDependencies dependencies)
    : RelationalConnection(dependencies), INedbRelationalConnection
{
    private NedbConnection? _made;
    private bool _isResetting;
    private int _waits;

    /// <inheritdoc/>
    protected override bool SupportsAmbientTransactions => true;

    /// <inheritdoc/>
    public NedbConnection NedbConnection =>
        DbConnection as NedbConnection ?? throw new InvalidOperationException(NedbStrings.NotANedbConnection);

    /// <inheritdoc/>
    public IDisposable WaitForOthers() => new Patience(this);

    /// <inheritdoc/>
    public bool ReadsPast =>
        // A context may be asked for the text of a query without having a connection.
        (_made is not null || ConnectionString is not null) && DbConnection is NedbConnection { ReadAsOf: not null };

    /// <summary>
    /// The connection string. A folder alone is taken too, as <c>UseNedb</c> takes it: the tools of EF set what they are given.
    /// </summary>
    public override string? ConnectionString
    {
        get => base.ConnectionString;
        set => base.ConnectionString = NedbDbContextOptionsBuilderExtensions.ToConnectionString(value);
    }

    /// <inheritdoc/>
    public bool HasCollection(string name)
    {
        Open();
        try
        {
            return NedbConnection.GetNedbDatabase().FindCollection(name) is not null;
        }
        finally
        {
            Close();
        }
    }

    /// <inheritdoc/>
    public async Task<bool> HasCollectionAsync(string name, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return NedbConnection.GetNedbDatabase().FindCollection(name) is not null;
        }
        finally
        {
            await CloseAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override void OpenDbConnection(bool errorsExpected)
    {
        var wait = new WriterWait(PatienceSeconds);
        while (true)
            try
            {
                base.OpenDbConnection(errorsExpected);
                return;
            }
            catch (NedbException e) when (e.Code == NedbErrorCode.Locked && wait.TryGoOn())
            {
                Thread.Sleep(wait.Pause);
            }
    }

    /// <inheritdoc/>
    protected override async Task OpenDbConnectionAsync(bool errorsExpected, CancellationToken cancellationToken)
    {
        var wait = new WriterWait(PatienceSeconds);
        while (true)
            try
            {
                await base.OpenDbConnectionAsync(errorsExpected, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NedbException e) when (e.Code == NedbErrorCode.Locked && wait.TryGoOn())
            {
                await Task.Delay(wait.Pause, cancellationToken).ConfigureAwait(false);
            }
    }

    /// <inheritdoc/>
    protected override void CloseDbConnection()
    {
        if (_isResetting || DbConnection != _made || _made is null || !_made.IsInMemory)
            base.CloseDbConnection();
    }

    /// <inheritdoc/>
    protected override Task CloseDbConnectionAsync()
    {
        CloseDbConnection();
        return Task.CompletedTask;
    }

    private int? PatienceSeconds => _waits > 0 ? CommandTimeout ?? NedbConnection.DefaultTimeout : null;

    /// <inheritdoc/>
    protected override void ResetState(bool disposeDbConnection)
    {
        _isResetting = true;
        base.ResetState(disposeDbConnection);
        _isResetting = false;
    }

    /// <inheritdoc/>
    protected override async ValueTask ResetStateAsync(bool disposeDbConnection)
    {
        _isResetting = true;
        await base.ResetStateAsync(disposeDbConnection).ConfigureAwait(false);
        _isResetting = false;
    }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection()
    {
        var text = GetValidatedConnectionString();
        if (Dependencies.ContextOptions.FindExtension<NedbOptionsExtension>() is not { } options
            || (options.Synchronous is null && options.ReadAsOf is null))
            return _made = new NedbConnection(text);
        var builder = new NedbConnectionStringBuilder(text);
        if (options.Synchronous is SynchronousMode synchronous)
            builder.Synchronous = synchronous;
        if (options.ReadAsOf is { } seq)
            builder.ReadAsOf = seq;
        return _made = new NedbConnection(builder.ConnectionString);
    }

    private sealed class Patience : IDisposable
    {
        private readonly NedbRelationalConnection _connection;

        public Patience(NedbRelationalConnection connection)
        {
            _connection = connection;
            _connection._waits++;
        }

        public void Dispose() => _connection._waits--;
    }
}
