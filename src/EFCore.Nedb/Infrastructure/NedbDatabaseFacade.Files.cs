using Nedb.Data;
using Nedb.Storage.Files;
using Nedb.Storage.Proofs;
using Nedb.Storage.Views;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <content>
/// Versioned files: large values that are cut by their content, stored once and compressed, with a root for each version. They take part in
/// the transaction of the context where there is one; otherwise each call that writes is a commit.
/// </content>
public sealed partial class NedbDatabaseFacade
{
    /// <inheritdoc cref="NedbDatabase.PutFile"/>
    public FileVersion PutFile(string name, Stream content, Provenance? provenance = null) =>
        Use(database => database.PutFile(name, content, provenance));

    /// <inheritdoc cref="NedbDatabase.PutFileAsync"/>
    public Task<FileVersion> PutFileAsync(
        string name, Stream content, Provenance? provenance = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.PutFileAsync(name, content, provenance, cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.FindFile"/>
    public FileVersion? FindFile(string name, long? asOf = null) => Use(database => database.FindFile(name, asOf));

    /// <inheritdoc cref="NedbDatabase.FindFileAsync"/>
    public Task<FileVersion?> FindFileAsync(string name, long? asOf = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.FindFileAsync(name, asOf, cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.OpenFile"/>
    public Stream OpenFile(string name, long? asOf = null) => Use(database => database.OpenFile(name, asOf));

    /// <inheritdoc cref="NedbDatabase.OpenFileAsync"/>
    public Task<Stream> OpenFileAsync(string name, long? asOf = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.OpenFileAsync(name, asOf, cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.ListFiles"/>
    public IReadOnlyList<FileVersion> ListFiles(string prefix = "", long? asOf = null) => Use(database => database.ListFiles(prefix, asOf));

    /// <inheritdoc cref="NedbDatabase.ListFilesAsync"/>
    public Task<IReadOnlyList<FileVersion>> ListFilesAsync(
        string prefix = "", long? asOf = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.ListFilesAsync(prefix, asOf, cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.GetFileHistory"/>
    public IReadOnlyList<FileVersion> GetFileHistory(string name) => Use(database => database.GetFileHistory(name));

    /// <inheritdoc cref="NedbDatabase.GetFileHistoryAsync"/>
    public Task<IReadOnlyList<FileVersion>> GetFileHistoryAsync(string name, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.GetFileHistoryAsync(name, cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.DeleteFile"/>
    public bool DeleteFile(string name, Provenance? provenance = null) => Use(database => database.DeleteFile(name, provenance));

    /// <inheritdoc cref="NedbDatabase.DeleteFileAsync"/>
    public Task<bool> DeleteFileAsync(string name, Provenance? provenance = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.DeleteFileAsync(name, provenance, cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.SweepFileChunks"/>
    public int SweepFileChunks() => Use(static database => database.SweepFileChunks());

    /// <inheritdoc cref="NedbDatabase.SweepFileChunksAsync"/>
    public Task<int> SweepFileChunksAsync(CancellationToken cancellationToken = default) =>
        UseAsync(database => database.SweepFileChunksAsync(cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.VerifyFilesAsync"/>
    public Task<IReadOnlyList<DamagedPlace>> VerifyFilesAsync(CancellationToken cancellationToken = default) =>
        UseAsync(database => database.VerifyFilesAsync(cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.ProveFile"/>
    public FileProof ProveFile(string name, long offset = 0, long count = long.MaxValue, long? asOf = null, Checkpoint? kept = null) =>
        Use(database => database.ProveFile(name, offset, count, asOf, kept));

    /// <inheritdoc cref="NedbDatabase.ProveFileAsync"/>
    public Task<FileProof> ProveFileAsync(
        string name,
        long offset = 0,
        long count = long.MaxValue,
        long? asOf = null,
        Checkpoint? kept = null,
        CancellationToken cancellationToken = default) =>
        UseAsync(database => database.ProveFileAsync(name, offset, count, asOf, kept, cancellationToken), cancellationToken);
}
