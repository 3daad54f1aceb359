using Nedb.Data.Connections;
using Nedb.Storage;
using Nedb.Storage.Exports;

namespace Nedb.Data;

/// <content>Exports as lines of JSON.</content>
public sealed partial class NedbDatabase
{
    /// <summary>
    /// Writes the whole history, or the state of one moment, as lines of JSON in UTF-8; see docs/export.md. Reading and writing go on
    /// meanwhile. What an open transaction wrote is not part of it, and what is exported is in the clear.
    /// </summary>
    /// <param name="target">Where to write; it is flushed and stays open.</param>
    /// <param name="asOf">The seq of the moment, from 0 to <see cref="Seq"/>; null for the whole history.</param>
    /// <param name="cancellationToken">Ends it early, between two lines.</param>
    /// <returns>What was exported.</returns>
    /// <exception cref="NedbException">The moment cannot be read, or the files are damaged.</exception>
    public ExportReport Export(Stream target, long? asOf = null, CancellationToken cancellationToken = default) =>
        Guard(() => Store.Export(target, asOf, cancellationToken));

    /// <summary>As <see cref="Export"/>, on another thread.</summary>
    public Task<ExportReport> ExportAsync(Stream target, long? asOf = null, CancellationToken cancellationToken = default)
    {
        var store = Store;
        return Task.Run(() => Guard(() => store.Export(target, asOf, cancellationToken)), cancellationToken);
    }

    /// <summary>
    /// Makes a database of an export, wholly or not at all. It has the nodes of the export with their seqs, times and reasons, and an id,
    /// salts and hashes of its own.
    /// </summary>
    /// <param name="connectionString">Names the folder, which is not there or empty, and the key of the new database, if it is to have
    /// one.</param>
    /// <param name="source">The lines, read to their end.</param>
    /// <param name="cancellationToken">Ends it early; there is then no database.</param>
    /// <returns>What was read and made.</returns>
    /// <exception cref="NedbException">A line is not what it should be; the folder is not empty; or a file cannot be written.</exception>
    /// <exception cref="ArgumentException">The connection string names a database in memory, one to read only, or none.</exception>
    public static ImportReport Import(string connectionString, Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        ArgumentNullException.ThrowIfNull(source);
        var settings = ConnectionSettings.Parse(connectionString);
        if (settings.IsInMemory || settings.IsReadOnly || settings.DataSource.Length == 0)
            throw new ArgumentException(
                "An import makes a database in a folder. Give a connection string with a Data Source, to write.", nameof(connectionString));
        return Guard(() => NedbStore.Import(settings.DataSource, source, settings.ToStoreOptions(), cancellationToken));
    }

    /// <summary>As <see cref="Import"/>, on another thread.</summary>
    public static Task<ImportReport> ImportAsync(
        string connectionString, Stream source, CancellationToken cancellationToken = default) =>
        Task.Run(() => Import(connectionString, source, cancellationToken), cancellationToken);
}
