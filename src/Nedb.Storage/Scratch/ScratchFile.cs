using System.Buffers;
using System.Buffers.Binary;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Layers;
using Nedb.Storage.Rows;
using Nedb.Storage.Sealing;
using Nedb.Storage.Views;

namespace Nedb.Storage.Scratch;

/// <summary>
/// A file for what does not fit into memory. It is deleted when it is disposed; what a killed process leaves is deleted when the database
/// is next opened for writing. Of an encrypted database it is encrypted too, under a key that only this object has. Blocks are checked
/// when they are read: what was altered on the disk is an error. Safe for use by any number of threads.
/// </summary>
public sealed class ScratchFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IFile _file;
    private readonly IFileSystem? _files;
    private readonly string _path;
    private readonly Sealer? _sealer;
    private readonly ulong _salt = Chance.SegmentSalt();
    private long _length;
    private bool _hasFailed;
    private bool _isDisposed;

    internal ScratchFile(IFile file, IFileSystem? files, string path, Sealer? sealer, ReadView view)
    {
        _file = file;
        _files = files;
        _path = path;
        _sealer = sealer;
        Hashes = new ViewHashes(view);
    }

    /// <summary>How many bytes were written so far.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>The layouts of the rows that were put there.</summary>
    internal LayoutTable Layouts { get; } = new(new ShapeTable());

    internal INodeHashes Hashes { get; }

    private string Place => _files is null ? TemporaryFile.Folder : $"{_files.Name}/{ScratchFolder.Folder}";

    private int OverheadBytes => _sealer is null ? sizeof(uint) : Sealer.TagBytes;

    /// <summary>Appends a block.</summary>
    /// <exception cref="StorageException">Io: it cannot be written; the disk may be full.</exception>
    public ScratchBlock Append(ReadOnlySpan<byte> bytes)
    {
        var stored = ArrayPool<byte>.Shared.Rent(bytes.Length + OverheadBytes);
        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                // A position is the nonce of what is sealed there, so nothing is written twice to one.
                if (_hasFailed)
                    throw new StorageException(StorageErrorCode.Io, $"An earlier write to the temporary file in '{Place}' failed.");
                var block = new ScratchBlock(_length, bytes.Length);
                Seal(bytes, block, stored);
                _hasFailed = true;
                _file.Write(stored.AsSpan(0, bytes.Length + OverheadBytes), block.Position);
                _hasFailed = false;
                Volatile.Write(ref _length, _length + bytes.Length + OverheadBytes);
                return block;
            }
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw Wrap("write", Place, error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    /// <summary>Reads a block.</summary>
    /// <returns>Its bytes, in an array of the caller's own.</returns>
    /// <exception cref="StorageException">Io: it cannot be read. Corruption: it is not what was written.</exception>
    public byte[] Read(ScratchBlock block)
    {
        var stored = GC.AllocateUninitializedArray<byte>(block.Length + OverheadBytes);
        try
        {
            for (var done = 0; done < stored.Length;)
            {
                var read = _file.Read(stored.AsSpan(done), block.Position + done);
                if (read == 0)
                    throw Damaged(block);
                done += read;
            }
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw Wrap("read", Place, error);
        }

        if (_sealer is null)
        {
            var checksum = Checksum.Compute(_salt, block.Position, stored.AsSpan(0, block.Length));
            return checksum == BinaryPrimitives.ReadUInt32LittleEndian(stored.AsSpan(block.Length)) ? stored : throw Damaged(block);
        }

        return _sealer.TryOpen(block.Position, stored, stored) ? stored : throw Damaged(block);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _sealer?.Dispose();
        try
        {
            _file.Dispose();
            _files?.Delete(_path);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            // The next opening deletes it. Whoever is done with the file has no use for the failure.
        }
    }

    internal static StorageException Wrap(string doing, string place, Exception error) => new(
        StorageErrorCode.Io,
        $"What a query holds exceeds its memory budget, and the temporary file in '{place}' that was to take it cannot be"
            + $" {(doing == "read" ? "read" : doing == "make" ? "made" : "written")}: {error.Message} Free room there, give the query more"
            + " memory (in a connection string Query Memory), or let it ask for less. Nothing of the database was changed.",
        error);

    private void Seal(ReadOnlySpan<byte> bytes, ScratchBlock block, byte[] stored)
    {
        if (_sealer is not null)
        {
            _sealer.Seal(block.Position, bytes, stored.AsSpan(0, bytes.Length + Sealer.TagBytes));
            return;
        }

        bytes.CopyTo(stored);
        BinaryPrimitives.WriteUInt32LittleEndian(stored.AsSpan(bytes.Length), Checksum.Compute(_salt, block.Position, bytes));
    }

    private StorageException Damaged(ScratchBlock block) => new(
        StorageErrorCode.Corruption,
        $"The temporary file in '{Place}' does not hold at {block.Position} what was written there: the medium or another program altered"
            + " it. The database is not concerned; run the query again.");
}
