using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

internal sealed partial class SegmentedLog
{
    /// <inheritdoc/>
    public IEnumerable<CommitRecord> Replay(LogMark? after = null) => Replay(after, null);

    /// <summary>As the other overload, into rooms that are used again.</summary>
    /// <param name="after">Where to begin; null for the beginning.</param>
    /// <param name="room">Where the nodes of the next commit go; null for a room of their own.</param>
    public IEnumerable<CommitRecord> Replay(LogMark? after, Func<RecordRoom>? room)
    {
        ThrowIfClosed();
        return Enumerate();

        IEnumerable<CommitRecord> Enumerate()
        {
            var cuts = BeginReading(out _, out var epoch);
            try
            {
                using var replay = new LogReplay(_files, cuts, _vault, after, room);
                while (replay.Read() is { } commit)
                    yield return commit;
            }
            finally
            {
                EndReading(epoch);
            }
        }
    }

    /// <inheritdoc/>
    public VerifyReport Verify(Checkpoint? expected, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken) =>
        Following(() => VerifyOnce(expected, progress, cancellationToken));

    /// <inheritdoc/>
    public InclusionProof Prove(long seq, long? treeSize = null) => Following(() => ProveOnce(seq, treeSize));

    /// <inheritdoc/>
    public Checkpoint? FindCheckpoint(long seq) => Following(() => FindCheckpointOnce(seq));

    private VerifyReport VerifyOnce(Checkpoint? expected, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        var cuts = BeginReading(out var state, out var epoch);
        try
        {
            return LogVerifier.Verify(
                _files, _vault, DatabaseId, cuts, state, expected, progress, _options.Clock, FindLaterErasures, cancellationToken);
        }
        finally
        {
            EndReading(epoch);
        }
    }

    private InclusionProof ProveOnce(long seq, long? treeSize)
    {
        ThrowIfClosed();
        long size;
        Hash256 root;
        Hash256 leaf;
        System.Collections.Immutable.ImmutableArray<Hash256> path;
        LogCut cut;
        LogSegment segment;
        long position;
        ReadEpoch epoch;
        lock (_stateGate)
        {
            size = treeSize ?? _state.Seq;
            CheckReached(size, _state.Seq);
            CheckReached(seq, size);
            root = _tree.Root(size);
            leaf = _tree.Leaf(seq - 1);
            path = _tree.ProveInclusion(seq - 1, size);
            segment = FindSegment(seq);
            cut = LogCut.Of(segment);
            position = segment.PositionBefore(seq);
            epoch = BeginReading(); // its file stays until it is read
        }

        try
        {
            using var reader = new SegmentReader(_files, cut.Path, cut.End, _vault);
            return ReadProof(reader, segment, position, seq, leaf, size, root, path);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Reading", error);
        }
        finally
        {
            EndReading(epoch);
        }
    }

    /// <inheritdoc/>
    public ConsistencyProof ProveConsistency(long seq, long? laterSeq = null)
    {
        ThrowIfClosed();
        lock (_stateGate)
        {
            var later = laterSeq ?? _state.Seq;
            if (later != 0)
                CheckReached(later, _state.Seq);
            if (seq != 0)
                CheckReached(seq, later);
            return new ConsistencyProof(DatabaseId, seq, later, _tree.ProveConsistency(seq, later));
        }
    }

    private Checkpoint? FindCheckpointOnce(long seq)
    {
        ThrowIfClosed();
        Hash256 root;
        LogCut cut;
        long position;
        ReadEpoch epoch;
        lock (_stateGate)
        {
            if (seq == 0)
                return new(DatabaseId, 0, HashDomain.HashGenesis(DatabaseId), HashDomain.EmptyRoot);
            CheckReached(seq, _state.Seq);
            if (seq == _state.Seq)
                return Checkpoint;
            root = _tree.Root(seq);
            var segment = FindSegment(seq);
            cut = LogCut.Of(segment);
            position = segment.PositionBefore(seq);
            epoch = BeginReading(); // its file stays until it is read
        }

        try
        {
            using var reader = new SegmentReader(_files, cut.Path, cut.End, _vault);
            return ReadHead(reader, position, seq) is { } head ? new(DatabaseId, seq, head, root) : null;
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Reading", error);
        }
        finally
        {
            EndReading(epoch);
        }
    }

    /// <summary>The head after the commit that ended with a seq; null where the seq is inside a commit.</summary>
    private static Hash256? ReadHead(SegmentReader reader, long position, long seq)
    {
        while (reader.TryRead(position) && reader.Frame.FirstSeq <= seq)
        {
            if (reader.Frame.LastSeq < seq)
            {
                position += reader.Frame.Extent;
                continue;
            }

            if (reader.Frame.LastSeq > seq)
                return null;
            var content = new FrameContent(reader.Content);
            var isRead = content.TryReadStart(out _, out _);
            for (var at = reader.Frame.FirstSeq; at <= seq && isRead; at++)
                isRead = content.TryReadNode(out _, out _, out _, out _);
            return isRead && content.TryReadHash(out var head) ? head : throw NotAsWritten(reader, position, seq);
        }

        throw NotAsWritten(reader, position, seq);
    }

    /// <inheritdoc/>
    public LogMark? TakeMark()
    {
        lock (_stateGate)
        {
            // Where the last segment was just begun, the log ends in the one before it.
            var segment = _segments[^1];
            if (segment.End == SegmentHeader.SizeBytes && _segments.Count > 1)
                segment = _segments[^2];
            return segment.LastFrame == 0 ? null : new LogMark(
                _state.Seq,
                _state.TimestampTicks,
                _state.Head,
                new LogPlace(segment.Header.FirstSeq, segment.LastFrame, segment.End),
                []);
        }
    }

    /// <inheritdoc/>
    public void TrimTree(long size, ITreeHashes written)
    {
        lock (_stateGate)
            _tree.Trim(size, written);
    }

    /// <inheritdoc/>
    public void ReplaceTree(MerkleTree tree)
    {
        lock (_stateGate)
        {
            if (tree.Size != _state.Seq || tree.Root(tree.Size) != _state.Root)
                throw new ArgumentException($"The tree is not that of the log at seq {_state.Seq}.", nameof(tree));
            _tree = tree;
            _builder = new FrameBuilder(tree);
        }
    }

    private InclusionProof ReadProof(
        SegmentReader reader,
        LogSegment segment,
        long position,
        long seq,
        Hash256 leaf,
        long size,
        Hash256 root,
        System.Collections.Immutable.ImmutableArray<Hash256> path)
    {
        while (reader.TryRead(position) && reader.Frame.FirstSeq <= seq)
        {
            if (reader.Frame.LastSeq < seq)
            {
                lock (_stateGate)
                    segment.Remember(reader.Frame.FirstSeq, position);
                position += reader.Frame.Extent;
                continue;
            }

            var content = new FrameContent(reader.Content);
            if (!content.TryReadStart(out _, out _))
                break;
            for (var at = reader.Frame.FirstSeq; at < seq; at++)
            {
                if (!content.TryReadNode(out _, out _, out _, out _))
                    throw NotAsWritten(reader, position, at);
            }

            if (!content.TryReadNode(out var header, out var salt, out var payload, out _)
                || HashDomain.HashStoredLeaf(header, salt, payload) != leaf)
                break;
            return salt.IsEmpty
                ? new InclusionProof(DatabaseId, seq, size, root, header.ToArray(), default, default, path) { Commitment = new(payload) }
                : new InclusionProof(DatabaseId, seq, size, root, header.ToArray(), salt.ToArray(), payload.ToArray(), path);
        }

        throw NotAsWritten(reader, position, seq);
    }

    private static CorruptionException NotAsWritten(SegmentReader reader, long position, long seq) => new(
        $"The log is damaged at byte {position} of '{reader.Path}': the node of seq {seq} is not there as it was written.",
        reader.Path,
        position,
        seq);

    private static void CheckReached(long seq, long last)
    {
        if (seq < 1 || seq > last)
            throw new StorageException(
                StorageErrorCode.SeqNotReached,
                string.Create(CultureInfo.InvariantCulture, $"There is no seq {seq} up to seq {last}; the first is 1."));
    }

    private LogSegment FindSegment(long seq)
    {
        var low = 0;
        var high = _segments.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_segments[middle].Header.FirstSeq <= seq)
                low = middle;
            else
                high = middle - 1;
        }

        return _segments[low];
    }
}
