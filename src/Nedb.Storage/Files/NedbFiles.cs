using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Proofs;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Files;

/// <summary>
/// Large values with a history: files that are cut by their content, of which equal parts are stored once, compressed, and whose versions
/// commit to their content by a root. A file has a name of at most 1,024 UTF-16 code units and up to 466,000 chunks, about 28 GiB.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="transaction">The transaction to read and write in; null for the present, and a commit for each call.</param>
public sealed class NedbFiles(NedbStore store, WriteTransaction? transaction = null)
{
    private const int NameLengthMax = 1_024;
    private const int AttemptsMax = 64;

    private ReadView View => transaction?.View ?? store.OpenSnapshot();

    /// <summary>The outcome of the last commit that was made here; null before the first, and within a transaction.</summary>
    public CommitResult? LastCommit { get; private set; }

    /// <summary>Puts a version of a file. One that equals the current version in content, period and provenance is not put again.</summary>
    /// <param name="name">The name.</param>
    /// <param name="content">The content, read to its end.</param>
    /// <param name="metadata">What the caller says about the write; null for nothing.</param>
    /// <param name="options">What the caller says about the commit; not used in a transaction.</param>
    /// <returns>The version that is now current.</returns>
    /// <exception cref="StorageException">The name or the content is too long, or the commit is refused.</exception>
    public FileVersion Put(string name, Stream content, WriteMetadata? metadata = null, CommitOptions? options = null)
    {
        var upload = Begin(name, content, metadata, options);
        for (int count; (count = content.Read(upload.Free.Span)) > 0;)
            upload.Advance(count);
        return Complete(upload);
    }

    /// <summary>As <see cref="Put"/>, without blocking the caller while the content is read.</summary>
    public async Task<FileVersion> PutAsync(
        string name, Stream content, WriteMetadata? metadata = null, CommitOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var upload = Begin(name, content, metadata, options);
        for (int count; (count = await content.ReadAsync(upload.Free, cancellationToken).ConfigureAwait(false)) > 0;)
            upload.Advance(count);
        return Complete(upload);
    }

    /// <summary>The version of a file; null where there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="asOf">The seq to read at; null for the present.</param>
    public FileVersion? Find(string name, long? asOf = null) => FindDocument(At(asOf), name) is { } found ? FileVersion.From(found) : null;

    /// <summary>Opens a version of a file for reading. It stays what it is, whatever is written meanwhile.</summary>
    /// <param name="name">The name.</param>
    /// <param name="asOf">The seq to read at; null for the present.</param>
    /// <returns>A seekable stream; each chunk is checked against its hash when it is read.</returns>
    /// <exception cref="StorageException">There is no such file (<see cref="StorageErrorCode.NotFound"/>).</exception>
    public Stream Open(string name, long? asOf = null)
    {
        var view = At(asOf);
        var document = FindDocument(view, name) ?? throw NoFile(name, view.Seq);
        return new FileContent(view, FileSchema.FindChunks(view)?.Id ?? 0, ChunksOf(document));
    }

    /// <summary>The files whose names begin with a prefix, in the order of their names.</summary>
    /// <param name="prefix">The prefix; empty for all files.</param>
    /// <param name="asOf">The seq to read at; null for the present.</param>
    public IReadOnlyList<FileVersion> List(string prefix = "", long? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var view = At(asOf);
        var files = new List<FileVersion>();
        if (FileSchema.FindFiles(view) is not { } collection)
            return files;
        var start = new ArrayBufferWriter<byte>();
        KeyEncoder.AppendTextPrefix(prefix, false, start);
        using var cursor = view.Scan(collection.Id, KeyRange.Prefix(start.WrittenSpan));
        while (cursor.MoveNext())
            files.Add(FileVersion.From(cursor.Current));
        return files;
    }

    /// <summary>Every version of a file, the oldest first; those that end it are among them.</summary>
    public IReadOnlyList<FileVersion> History(string name)
    {
        var versions = new List<FileVersion>();
        var view = View;
        if (FileSchema.FindFiles(view) is not { } collection)
            return versions;
        using var cursor = view.ScanHistory(collection.Id, KeyRange.Prefix(KeyOf(name)));
        while (cursor.MoveNext())
            versions.Add(FileVersion.From(cursor.Current));
        return versions;
    }

    /// <summary>Ends a file; its earlier versions stay readable as of their seqs.</summary>
    /// <returns>Whether there was a file to end.</returns>
    public bool Delete(string name, WriteMetadata? metadata = null, CommitOptions? options = null)
    {
        var key = KeyOf(name);
        return Write(
            target => FileSchema.FindFiles(target.View) is { } files && target.Delete(files.Id, key, metadata ?? WriteMetadata.None),
            options);
    }

    /// <summary>
    /// Ends the chunks that no current file refers to: those of deleted and replaced versions, and of uploads that were not completed. What
    /// was there before stays readable as of its seq, until the history below the sweep is pruned.
    /// </summary>
    /// <returns>The number of chunks ended.</returns>
    public int Sweep(CommitOptions? options = null) => Write(
        target =>
        {
            var view = target.View;
            if (FileSchema.FindFiles(view) is not { } files || FileSchema.FindChunks(view) is not { } chunks)
                return 0;
            var used = new HashSet<Hash256>();
            using (var cursor = view.Scan(files.Id, KeyRange.All))
                while (cursor.MoveNext())
                    foreach (var (id, _, _) in ChunksOf(cursor.Current).All)
                        used.Add(id);
            var unused = new List<byte[]>();
            using (var cursor = view.Scan(chunks.Id, KeyRange.All))
                while (cursor.MoveNext())
                    if (!used.Contains(new Hash256(cursor.Current.Id.AsBytes())))
                        unused.Add(cursor.Current.Key.ToArray());
            foreach (var key in unused)
                target.Delete(chunks.Id, key, WriteMetadata.None);
            if (unused.Count > 0)
                FileSchema.NoteSweep(target, files);
            return unused.Count;
        },
        options);

    /// <summary>
    /// Checks every version of every file, those of the past too: its chunks are there and are what their ids say, and its root follows
    /// from
    /// them. (Whether the log is as it was written is for <see cref="NedbStore.Verify"/> to say.)
    /// </summary>
    /// <returns>What is damaged; nothing where all is well.</returns>
    public IReadOnlyList<DamagedPlace> Verify(CancellationToken cancellationToken = default)
    {
        var view = View;
        var damage = new List<DamagedPlace>();
        if (FileSchema.FindFiles(view) is not { } collection)
            return damage;
        var good = new HashSet<Hash256>();
        using var cursor = view.ScanHistory(collection.Id, KeyRange.All);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (cursor.Current.IsTombstone)
                continue;
            try
            {
                Check(view.AsOf(cursor.Current.Seq), cursor.Current, good);
            }
            catch (CorruptionException error)
            {
                damage.Add(new(error.File, error.Offset, cursor.Current.Seq, FileNames.Files, error.Message));
            }
        }

        return damage;
    }

    /// <summary>Shows what a version of a file holds in a range.</summary>
    /// <param name="name">The name.</param>
    /// <param name="offset">Where the range begins, in bytes.</param>
    /// <param name="count">The length of the range; it is cut at the end of the file.</param>
    /// <param name="asOf">The seq to read at; null for the present.</param>
    /// <param name="kept">A checkpoint that the other side has; null for the present one.</param>
    /// <exception cref="StorageException">There is no such file, it is not committed, or a seq has not been reached.</exception>
    public FileProof Prove(string name, long offset = 0, long count = long.MaxValue, long? asOf = null, Checkpoint? kept = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var view = At(asOf ?? kept?.Seq);
        var document = FindDocument(view, name) ?? throw NoFile(name, view.Seq);
        var list = ChunksOf(document);
        var tree = list.ToTree();
        var chunks = ImmutableArray.CreateBuilder<FileChunkProof>();
        var chunksId = FileSchema.FindChunks(view)?.Id ?? 0;
        var end = offset + Math.Min(count, Math.Max(0, list.Length - offset));
        for (var i = offset < end ? list.IndexAt(offset) : list.Count; i < list.Count && list[i].Offset < end; i++)
            chunks.Add(new(i, list[i].Offset, ReadChunk(view, chunksId, list[i].Id, list[i].Length), tree.ProveInclusion(i, list.Count)));
        return new(store.Prove(document.Seq, kept?.Seq), chunks.ToImmutable());
    }

    private ReadView At(long? asOf) => asOf is { } seq ? View.AsOf(seq) : View;

    private FileUpload Begin(string name, Stream content, WriteMetadata? metadata, CommitOptions? options)
    {
        ArgumentNullException.ThrowIfNull(content);
        _ = KeyOf(name);
        return new(store, transaction, name, metadata ?? WriteMetadata.None, options);
    }

    private FileVersion Complete(FileUpload upload)
    {
        var version = upload.Complete(out var commit);
        LastCommit = commit ?? LastCommit;
        return version;
    }

    private T Write<T>(Func<WriteTransaction, T> work, CommitOptions? options)
    {
        if (transaction is not null)
            return work(transaction);
        for (var attempt = 1; ; attempt++)
        {
            using var target = store.BeginTransaction(IsolationMode.Serializable);
            target.IdempotencyKey = options?.IdempotencyKey;
            try
            {
                var result = work(target);
                LastCommit = target.Commit(options);
                return result;
            }
            catch (StorageException failure) when (failure.IsTransient && attempt < AttemptsMax)
            {
                Thread.Yield();
            }
        }
    }

    private static Document? FindDocument(ReadView view, string name)
    {
        var key = KeyOf(name);
        return FileSchema.FindFiles(view) is { } files ? view.Find(files.Id, key) : null;
    }

    private static ChunkList ChunksOf(Document document) => ChunkList.Decode(
        document.GetValue(FileSchema.FileChunks).AsBytes(), document.GetValue(FileSchema.FileLength).AsInt64(), document.Seq);

    private static byte[] ReadChunk(ReadView view, int chunksId, Hash256 id, int length) =>
        ChunkCodec.Decode(view.Find(chunksId, KeyEncoder.Encode(NedbValue.FromBytes(id.ToByteArray()))), id, length);

    private static void Check(ReadView view, Document document, HashSet<Hash256> good)
    {
        var list = ChunksOf(document);
        var version = FileVersion.From(document);
        if (list.Count != version.ChunkCount || list.Root() != version.Root)
            throw new CorruptionException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The root of the file '{version.Name}' at seq {version.Seq} does not follow from its chunks."),
                "log",
                0,
                version.Seq);
        var chunksId = FileSchema.FindChunks(view)?.Id ?? 0;
        foreach (var (id, _, length) in list.All)
        {
            // A chunk that is good is there at other seqs as the same bytes or not at all, so only its presence is looked at again.
            if (!good.Contains(id))
                ReadChunk(view, chunksId, id, length);
            else if (view.Find(chunksId, KeyEncoder.Encode(NedbValue.FromBytes(id.ToByteArray()))) is null)
                ChunkCodec.Decode(null, id, length);
            good.Add(id);
        }
    }

    private static byte[] KeyOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > NameLengthMax)
            throw new StorageException(
                StorageErrorCode.ValueInvalid,
                string.Create(
                    CultureInfo.InvariantCulture, $"A file has a name of 1 to {NameLengthMax} UTF-16 code units; found {name.Length}."));
        return KeyEncoder.Encode(NedbValue.FromString(name));
    }

    private static StorageException NoFile(string name, long seq) => new(
        StorageErrorCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"There is no file '{name}' at seq {seq}."))
    {
        Collection = FileNames.Files,
    };
}
