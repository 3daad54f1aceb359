using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Recovery;
using Nedb.Storage.Sealing;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>
/// The log in segments. Two gates, always taken in this order: the write gate is held while files are written (an append, a sync, the end),
/// the state gate for moments, by everybody who reads or changes the list of segments and the tree. Where the log ends is one immutable
/// object that is swapped after the sync.
/// </summary>
internal sealed partial class SegmentedLog : ICommitLog
{
    private readonly IFileSystem _files;
    private readonly StoreOptions _options;
    private readonly IDisposable? _held;
    private readonly Vault? _vault;
    private readonly Lock _writeGate = new();
    private readonly Lock _stateGate = new();
    private readonly List<LogSegment> _segments;
    private MerkleTree _tree;
    private FrameBuilder _builder;
    private volatile LogState _state;
    private Exception? _failure;
    private volatile bool _isClosed;

    /// <summary>Takes over what a scan found; where it is to be written, after it was put right.</summary>
    public SegmentedLog(IFileSystem files, StoreOptions options, RecoveredLog log, IDisposable? held, Vault? vault)
    {
        _files = files;
        _options = options;
        _vault = vault;
        _segments = log.Segments;
        _tree = log.Tree;
        _builder = new FrameBuilder(_tree);
        _state = log.State;
        DatabaseId = log.DatabaseId;
        TornBytesCut = log.TornBytes;
        OpenedAfter = log.After;
        Erasures = log.Erasures;
        if (held is null)
            return;
        _durableSeq = _state.Seq;
        var manifest = ManifestFile.TryRead(files, vault)!; // as it was put right
        _generation = manifest.Generation;
        _manifestSeq = manifest.Seq;
        _active = files.Open(_segments[^1].Path, FileIntent.Write);
        _reserved = _active.Length;
        _sealer = CreateSealer(_segments[^1].Header);
        _held = held;
    }

    /// <inheritdoc/>
    public Guid DatabaseId { get; }

    /// <inheritdoc/>
    public Vault? Vault => _vault;

    /// <inheritdoc/>
    public long Seq => _state.Seq;

    /// <inheritdoc/>
    public long TimestampTicks => _state.TimestampTicks;

    /// <inheritdoc/>
    public Hash256 Head => _state.Head;

    /// <inheritdoc/>
    public Hash256 Root => _state.Root;

    /// <inheritdoc/>
    public Checkpoint Checkpoint => _state is var state ? new(DatabaseId, state.Seq, state.Head, state.Root) : null!;

    /// <inheritdoc/>
    public long TornBytesCut { get; }

    /// <summary>
    /// The mark after which opening read the log, with its place in the files as they are now; null where it read all of it.
    /// </summary>
    public LogMark? OpenedAfter { get; private set; }

    /// <inheritdoc/>
    public ErasureTable Erasures { get; }

    /// <inheritdoc/>
    public void RotateKey(EncryptionKey key)
    {
        lock (_writeGate)
        {
            ThrowIfUnwritable();
            if (_vault is null)
                throw new StorageException(
                    StorageErrorCode.KeyUnexpected, $"The database '{_files.Name}' is not encrypted, so it has no key to be replaced.");
            try
            {
                KeyGate.Write(_files, _vault, key);
            }
            catch (Exception error) when (IoFailure.Matches(error))
            {
                throw IoFailure.Wrap(_files, "Replacing the key of", error);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        StopPacking();
        lock (_writeGate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            try
            {
                if (_active is not null && _failure is null)
                    CloseCleanly(_active);
            }
            catch (Exception error) when (IoFailure.Matches(error))
            {
                throw IoFailure.Wrap(_files, "Closing", error);
            }
            finally
            {
                _timer?.Dispose();
                _active?.Dispose();
                _sealer?.Dispose();
                _held?.Dispose();
            }
        }
    }

    /// <summary>
    /// Gives back the space made ready, syncs, and lets the manifest claim everything, so that from here on any change of any byte is
    /// damage.
    /// </summary>
    private void CloseCleanly(IFile active)
    {
        var end = _segments[^1].End;
        var isLonger = _reserved > end;
        if (isLonger)
            active.SetLength(end);
        if (isLonger || _durableSeq < _state.Seq)
            active.Sync();
        if (_manifestSeq == _state.Seq)
            return;
        // Whatever is in the folder now is another database, or none: a manifest of this one would claim a log that is not there.
        var path = _segments[^1].Path;
        if (!WholeFile.Exists(_files, SegmentName.Folder, path[(SegmentName.Folder.Length + 1)..]))
            throw new FileNotFoundException(
                $"the file {path} is gone, so that the database was deleted or moved while it was open. Nothing was written in its place.");
        WriteManifest();
    }

    private void WriteManifest()
    {
        ManifestFile.Write(_files, LogRepair.ManifestOf(DatabaseId, ++_generation, _state, _segments), _vault);
        _manifestSeq = _state.Seq;
    }

    private FrameSealer? CreateSealer(SegmentHeader segment) =>
        _vault is null ? null : new FrameSealer(_vault.CreateSealer(segment.Path));

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw new StorageException(StorageErrorCode.Closed, $"The database '{_files.Name}' is closed.");
    }
}
