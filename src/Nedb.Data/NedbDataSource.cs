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
    private EnginePlace? _place;
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
    public new NedbConnection CreateConnection() => new(this, _settings, FindPlace());

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
                _place?.Known?.ClearPool();
        }
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(disposing: true);
        return default;
    }

    private EnginePlace FindPlace()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_place is not null)
                return _place;
            _place = _settings.IsPrivate ? new(EngineRegistry.MakePrivate()) : _settings.FindPlace();
            if (_settings.IsInMemory)
                _handle = _place.Find().Hold(_settings);
            return _place;
        }
    }
}
