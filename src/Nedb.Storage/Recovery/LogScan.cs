using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Sealing;
using Nedb.Storage.Values;

namespace Nedb.Storage.Recovery;

/// <summary>
/// Reads the whole log once: checks every checksum, recomputes every leaf, follows the chain of heads from frame to frame, and computes the
/// last head and root anew. It writes nothing. (Each head in between is recomputed by a verification; any change of a node shows in the
/// last one.)
/// </summary>
internal sealed class LogScan
{
    private readonly IFileSystem _files;
    private readonly Vault? _vault;
    private readonly ManifestRecord _manifest;
    private readonly List<LogSegment> _segments = [];
    private readonly MerkleTree _tree = new();
    private readonly List<(long Position, int Length)> _paddingGaps = [];
    private byte[] _lastCommitHeader = [];
    private Hash256 _headBeforeLast;
    private Hash256 _head;
    private long _seq;
    private long _timestamp;
    private long _tornBytes;

    private LogScan(IFileSystem files, Vault? vault, ManifestRecord manifest)
    {
        _files = files;
        _vault = vault;
        _manifest = manifest;
        _head = HashDomain.HashGenesis(manifest.DatabaseId);
    }

    /// <summary>Scans the log; null where the folder holds no database.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="vault">The data key; null where the database is not encrypted.</param>
    /// <exception cref="StorageException">Corruption or UnknownFormat.</exception>
    public static RecoveredLog? Run(IFileSystem files, Vault? vault)
    {
        var names = SegmentList.Read(files);
        if (ManifestFile.TryRead(files, vault) is not { } manifest)
            return names.Count == 0 ? null : ScanUnfinished(files, vault, names);
        return new LogScan(files, vault, manifest).ScanAll(names);
    }

    /// <summary>
    /// Without a manifest nobody can tell whether segments are missing at the end, so a log with anything in it is not opened: rebuilding
    /// the manifest from what is left would declare the loss to be the truth. One case is certain: the first segment is made before the
    /// first manifest, and nothing is appended before that, so a lone first segment without a frame is a database whose making was
    /// interrupted, and it holds nothing.
    /// </summary>
    private static RecoveredLog ScanUnfinished(IFileSystem files, Vault? vault, List<SegmentFile> names)
    {
        using var reader = new SegmentReader(files, names[0].Path, vault: vault);
        var header = reader.Header;
        var isEmpty = names is [{ FirstSeq: 1, Revision: 0 }] && header.FirstSeq == 1
            && header.PreviousHead == HashDomain.HashGenesis(header.DatabaseId)
            && TailJudge.IsEmpty(reader, SegmentHeader.SizeBytes, 1);
        if (!isEmpty)
        {
            throw new CorruptionException(
                $"'{SegmentName.Manifest}' is missing from '{files.Name}', which has {names.Count} segments of log. Without it nobody can"
                + " tell whether the log is"
                + " complete, so it is not opened. Put back the manifest that belongs to these files.",
                SegmentName.Manifest,
                0);
        }

        var segment = new LogSegment(header);
        return new RecoveredLog
        {
            Manifest = null,
            DatabaseId = header.DatabaseId,
            Segments = [segment],
            Tail = segment,
            Tree = new MerkleTree(),
            State = new LogState(0, 0, header.PreviousHead, HashDomain.EmptyRoot),
            TornBytes = 0,
            PaddingGaps = [],
        };
    }

    private RecoveredLog ScanAll(List<SegmentFile> names)
    {
        var leftovers = CheckNames(names, out var successor);
        for (var i = 0; i < _manifest.Segments.Length; i++)
            ScanSegment(_manifest.Segments[i], isLast: i == _manifest.Segments.Length - 1);
        var tail = _segments[^1];
        var root = CheckEnd(tail);
        if (successor is { } next)
            AdoptSuccessor(next, tail);
        return new RecoveredLog
        {
            Manifest = _manifest,
            DatabaseId = _manifest.DatabaseId,
            Segments = _segments,
            Tail = tail,
            Tree = _tree,
            State = new LogState(_seq, _timestamp, _head, root),
            TornBytes = _tornBytes,
            PaddingGaps = _paddingGaps,
            Leftovers = leftovers,
        };
    }

    /// <summary>
    /// The folder must hold the segments that the manifest names, and at most the one that was begun after it was written. Other revisions
    /// of what it names are left over.
    /// </summary>
    private List<SegmentFile> CheckNames(List<SegmentFile> names, out long? successor)
    {
        var rest = new List<SegmentFile>(names);
        var leftovers = new List<SegmentFile>();
        foreach (var claimed in _manifest.Segments)
        {
            if (!rest.Remove(new SegmentFile(claimed.FirstSeq, claimed.Revision)))
            {
                throw new CorruptionException(
                    $"The segment '{claimed.Path}', which the manifest names, is missing.", claimed.Path, 0, claimed.FirstSeq);
            }

            leftovers.AddRange(rest.Where(other => other.FirstSeq == claimed.FirstSeq));
            rest.RemoveAll(other => other.FirstSeq == claimed.FirstSeq);
        }

        successor = null;
        foreach (var stranger in rest)
        {
            if (stranger.FirstSeq < _manifest.Segments[^1].FirstSeq || stranger.Revision != 0)
                throw new CorruptionException($"The manifest does not name the segment '{stranger.Path}'.", stranger.Path, 0);
            if (successor is not null)
            {
                throw new CorruptionException(
                    $"There are {names.Count} segments; the manifest names {_manifest.Segments.Length}. It is older than the log, or"
                        + $" '{stranger.Path}' does not belong here.",
                    stranger.Path,
                    0);
            }

            successor = stranger.FirstSeq;
        }

        return leftovers;
    }

    private void ScanSegment(ManifestSegment claimed, bool isLast)
    {
        var path = claimed.Path;
        using var reader = new SegmentReader(_files, path, vault: _vault);
        CheckHeader(reader, claimed.FirstSeq, claimed.Revision);
        if (reader.FileLength < claimed.Length || (!isLast && reader.FileLength != claimed.Length))
        {
            throw new CorruptionException(
                $"'{path}' has {reader.FileLength} bytes; the manifest claims {claimed.Length}.",
                path,
                Math.Min(reader.FileLength, claimed.Length),
                _seq + 1);
        }

        var segment = new LogSegment(reader.Header);
        _segments.Add(segment);
        while (true)
        {
            var position = segment.End;
            var outcome = reader.Read(position);
            if (outcome == FrameOutcome.PaddingBad && IsGapInPadding(reader, position, claimed.Length))
                outcome = FrameOutcome.Whole;
            if (outcome != FrameOutcome.Whole)
            {
                EndSegment(reader, outcome, position, claimed.Length);
                return;
            }

            AcceptFrame(reader, position);
            segment.Extend(reader.Frame.FirstSeq, reader.Frame.Extent);
            if (position < claimed.Length && segment.End > claimed.Length)
                throw new CorruptionException(
                    $"The frame at {position} of '{path}' crosses {claimed.Length}, where the manifest says that one ends.",
                    path,
                    position,
                    _seq);
        }
    }

    private void CheckHeader(SegmentReader reader, long firstSeq, int revision)
    {
        var header = reader.Header;
        if (header.DatabaseId != _manifest.DatabaseId)
        {
            throw new CorruptionException(
                $"'{reader.Path}' is of database {header.DatabaseId}; the manifest is of {_manifest.DatabaseId}. One of them was put here"
                    + " from elsewhere.",
                reader.Path,
                SegmentHeader.DatabaseIdOffset,
                _seq + 1);
        }

        if (header.Revision != revision)
        {
            throw new CorruptionException(
                $"'{reader.Path}' is revision {header.Revision} of the segment; expected {revision}.",
                reader.Path,
                SegmentHeader.RevisionOffset,
                _seq + 1);
        }

        if (header.FirstSeq != firstSeq || firstSeq != _seq + 1)
        {
            throw new CorruptionException(
                $"'{reader.Path}' begins with seq {header.FirstSeq}; expected {_seq + 1}.",
                reader.Path,
                SegmentHeader.FirstSeqOffset,
                _seq + 1);
        }

        if (header.PreviousHead != _head)
        {
            throw new CorruptionException(
                $"'{reader.Path}' continues the head {header.PreviousHead}; the log before it ends with {_head}.",
                reader.Path,
                SegmentHeader.PreviousHeadOffset,
                _seq + 1);
        }
    }

    /// <summary>
    /// A frame whose content is whole counts, even if the end of its padding was not written; the padding is completed before anything is
    /// appended. Cutting it could lose an acknowledged commit for one changed byte that means nothing.
    /// </summary>
    private bool IsGapInPadding(SegmentReader reader, long position, long claimedLength)
    {
        var start = FrameHeader.SizeBytes + reader.Frame.ContentLength;
        var length = (int)reader.Frame.Extent - start;
        if (position < claimedLength || !TailJudge.IsPaddingUnwritten(reader.Peek(position, (int)reader.Frame.Extent)[start..]))
            return false;
        _paddingGaps.Add((position + start, length));
        return true;
    }

    private void EndSegment(SegmentReader reader, FrameOutcome outcome, long position, long claimedLength)
    {
        if (position < claimedLength)
        {
            var found = reader.Fault ?? Describe(outcome);
            throw Damaged(reader, position, $"{found}; the manifest claims {claimedLength} bytes of good frames");
        }

        if (outcome == FrameOutcome.PaddingBad)
            throw Damaged(reader, position, Describe(outcome));
        var verdict = TailJudge.Judge(reader, outcome, position, _seq + 1);
        if (verdict.Damage is not null)
            throw Damaged(reader, position, verdict.Damage);
        _tornBytes = verdict.TornBytes;
    }

    private void AcceptFrame(SegmentReader reader, long position)
    {
        var frame = reader.Frame;
        if (frame.FirstSeq != _seq + 1)
            throw Damaged(reader, position, $"the frame begins with seq {frame.FirstSeq}");
        var content = new FrameContent(reader.Content);
        if (!content.TryReadStart(out var previousHead, out var headerBytes))
            throw Damaged(reader, position, content.Fault);
        if (!CommitHeader.TryRead(headerBytes, out var header, out var fault))
            throw Damaged(reader, position, "the commit header is not one: " + fault);
        if (previousHead != _head)
            throw Damaged(reader, position, $"the frame continues the head {previousHead}; the one before it is {_head}");
        if (header.FirstSeq != frame.FirstSeq || header.Count != frame.Count || header.TimestampTicks <= _timestamp)
        {
            throw Damaged(
                reader,
                position,
                $"the commit header says {header.Count} nodes from seq {header.FirstSeq} at {header.TimestampTicks} ticks;"
                + $" expected {frame.Count} from {frame.FirstSeq}, later than {_timestamp}");
        }

        for (var i = 0; i < frame.Count; i++)
        {
            var at = position + FrameHeader.SizeBytes + content.Position;
            if (!content.TryReadNode(out var nodeHeader, out var salt, out var payload, out var leaf))
                throw Damaged(reader, at, content.Fault, _seq + 1);
            if (HashDomain.HashLeaf(nodeHeader, salt, payload) != leaf)
                throw Damaged(reader, at, "the node does not match its hash", _seq + 1);
            _tree.Append(leaf);
            _seq++;
        }

        if (!content.TryReadHash(out var head))
            throw Damaged(reader, position, content.Fault);
        if (!content.IsAtEnd)
            throw Damaged(reader, position, $"the content goes on after its head, at byte {content.Position}");
        _lastCommitHeader = headerBytes.ToArray();
        _headBeforeLast = previousHead;
        _head = head;
        _timestamp = header.TimestampTicks;
        if (_seq == _manifest.Seq && head != _manifest.Head)
            throw Damaged(reader, position, $"the head at seq {_seq} is {head}; the manifest says {_manifest.Head}");
    }

    private Hash256 CheckEnd(LogSegment tail)
    {
        var root = _tree.Root(_seq);
        if (_seq < _manifest.Seq)
            throw new CorruptionException(
                $"The log ends at seq {_seq}; the manifest claims {_manifest.Seq}.", tail.Path, tail.End, _seq + 1);
        if (_tree.Root(_manifest.Seq) != _manifest.Root || (
            _manifest.Seq == 0 && _manifest.Head != HashDomain.HashGenesis(_manifest.DatabaseId)))
        {
            throw new CorruptionException(
                $"The root at seq {_manifest.Seq} is {_tree.Root(_manifest.Seq)}; the manifest says {_manifest.Root}. Verify the log to"
                    + " find the place.",
                SegmentName.Manifest,
                ManifestRecord.RootOffset,
                _manifest.Seq);
        }

        if (_seq > 0 && HashDomain.HashHead(_headBeforeLast, _lastCommitHeader, root) != _head)
        {
            throw new CorruptionException(
                $"The head after seq {_seq} does not follow from the log: a node before it was changed together with its checksum and"
                    + " hash. Verify the log to find the place.",
                tail.Path,
                tail.End,
                _seq);
        }

        return root;
    }

    /// <summary>
    /// A segment is begun only after all of the one before it is durable and that is cut to its exact length; the manifest is written next,
    /// and only then a frame. So one that the manifest does not name yet is empty, and what is before it is whole.
    /// </summary>
    private void AdoptSuccessor(long firstSeq, LogSegment tail)
    {
        var path = SegmentName.PathOf(firstSeq);
        using var reader = new SegmentReader(_files, path, vault: _vault);
        using (var before = _files.Open(tail.Path, FileIntent.Read))
        {
            if (_tornBytes > 0 || _paddingGaps.Count > 0 || before.Length != tail.End)
                throw new CorruptionException(
                    $"'{tail.Path}' does not end at its last frame, although '{path}' was begun after it.", tail.Path, tail.End, _seq + 1);
        }

        CheckHeader(reader, firstSeq, 0);
        if (!TailJudge.IsEmpty(reader, SegmentHeader.SizeBytes, firstSeq))
        {
            throw new CorruptionException(
                $"'{path}' is not named by the manifest and is not empty: the manifest is older than the log. Put back the manifest that"
                    + " belongs to these files.",
                path,
                SegmentHeader.SizeBytes,
                firstSeq);
        }

        _segments.Add(new LogSegment(reader.Header));
    }

    private static string Describe(FrameOutcome outcome) => outcome switch
    {
        FrameOutcome.Nothing => "the file ends here",
        FrameOutcome.Blank => "zeros stand where a frame should begin",
        FrameOutcome.HeaderBad => "the bytes are no header of a frame for this place",
        FrameOutcome.CutShort => "the file ends within this frame",
        FrameOutcome.ContentBad => "the content of this frame does not match its checksum",
        _ => "the padding of this frame was changed",
    };

    private CorruptionException Damaged(SegmentReader reader, long position, string found, long seq = 0) => new(
        $"The log is damaged at byte {position} of '{reader.Path}', seq {(seq > 0 ? seq : _seq + 1)}: {found}. No file was changed. Put"
            + " back an undamaged copy of the folder.",
        reader.Path,
        position,
        seq > 0 ? seq : _seq + 1);
}
