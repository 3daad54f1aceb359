using Nedb.Storage.Files;
using Nedb.Storage.Proofs;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Data;

/// <content>
/// Versioned files: large values that are cut by their content, stored once and compressed, with a root for each version. They take part in
/// the open transaction where there is one; otherwise each call that writes is a commit.
/// </content>
public sealed partial class NedbDatabase
{
    /// <summary>
    /// Puts a version of a file. One that equals the current version in content and provenance is not put again. Outside of a transaction
    /// the file is there wholly, or as it was, whatever happens meanwhile.
    /// </summary>
    /// <param name="name">The name, at most 1,024 UTF-16 code units.</param>
    /// <param name="content">The content, read to its end.</param>
    /// <param name="provenance">Why it is put; null where nothing is said.</param>
    /// <returns>The version that is now current.</returns>
    /// <exception cref="NedbException">The name or the content is too long, or the commit is refused.</exception>
    public FileVersion PutFile(string name, Stream content, Provenance? provenance = null) =>
        Guard(() => Files.Put(name, content, Say(provenance)));

    /// <summary>As <see cref="PutFile"/>, without blocking the caller while the content is read.</summary>
    public async Task<FileVersion> PutFileAsync(
        string name, Stream content, Provenance? provenance = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Files.PutAsync(name, content, Say(provenance), null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Diagnostics.ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>The version of a file; null where there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="asOf">The seq to read at; null for the present.</param>
    public FileVersion? FindFile(string name, long? asOf = null) => Guard(() => Files.Find(name, asOf));

    /// <summary>As <see cref="FindFile"/>, on another thread.</summary>
    public Task<FileVersion?> FindFileAsync(string name, long? asOf = null, CancellationToken cancellationToken = default)
    {
        var files = Files;
        return Task.Run(() => Guard(() => files.Find(name, asOf)), cancellationToken);
    }

    /// <summary>Opens a version of a file for reading. It stays what it is, whatever is written meanwhile.</summary>
    /// <param name="name">The name.</param>
    /// <param name="asOf">The seq to read at; null for the present.</param>
    /// <returns>A seekable stream; each chunk is checked against its hash when it is read.</returns>
    /// <exception cref="NedbException">There is no such file (<see cref="NedbErrorCode.NotFound"/>).</exception>
    public Stream OpenFile(string name, long? asOf = null) => Guard(() => Files.Open(name, asOf));

    /// <summary>As <see cref="OpenFile"/>, on another thread.</summary>
    public Task<Stream> OpenFileAsync(string name, long? asOf = null, CancellationToken cancellationToken = default)
    {
        var files = Files;
        return Task.Run(() => Guard(() => files.Open(name, asOf)), cancellationToken);
    }

    /// <summary>The files whose names begin with a prefix, in the order of their names.</summary>
    /// <param name="prefix">The prefix; empty for all files.</param>
    /// <param name="asOf">The seq to read at; null for the present.</param>
    public IReadOnlyList<FileVersion> ListFiles(string prefix = "", long? asOf = null) => Guard(() => Files.List(prefix, asOf));

    /// <summary>As <see cref="ListFiles"/>, on another thread.</summary>
    public Task<IReadOnlyList<FileVersion>> ListFilesAsync(
        string prefix = "", long? asOf = null, CancellationToken cancellationToken = default)
    {
        var files = Files;
        return Task.Run(() => Guard(() => files.List(prefix, asOf)), cancellationToken);
    }

    /// <summary>Every version of a file, the oldest first; those that end it are among them.</summary>
    public IReadOnlyList<FileVersion> GetFileHistory(string name) => Guard(() => Files.History(name));

    /// <summary>As <see cref="GetFileHistory"/>, on another thread.</summary>
    public Task<IReadOnlyList<FileVersion>> GetFileHistoryAsync(string name, CancellationToken cancellationToken = default)
    {
        var files = Files;
        return Task.Run(() => Guard(() => files.History(name)), cancellationToken);
    }

    /// <summary>Ends a file; its earlier versions stay readable as of their seqs.</summary>
    /// <returns>Whether there was a file to end.</returns>
    public bool DeleteFile(string name, Provenance? provenance = null) => Guard(() => Files.Delete(name, Say(provenance)));

    /// <summary>As <see cref="DeleteFile"/>, on another thread.</summary>
    public Task<bool> DeleteFileAsync(string name, Provenance? provenance = null, CancellationToken cancellationToken = default)
    {
        var files = Files;
        return Task.Run(() => Guard(() => files.Delete(name, Say(provenance))), cancellationToken);
    }

    /// <summary>Ends the chunks that no current file refers to; earlier states stay readable as of their seqs.</summary>
    /// <returns>The number of chunks ended.</returns>
    public int SweepFileChunks() => Guard(() => Files.Sweep());

    /// <summary>As <see cref="SweepFileChunks"/>, on another thread.</summary>
    public Task<int> SweepFileChunksAsync(CancellationToken cancellationToken = default)
    {
        var files = Files;
        return Task.Run(() => Guard(() => files.Sweep()), cancellationToken);
    }

    /// <summary>Checks every version of every file against its chunks and its root; on another thread.</summary>
    /// <returns>What is damaged; nothing where all is well.</returns>
    public Task<IReadOnlyList<DamagedPlace>> VerifyFilesAsync(CancellationToken cancellationToken = default)
    {
        var files = Files;
        return Task.Run(() => Guard(() => files.Verify(cancellationToken)), cancellationToken);
    }

    /// <summary>Shows what a version of a file holds in a range. <see cref="FileVerifier"/> checks it without the database.</summary>
    /// <param name="name">The name.</param>
    /// <param name="offset">Where the range begins, in bytes.</param>
    /// <param name="count">The length of the range; it is cut at the end of the file.</param>
    /// <param name="asOf">The seq to read at; null for that of <paramref name="kept"/>, or the present.</param>
    /// <param name="kept">A checkpoint that the other side has; null for the present one.</param>
    /// <exception cref="NedbException">There is no such file, or a seq has not been reached.</exception>
    public FileProof ProveFile(string name, long offset = 0, long count = long.MaxValue, long? asOf = null, Checkpoint? kept = null) =>
        Guard(() => Files.Prove(name, offset, count, asOf, kept));

    /// <summary>As <see cref="ProveFile"/>, on another thread.</summary>
    public Task<FileProof> ProveFileAsync(
        string name,
        long offset = 0,
        long count = long.MaxValue,
        long? asOf = null,
        Checkpoint? kept = null,
        CancellationToken cancellationToken = default)
    {
        var files = Files;
        return Task.Run(() => Guard(() => files.Prove(name, offset, count, asOf, kept)), cancellationToken);
    }

    private NedbFiles Files => new(Store, _connection.Session.Transaction);

    private static WriteMetadata? Say(Provenance? provenance) => provenance is null ? null : new() { Provenance = provenance };
}
