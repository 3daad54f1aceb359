using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

internal sealed partial class SegmentedLog
{
    private const int ReserveBytesMin = 64 * 1024;
    private const int ReserveBytesMax = 4 * 1024 * 1024;
    private const int BlockBytes = 4096;
    private const int GroupBytesMax = 1024 * 1024 * 1024;
    private const int KeptBufferBytesMax = 4 * 1024 * 1024;
    private const int KeptBufferGroups = 64;
    private const int SaltsDrawn = 256;
    private static readonly byte[] Zeros = new byte[256 * 1024];

    private ByteBuffer _buffer = new();
    private int _groupsSinceLarge;
    private byte[] _salts = [];
    private int _saltsUsed;
    private IFile? _active;
    private FrameSealer? _sealer;
    private long _reserved;
    private long _durableSeq;
    private long _generation;
    private long _manifestSeq;
    private ITimer? _timer;
    private bool _isSyncDue;

    /// <inheritdoc/>
    public void Append(IReadOnlyList<CommitRecord> group)
    {
        lock (_writeGate)
        {
            ThrowIfUnwritable();
            CheckGroup(group);
            if (group.Count == 0)
                return;
            RollIfFull();
            var state = BuildFrames(group);
            try
            {
                WriteGroup(state);
            }
            catch (Exception error)
            {
                lock (_stateGate)
                    _tree.Truncate(_state.Seq);
                throw Fail("Writing", error);
            }

            Publish(group, state);
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        lock (_writeGate)
        {
            ThrowIfClosed();
            if (_active is null)
                return;
            ThrowIfUnwritable();
            SyncNow();
        }
    }

    private void CheckGroup(IReadOnlyList<CommitRecord> group)
    {
        var seq = _state.Seq;
        var time = _state.TimestampTicks;
        for (var i = 0; i < group.Count; i++)
        {
            var commit = group[i];
            if (commit.FirstSeq != seq + 1 || commit.Nodes.Length == 0)
                throw new ArgumentException(
                    $"Commit {i} has {commit.Nodes.Length} nodes from seq {commit.FirstSeq}; expected at least one from {seq + 1}.",
                    nameof(group));
            if (commit.TimestampTicks <= time)
                throw new ArgumentException($"Commit {i} is at {commit.TimestampTicks} ticks; expected later than {time}.", nameof(group));
            if (commit.IdempotencyKey is null != commit.Fingerprint is null)
                throw new ArgumentException(
                    $"Commit {i} has an idempotency key without a fingerprint, or the other way round.", nameof(group));
            foreach (var node in commit.Nodes)
            {
                if (node.Seq != ++seq)
                    throw new ArgumentException($"A node of commit {i} has seq {node.Seq}; expected {seq}.", nameof(group));
                if (node.Salt.Length is not (0 or NodeRecord.SaltBytes))
                    throw new ArgumentException(
                        $"The salt of seq {seq} has {node.Salt.Length} bytes; expected {NodeRecord.SaltBytes}.", nameof(group));
                if (node.IsErased && (node.Salt.Length != 0 || node.Commitment.Length != Hash256.SizeBytes))
                    throw new ArgumentException($"The erased seq {seq} must have a commitment and no salt.", nameof(group));
            }

            time = commit.TimestampTicks;
        }
    }

    /// <summary>Hashes the group into the tree and the buffer. Nothing is written yet; whatever is thrown, the log is as it was.</summary>
    private LogState BuildFrames(IReadOnlyList<CommitRecord> group)
    {
        DrawSalts(group);
        var segment = _segments[^1];
        var state = _state;
        _groupsSinceLarge = _buffer.Length > KeptBufferBytesMax ? 0 : _groupsSinceLarge + 1;
        if (_groupsSinceLarge == KeptBufferGroups)
            _buffer = new ByteBuffer(); // where no more groups are large, the memory for them is given back
        _buffer.Clear();
        lock (_stateGate)
        {
            try
            {
                for (var i = 0; i < group.Count; i++)
                {
                    var commit = group[i];
                    var place = new FramePlace(segment.End + _buffer.Length, segment.Header.Salt, _sealer);
                    _builder.Append(commit, state.Head, _buffer, place, _durableSeq);
                    if (_buffer.Length > GroupBytesMax)
                        throw new StorageException(
                            StorageErrorCode.ValueInvalid,
                            $"A group of commits takes more than {GroupBytesMax} bytes. Append fewer at once.");
                    state = new LogState(commit.LastSeq, commit.TimestampTicks, commit.Head, commit.Root);
                }
            }
            catch
            {
                _tree.Truncate(_state.Seq);
                throw;
            }
        }

        return state;
    }

    private void DrawSalts(IReadOnlyList<CommitRecord> group)
    {
        for (var i = 0; i < group.Count; i++)
        {
            foreach (var node in group[i].Nodes)
            {
                if (node.Salt.Length == 0 && !node.IsErased)
                    node.Salt = DrawSalt();
            }
        }
    }

    // Drawn for many nodes at a time: a call costs more than the bytes do.
    private ReadOnlyMemory<byte> DrawSalt()
    {
        if (_saltsUsed == _salts.Length)
            (_salts, _saltsUsed) = (Chance.Bytes(SaltsDrawn * NodeRecord.SaltBytes), 0);
        var salt = _salts.AsMemory(_saltsUsed, NodeRecord.SaltBytes);
        _saltsUsed += NodeRecord.SaltBytes;
        return salt;
    }

    /// <summary>
    /// One write and, where it is promised, one sync. The space was filled with zeros before, so the sync need not record a new length.
    /// </summary>
    private void WriteGroup(LogState state)
    {
        var position = _segments[^1].End;
        var end = position + _buffer.Length;
        if (end > _reserved)
            Reserve(end);
        _active!.Write(_buffer.Written, position);
        switch (_options.Synchronous)
        {
            case SynchronousMode.Full:
                _active.Sync();
                _durableSeq = state.Seq;
                break;
            case SynchronousMode.Normal:
                ArmTimer();
                break;
            default:
                break; // the operating system writes when it likes
        }
    }

    /// <summary>
    /// Fills space with zeros ahead of the end, in proportion to the size of the log so far: a small database stays small.
    /// </summary>
    private void Reserve(long end)
    {
        var ahead = Math.Clamp(end, ReserveBytesMin, ReserveBytesMax);
        var target = Math.Max(end, Math.Min(end + ahead, _options.SegmentBytes));
        target = (target + BlockBytes - 1) / BlockBytes * BlockBytes;
        for (var at = Math.Max(_reserved, end); at < target;)
        {
            var count = (int)Math.Min(Zeros.Length, target - at);
            _active!.Write(Zeros.AsSpan(0, count), at);
            at += count;
        }

        _reserved = target;
    }

    private void Publish(IReadOnlyList<CommitRecord> group, LogState state)
    {
        lock (_stateGate)
        {
            var position = 0;
            var segment = _segments[^1];
            for (var i = 0; i < group.Count; i++)
            {
                // The length of each frame stands in its header, just built.
                var content = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(
                    _buffer.Written[(position + FrameHeader.ContentLengthOffset)..]);
                var extent = (int)FrameHeader.ExtentOf(content);
                segment.Extend(group[i].FirstSeq, extent);
                position += extent;
            }

            _state = state;
        }
    }

    private void RollIfFull()
    {
        if (_segments[^1].End >= _options.SegmentBytes)
            Roll();
    }

    /// <summary>
    /// Closes a segment and begins the next: first all of the old one is durable and has its exact length, then the new one appears
    /// with its header, then the manifest names both, and only then a frame is written. So a claim of the manifest, and the mere existence
    /// of a later segment, prove that what is before was once whole.
    /// </summary>
    private void Roll()
    {
        var full = _segments[^1];
        try
        {
            _active!.SetLength(full.End);
            _active.Sync();
            _durableSeq = _state.Seq;
            var header = new SegmentHeader(DatabaseId, _state.Seq + 1, Chance.SegmentSalt(), _state.Head, _vault?.KeyId ?? 0);
            ManifestFile.WriteSegment(_files, header);
            var next = _files.Open(header.Path, FileIntent.Write);
            _active.Dispose();
            _active = next;
            _sealer?.Dispose();
            _sealer = CreateSealer(header);
            _reserved = SegmentHeader.SizeBytes;
            lock (_stateGate)
                _segments.Add(new LogSegment(header));
            WriteManifest();
            PackInBackground();
        }
        catch (Exception error)
        {
            throw Fail("Beginning a segment of the log of", error);
        }
    }

    private void ArmTimer()
    {
        if (_isSyncDue)
            return;
        _isSyncDue = true;
        if (_timer is null)
            _timer = _options.Clock.CreateTimer(
                static log => ((SegmentedLog)log!).SyncWhenDue(), this, _options.SyncInterval, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(_options.SyncInterval, Timeout.InfiniteTimeSpan);
    }

    private void SyncWhenDue()
    {
        lock (_writeGate)
        {
            if (_isClosed || _failure is not null)
                return;
            try
            {
                SyncNow();
            }
            catch (StorageException)
            {
                // The failure is kept, and the next append reports it; a timer has nobody to tell.
            }
        }
    }

    private void SyncNow()
    {
        _isSyncDue = false;
        if (_durableSeq == _state.Seq)
            return;
        try
        {
            _active!.Sync();
            _durableSeq = _state.Seq;
        }
        catch (Exception error)
        {
            throw Fail("Syncing", error);
        }
    }

    /// <summary>
    /// After one failure nothing is known about what is on the disk (a second sync may succeed without having written what the first one
    /// lost), so nothing more is written.
    /// </summary>
    private StorageException Fail(string doing, Exception error)
    {
        _failure = error;
        return IoFailure.Wrap(_files, doing, error);
    }

    private void ThrowIfUnwritable()
    {
        ThrowIfClosed();
        if (_active is null)
            throw new StorageException(StorageErrorCode.ReadOnly, $"The database '{_files.Name}' was opened for reading only.");
        if (_failure is not null)
        {
            throw new StorageException(
                StorageErrorCode.ReadOnlyAfterError,
                $"The database '{_files.Name}' accepts no more writes, because an earlier one failed: {_failure.Message} Close it, put the"
                    + " cause right, and open it again.",
                _failure);
        }
    }
}
