using Nedb.Data.Connections;
using Nedb.Data.Diagnostics;
using Nedb.Storage;

namespace Nedb.Data;

public sealed partial class NedbConnection
{
    /// <summary>
    /// Closes the database of a connection where only the pool keeps it open; otherwise it closes with its last connection.
    /// </summary>
    public static void ClearPool(NedbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!connection._settings.IsInMemory && connection._settings.DataSource.Length > 0)
            (connection._slot ?? connection._settings.FindSlot()).ClearPool();
    }

    /// <summary>Closes every database that only the pool keeps open; the others close with their last connection.</summary>
    public static void ClearAllPools() => EngineRegistry.ClearPools();

    /// <summary>Whether there is a database where a connection string points. Nothing is opened or made.</summary>
    /// <returns>For a folder, whether it holds a database; for a name in memory, whether it is open; false for a private database in
    /// memory.</returns>
    public static bool DatabaseExists(string connectionString)
    {
        var settings = ConnectionSettings.Parse(connectionString);
        if (settings.IsPrivate)
            return false;
        var slot = settings.FindSlot();
        try
        {
            return settings.IsInMemory ? slot.IsOpen : NedbStore.Exists(slot.Name);
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>
    /// Deletes the database where a connection string points, after closing it where only the pool keeps it open. Databases in memory
    /// end with their last connection by themselves.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="NedbException">Connections of this process (<see cref="NedbErrorCode.InUse"/>), or another process, have it
    /// open.</exception>
    public static bool DeleteDatabase(string connectionString)
    {
        var settings = ConnectionSettings.Parse(connectionString);
        if (settings.IsPrivate)
            return false;
        try
        {
            return settings.FindSlot().Delete();
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }
}
