using Nedb.Storage.Diagnostics;
using Nedb.Storage.Proofs;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Files;

/// <summary>
/// Puts one version of a file, as its bytes come. In the transaction of a caller it is part of that. Otherwise chunks are committed as they
/// come, a few MiB at a time, and the version last of all: after a crash the file is there wholly or as it was, and chunks that nobody
/// refers
/// to are found again by the next upload, or swept.
/// </summary>
internal sealed class FileUpload(
    NedbStore store, WriteTransaction? transaction, string name, WriteMetadata metadata, CommitOptions? options)
{
    private const int BatchBytes = 4 * 1024 * 1024;
    private const int AttemptsMax = 64;

    private readonly ChunkList _chunks = new();
    private readonly Dictionary<Hash256, NedbValue[]> _batch = [];
    private readonly byte[] _buffer = new byte[2 * ChunkCutter.GreatestBytes];
    private int _count;
    private long _batchBytes;

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_count);

    /// <summary>Takes in bytes that were written to <see cref="Free"/>.</summary>
    public void Advance(int count)
    {
        _count += count;
        var start = 0;
        while (_count - start >= ChunkCutter.GreatestBytes)
            start += Take(_buffer.AsSpan(start, _count - start));
        Shift(start);
    }

    /// <summary>Writes the version.</summary>
    public FileVersion Complete(out CommitResult? commit)
    {
        var start = 0;
        while (start < _count)
            start += Take(_buffer.AsSpan(start, _count - start));
        commit = null;
        if (transaction is not null)
            return FileVersion.From(PutVersion(transaction));
        (var version, commit) = Commit(
            target =>
            {
                target.IdempotencyKey = options?.IdempotencyKey;
                PutChunks(target);
                return PutVersion(target);
            },
            options);
        // The document of the transaction does not know its true seq and hash.
        var view = store.OpenSnapshot().AsOf(commit.LastSeq);
        return FileVersion.From(view.Find(version.CollectionId, version.Key.Span)!);
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var length = ChunkCutter.Cut(bytes);
        var content = bytes[..length];
        var id = FileHash.HashChunk(content);
        _chunks.Add(id, length);
        if (!_batch.ContainsKey(id))
        {
            var values = ChunkCodec.Encode(id, content);
            _batch.Add(id, values);
            _batchBytes += values[^1].AsBytes().Length;
        }

        if (transaction is not null)
        {
            PutChunks(transaction);
            _batch.Clear();
        }
        else if (_batchBytes >= BatchBytes)
        {
            Commit<Document?>(
                target =>
                {
                    PutChunks(target);
                    return null;
                },
                null);
            _batch.Clear();
            _batchBytes = 0;
        }

        return length;
    }

    private void PutChunks(WriteTransaction target)
    {
        var (_, chunksId) = FileSchema.Ensure(target);
        foreach (var values in _batch.Values)
            if (target.IsRepetition || target.View.Find(chunksId, KeyEncoder.Encode(values[0])) is null)
                target.Put(chunksId, default, FileSchema.ChunkFields, values, WriteMetadata.None);
    }

    private Document PutVersion(WriteTransaction target)
    {
        var (filesId, chunksId) = FileSchema.Ensure(target);
        var seen = new HashSet<Hash256>();
        for (var i = 0; i < _chunks.Count && !target.IsRepetition; i++)
            if (seen.Add(_chunks[i].Id) && target.View.Find(chunksId, KeyOf(_chunks[i].Id)) is null)
                throw new StorageException(
                    StorageErrorCode.WriteConflict,
                    $"The chunk {_chunks[i].Id} of the file '{name}' was swept while the file was put. Put it again.");
        NedbValue[] values =
        [
            NedbValue.FromString(name),
            NedbValue.FromInt64(_chunks.Length),
            NedbValue.FromBytes(_chunks.Root().ToByteArray()),
            NedbValue.FromInt64(_chunks.Count),
            NedbValue.FromBytes(_chunks.Encode()),
        ];
        return target.Put(filesId, default, FileSchema.FileFields, values, metadata);
    }

    private (T Value, CommitResult Result) Commit<T>(Func<WriteTransaction, T> work, CommitOptions? said)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var target = store.BeginTransaction();
            try
            {
                var value = work(target);
                return (value, target.Commit(said));
            }
            catch (StorageException failure) when (failure.IsTransient && attempt < AttemptsMax)
            {
                // Another upload brought the same chunk, or made the collections.
                Thread.Yield();
            }
        }
    }

    private void Shift(int start)
    {
        if (start == 0)
            return;
        _buffer.AsSpan(start, _count - start).CopyTo(_buffer);
        _count -= start;
    }

    private static byte[] KeyOf(Hash256 id) => KeyEncoder.Encode(NedbValue.FromBytes(id.ToByteArray()));
}
