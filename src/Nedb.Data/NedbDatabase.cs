using Nedb.Data.Conversion;
using Nedb.Data.Diagnostics;
using Nedb.Storage;
using Nedb.Storage.Proofs;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Data;

/// <summary>
/// The database that a connection is open to: where it stands, and what proves it. Usable while the connection is open.
/// </summary>
public sealed partial class NedbDatabase
{
    private readonly NedbConnection _connection;

    internal NedbDatabase(NedbConnection connection) => _connection = connection;

    /// <summary>The folder, or the name in memory.</summary>
    public string Name => Store.Name;

    /// <summary>The identity of the database, drawn when it was made.</summary>
    public Guid DatabaseId => Store.DatabaseId;

    /// <summary>The seq of the last committed node; 0 for the empty database.</summary>
    public long Seq => Store.Seq;

    /// <summary>The head of the chain after the last commit.</summary>
    public Hash256 Head => Store.Head;

    /// <summary>The root of the tree after the last commit.</summary>
    public Hash256 Root => Store.Root;

    /// <summary>Seq, head and root of one moment, to be kept elsewhere.</summary>
    public Checkpoint Checkpoint => Store.Checkpoint;

    /// <summary>The bytes of a torn, never acknowledged tail that opening cut; 0 where there was none.</summary>
    public long TornBytesCut => Store.TornBytesCut;

    /// <summary>
    /// Why nothing more is written until the database is opened again: a write failed. Reading goes on. Null while nothing failed.
    /// </summary>
    public Exception? WriteFailure => Store.WriteFailure is { } failure ? ErrorMap.Translate(failure) ?? failure : null;

    /// <summary>The outcome of the last commit made through the connection; null before the first.</summary>
    public NedbCommitInfo? LastCommit => _connection.LastCommit;

    private NedbStore Store => _connection.Handle.Store;

    private ReadView View => _connection.Session.View;

    /// <summary>
    /// The definitions of every collection as they are now, in the order of their names; those of the open transaction where there is
    /// one.
    /// </summary>
    public IReadOnlyList<CollectionDefinition> GetCollections()
    {
        var collections = View.Catalog.Collections.ToArray();
        Array.Sort(collections, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return collections;
    }

    /// <summary>The definition of a collection as it is now; null where there is none of that exact name.</summary>
    public CollectionDefinition? FindCollection(string name) => View.Catalog.Find(name);

    /// <summary>
    /// Computes every hash again from the beginning, and compares head and root with a checkpoint held elsewhere where one is given.
    /// </summary>
    /// <param name="expected">The checkpoint; null for none.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public VerifyReport Verify(
        Checkpoint? expected = null, IProgress<VerifyProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Guard(() => Store.Verify(expected, progress, cancellationToken));

    /// <summary>As <see cref="Verify"/>, on another thread.</summary>
    public Task<VerifyReport> VerifyAsync(
        Checkpoint? expected = null, IProgress<VerifyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var store = Store;
        return Task.Run(() => Guard(() => store.Verify(expected, progress, cancellationToken)), cancellationToken);
    }

    /// <summary>The last seq that was committed at or before an instant; 0 before the first commit.</summary>
    /// <exception cref="NedbException">The instant lies after the present.</exception>
    public long SeqAt(DateTimeOffset instant) => Guard(() => View.AsOf(instant).Seq);

    /// <summary>As <see cref="SeqAt"/>, on another thread.</summary>
    public Task<long> SeqAtAsync(DateTimeOffset instant, CancellationToken cancellationToken = default)
    {
        var view = View;
        return Task.Run(() => Guard(() => view.AsOf(instant).Seq), cancellationToken);
    }

    /// <summary>The seq of the current version of a document, in the open transaction where there is one.</summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="keyValues">The values of its key, most significant first.</param>
    /// <returns>The seq, or null where there is no such document.</returns>
    /// <exception cref="NedbException">There is no such collection, or its key has another number of values.</exception>
    public long? CurrentSeqOf(string collection, params ReadOnlySpan<object?> keyValues)
    {
        var view = View;
        var definition = Definition(collection);
        var key = KeyOf(definition, keyValues);
        return Guard(() => view.Find(definition.Id, key)?.Seq);
    }

    /// <summary>As <see cref="CurrentSeqOf"/>, on another thread.</summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="keyValues">The values of its key, most significant first.</param>
    /// <param name="cancellationToken">Keeps it from beginning.</param>
    public Task<long?> CurrentSeqOfAsync(
        string collection, IReadOnlyList<object?> keyValues, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keyValues);
        var view = View;
        var definition = Definition(collection);
        var key = KeyOf(definition, [.. keyValues]);
        return Task.Run(() => Guard(() => view.Find(definition.Id, key)?.Seq), cancellationToken);
    }

    /// <summary>Finds what has a hash: a node by that of its leaf, a commit by the head after it. It takes no walk over the log.</summary>
    /// <param name="hash">The hash, from a proof, a checkpoint or the metadata of a version.</param>
    /// <returns>What was found, also of what others committed since the open transaction began; null where nothing has that hash.</returns>
    /// <exception cref="NedbException">The files are not what was written.</exception>
    public HashPlace? FindByHash(Hash256 hash) => Guard(() => Store.FindByHash(hash));

    /// <summary>As <see cref="FindByHash"/>, on another thread.</summary>
    public Task<HashPlace?> FindByHashAsync(Hash256 hash, CancellationToken cancellationToken = default)
    {
        var store = Store;
        return Task.Run(() => Guard(() => store.FindByHash(hash)), cancellationToken);
    }

    private CollectionDefinition Definition(string collection) => View.Catalog.Find(collection)
        ?? throw new NedbException(NedbErrorCode.NotFound, $"There is no collection '{collection}'.") { Collection = collection };

    private static byte[] KeyOf(CollectionDefinition definition, ReadOnlySpan<object?> keyValues)
    {
        var expected = Math.Max(1, definition.KeyFieldIds.Length);
        if (keyValues.Length != expected)
            throw new NedbException(
                NedbErrorCode.TypeMismatch, $"The key of '{definition.Name}' has {expected} values; found {keyValues.Length}.")
            {
                Collection = definition.Name,
            };
        var values = new NedbValue[keyValues.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = ParameterConverter.ToValue(keyValues[i]);
        return Guard(() => KeyEncoder.Encode(values));
    }

    /// <summary>
    /// Copies the database as it is at this moment into an empty folder, durably, while reading and writing go on. The copy has the same
    /// id, head and root, and is opened with the same key.
    /// </summary>
    /// <param name="folder">The folder, which is made where it is missing; its parent must exist.</param>
    /// <param name="progress">Is told how far it is, in bytes of the log.</param>
    /// <param name="cancellationToken">Ends it early; what was copied is then no database.</param>
    /// <returns>Seq, head and root of the copy.</returns>
    /// <exception cref="NedbException">The folder is not empty, its parent is missing, or a file cannot be read or written.</exception>
    public Checkpoint Backup(
        string folder, IProgress<VerifyProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Guard(() => Store.Backup(folder, progress, cancellationToken));

    /// <summary>As <see cref="Backup"/>, on another thread.</summary>
    public Task<Checkpoint> BackupAsync(
        string folder, IProgress<VerifyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var store = Store;
        return Task.Run(() => Guard(() => store.Backup(folder, progress, cancellationToken)), cancellationToken);
    }

    /// <summary>
    /// Puts an encrypted database under another master key, which connection strings must give from now on. The data is not written anew.
    /// </summary>
    /// <param name="key">The new key.</param>
    /// <exception cref="NedbException">It is not encrypted, was opened for reading, or the key file cannot be written.</exception>
    public void RotateKey(EncryptionKey key) => Guard<object?>(() =>
    {
        _connection.Handle.RotateKey(key);
        return null;
    });

    /// <summary>As <see cref="RotateKey"/>, on another thread.</summary>
    public Task RotateKeyAsync(EncryptionKey key, CancellationToken cancellationToken = default) =>
        Task.Run(() => RotateKey(key), cancellationToken);

    /// <summary>Syncs what was committed under a weaker mode than <see cref="SynchronousMode.Full"/>.</summary>
    public void Flush() => Guard<object?>(() =>
    {
        Store.Flush();
        return null;
    });

    /// <summary>As <see cref="Flush"/>, on another thread.</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.Run(Flush, cancellationToken);

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }
}
