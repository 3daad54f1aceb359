using System.Data.Common;
using Nedb.Data.Connections;

namespace Nedb.Data;

/// <summary>
/// Makes connections to one database. A database in memory lives as long as its data source; that of a folder is closed with it, unless
/// connections made elsewhere use it.
/// </summary>
public sealed class NedbDataSource : DbDataSource
{
    private readonly ConnectionSettings _settings;
    private readonly Lock _gate = new();
    private EngineSlot? _slot;
    private EngineHandle? _handle;
    private bool _isDisposed;

    /// <summary>Makes a data source. Nothing is touched before a connection is opened.</summary>
    /// <param name="connectionString">For example <c>Data Source=./data</c>, or the folder alone; see <see
    /// cref="NedbConnectionStringBuilder"/>.</param>
    /// <exception cref="ArgumentException">A keyword is not known, or its value cannot be used.</exception>
    public NedbDataSource(string connectionString) => _settings = ConnectionSettings.Parse(connectionString);

    /// <inheritdoc/>
    public override string ConnectionString => _settings.Text;

    /// <summary>Makes a connection, not open.</summary>
    public new NedbConnection CreateConnection() => new(this, _settings, FindSlot());

    /// <summary>Makes a connection and opens it.</summary>
    public new NedbConnection OpenConnection()
    {
        var connection = CreateConnection();
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => CreateConnection();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _handle?.Release();
            _handle = null;
            if (!_settings.IsInMemory)
                _slot?.ClearPool();
        }
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(disposing: true);
        return default;
    }

    private EngineSlot FindSlot()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_slot is not null)
                return _slot;
            _slot = _settings.IsPrivate ? EngineRegistry.MakePrivate() : _settings.FindSlot();
            if (_settings.IsInMemory)
                _handle = _slot.Hold(_settings);
            return _slot;
        }
    }
}
