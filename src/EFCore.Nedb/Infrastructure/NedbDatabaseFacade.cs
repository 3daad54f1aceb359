using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Update;
using Nedb.Storage;
using Nedb.Storage.Exports;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>
/// The database of a context as a versioned log: where it stands, and what proves it. Get it with <c>context.Database.Nedb()</c>.
/// </summary>
public sealed partial class NedbDatabaseFacade
{
    private readonly DbContext _context;
    private readonly INedbRelationalConnection _connection;

    internal NedbDatabaseFacade(DbContext context)
    {
        _context = context;
        _connection = context.GetService<INedbRelationalConnection>();
    }

    /// <summary>The identity of the database, drawn when it was made.</summary>
    public Guid DatabaseId => Use(static database => database.DatabaseId);

    /// <summary>The seq of the last committed node; 0 for the empty database.</summary>
    public long Seq => Use(static database => database.Seq);

    /// <summary>The head of the chain after the last commit; it covers all that came before it.</summary>
    public Hash256 Head => Use(static database => database.Head);

    /// <summary>The root of the tree over all nodes.</summary>
    public Hash256 Root => Use(static database => database.Root);

    /// <summary>
    /// Seq, head and root of one moment, to be kept elsewhere: whoever holds it can tell later whether history was changed.
    /// </summary>
    public Checkpoint Checkpoint => Use(static database => database.Checkpoint);

    /// <summary>The outcome of the last commit that this context made; null before the first.</summary>
    public NedbCommitInfo? LastCommit => _connection.NedbConnection.LastCommit;

    /// <summary>
    /// Why nothing more is written until the database is opened again: a write failed. Reading goes on. Null while nothing failed.
    /// </summary>
    public Exception? WriteFailure => Use(static database => database.WriteFailure);

    /// <summary>Computes every hash again from the beginning.</summary>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="expected">A checkpoint held elsewhere to compare with; null for none.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What was found; nothing is changed.</returns>
    public VerifyReport Verify(
        IProgress<VerifyProgress>? progress = null, Checkpoint? expected = null, CancellationToken cancellationToken = default) =>
        Use(database => database.Verify(expected, progress, cancellationToken));

    /// <inheritdoc cref="Verify"/>
    public Task<VerifyReport> VerifyAsync(
        IProgress<VerifyProgress>? progress = null, Checkpoint? expected = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.VerifyAsync(expected, progress, cancellationToken), cancellationToken);

    /// <summary>The seq of the stored version of an entity, in the open transaction where there is one.</summary>
    /// <param name="entity">An entity of the model of the context, tracked or not.</param>
    /// <returns>The seq, or null where the entity is not stored.</returns>
    public long? CurrentSeqOf(object entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var commits = _context.GetService<NedbCommitContext>();
        return Use(_ => new CauseResolver(_context, commits, _connection.NedbConnection).FindStored(entity));
    }

    /// <summary>As <see cref="CurrentSeqOf"/>, on another thread.</summary>
    public Task<long?> CurrentSeqOfAsync(object entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var commits = _context.GetService<NedbCommitContext>();
        return UseAsync(
            _ => new CauseResolver(_context, commits, _connection.NedbConnection).FindStoredAsync(entity, cancellationToken),
            cancellationToken);
    }

    /// <summary>The last seq that was committed at or before an instant; 0 before the first commit.</summary>
    /// <exception cref="NedbException">The instant lies after the present.</exception>
    public long SeqAt(DateTimeOffset instant) => Use(database => database.SeqAt(instant));

    /// <inheritdoc cref="NedbDatabase.SeqAtAsync"/>
    public Task<long> SeqAtAsync(DateTimeOffset instant, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.SeqAtAsync(instant, cancellationToken), cancellationToken);

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
        Use(database => database.Backup(folder, progress, cancellationToken));

    /// <inheritdoc cref="Backup"/>
    public async Task<Checkpoint> BackupAsync(
        string folder, IProgress<VerifyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Checkpoint? copy = null;
        await UseAsync(
            async database => copy = await database.BackupAsync(folder, progress, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return copy!;
    }

    /// <summary>
    /// Writes the whole history, or the state of one moment, as lines of JSON in UTF-8; see docs/export.md. What is exported is in the
    /// clear. <see cref="NedbDatabase.Import"/> makes a database of it.
    /// </summary>
    /// <param name="target">Where to write; it is flushed and stays open.</param>
    /// <param name="asOf">The seq of the moment, from 0 to <see cref="Seq"/>; null for the whole history.</param>
    /// <param name="cancellationToken">Ends it early, between two lines.</param>
    /// <returns>What was exported.</returns>
    /// <exception cref="NedbException">The moment cannot be read, or the files are damaged.</exception>
    public ExportReport Export(Stream target, long? asOf = null, CancellationToken cancellationToken = default) =>
        Use(database => database.Export(target, asOf, cancellationToken));

    /// <inheritdoc cref="Export"/>
    public async Task<ExportReport> ExportAsync(Stream target, long? asOf = null, CancellationToken cancellationToken = default)
    {
        ExportReport? report = null;
        await UseAsync(
            async database => report = await database.ExportAsync(target, asOf, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return report!;
    }

    /// <summary>
    /// Puts an encrypted database under another master key, which connection strings must give from now on. The data is not written anew.
    /// </summary>
    /// <param name="key">The new key.</param>
    /// <exception cref="NedbException">It is not encrypted, was opened for reading, or the key file cannot be written.</exception>
    public void RotateKey(EncryptionKey key) => Use<object?>(database =>
    {
        database.RotateKey(key);
        return null;
    });

    /// <inheritdoc cref="RotateKey"/>
    public Task RotateKeyAsync(EncryptionKey key, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.RotateKeyAsync(key, cancellationToken), cancellationToken);

    /// <summary>
    /// Says something about the commits that follow, among them those of <c>ExecuteUpdate</c>, <c>ExecuteDelete</c> and raw statements,
    /// until the result is
    /// disposed. The idempotency key and the nonce belong to the first of them.
    /// </summary>
    /// <param name="options">What is said.</param>
    public IDisposable BeginCommit(CommitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new CommitScope(_context, _connection, options);
    }

    private async Task UseAsync(Func<NedbDatabase, Task> work, CancellationToken cancellationToken)
    {
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await work(_connection.NedbConnection.GetNedbDatabase()).ConfigureAwait(false);
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }

    private T Use<T>(Func<NedbDatabase, T> work)
    {
        _connection.Open();
        try
        {
            return work(_connection.NedbConnection.GetNedbDatabase());
        }
        finally
        {
            _connection.Close();
        }
    }

    private async Task<T> UseAsync<T>(Func<NedbDatabase, Task<T>> work, CancellationToken cancellationToken)
    {
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work(_connection.NedbConnection.GetNedbDatabase()).ConfigureAwait(false);
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }
}
