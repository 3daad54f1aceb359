using System.Runtime.InteropServices;
using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Sealing;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Recovery;

/// <summary>
/// Reads the whole log once: checks every checksum, recomputes every leaf, follows the chain of heads from frame to frame, and computes the
/// last head and root anew. It writes nothing. (Each head in between is recomputed by a verification; any change of a node shows in the
/// last one.)
/// </summary>
internal sealed partial class LogScan
{
    private const int TrimEveryLeaves = 64 * 1024;

    private readonly IFileSystem _files;
    private readonly Vault? _vault;
    private readonly ManifestRecord _manifest;
    private readonly List<LogSegment> _segments = [];
    private readonly MerkleTree _tree;
    private readonly LeafCheck _leaves = new();
    private readonly List<Hash256> _stated = [];
    private readonly ErasureTable _erasures = new();
    private readonly LogMark? _after;
    private readonly bool _keepsTree;
    private Hash256? _rootAtManifest;
    private long _trimmed;
    private readonly List<(long Position, int Length)> _paddingGaps = [];
    private byte[] _lastCommitHeader = [];
    private Hash256 _headBeforeLast;
    private Hash256 _head;
    private long _seq;
    private long _timestamp;
    private long _tornBytes;

    private LogScan(IFileSystem files, Vault? vault, ManifestRecord manifest, LogMark? after, bool keepsTree)
    {
        _files = files;
        _vault = vault;
        _manifest = manifest;
        _after = after;
        _keepsTree = keepsTree;
        _head = HashDomain.HashGenesis(manifest.DatabaseId);
        _tree = after is null ? new() : new(after.Seq, after.Peaks);
    }

    /// <summary>Scans the log; null where the folder holds no database.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="vault">The data key; null where the database is not encrypted.</param>
    /// <param name="after">
    /// Whoever knows everything up to a mark needs only what comes after it: segments before it are trusted by their headers and lengths.
    /// Where the mark is not of this log, all of it is scanned.
    /// </param>
    /// <param name="keepsTree">Whether the whole tree is to be kept, or only what is needed to go on.</param>
    /// <exception cref="StorageException">Corruption or UnknownFormat.</exception>
    public static RecoveredLog? Run(IFileSystem files, Vault? vault, LogMark? after = null, bool keepsTree = true)
    {
        var names = SegmentList.Read(files);
        if (ManifestFile.TryRead(files, vault) is not { } manifest)
            return names.Count == 0 ? null : ScanUnfinished(files, vault, names);
        if (after is not null && !MarkCheck.IsOf(files, vault, manifest, after))
            after = null;
        return new LogScan(files, vault, manifest, after, keepsTree).ScanAll(names);
    }

    /// <summary>
    /// Without a manifest nobody can tell whether segments are missing at the end, so a log with anything in it is not opened: rebuilding
    /// the manifest from what is left would declare the loss to be the truth. One case is certain: the first segment is made before the
    /// first manifest, and nothing is appended before that, so a lone first segment without a frame is a database whose making was
    /// interrupted, and it holds nothing. Views are made after the manifest: where there are any, it was not the making that ended.
    /// </summary>
    private static RecoveredLog ScanUnfinished(IFileSystem files, Vault? vault, List<SegmentFile> names)
    {
        using var reader = new SegmentReader(files, names[0].Path, vault: vault);
        var header = reader.Header;
        var isEmpty = names is [{ FirstSeq: 1, Revision: 0 }] && header.FirstSeq == 1
            && header.PreviousHead == HashDomain.HashGenesis(header.DatabaseId)
            && TailJudge.IsEmpty(reader, SegmentHeader.SizeBytes, 1)
            && !ViewFiles.Exist(files);
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
        ScanSegments();
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
            After = _after,
            Erasures = _erasures,
        };
    }

    private void ScanSegments()
    {
        try
        {
            for (var i = 0; i < _manifest.Segments.Length; i++)
                if (_after is not null && _manifest.Segments[i].FirstSeq < _after.Frame.SegmentFirstSeq)
                    TrustSegment(_manifest.Segments[i]);
                else
                    ScanSegment(_manifest.Segments[i], isLast: i == _manifest.Segments.Length - 1);
        }
        catch (StorageException)
        {
            // What was found is behind every node whose leaf is still being computed.
            ThrowIfDamaged(_leaves.Finish());
            throw;
        }

        ThrowIfDamaged(_leaves.Finish());
    }

    private static void ThrowIfDamaged(LeafFault? fault)
    {
        if (fault is not null)
            throw Damaged(fault.Path, fault.Position, "the node does not match its hash", fault.Seq);
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
        var isMarked = _after is not null && claimed.FirstSeq == _after.Frame.SegmentFirstSeq;
        if (isMarked)
            CheckOwner(reader, claimed.Revision);
        else
            CheckHeader(reader, claimed.FirstSeq, claimed.Revision);
        if (reader.FileLength < claimed.Length || (!isLast && reader.FileLength != claimed.Length))
        {
            throw new CorruptionException(
                $"'{path}' has {reader.FileLength} bytes; the manifest claims {claimed.Length}.",
                path,
                Math.Min(reader.FileLength, claimed.Length),
                _seq + 1);
        }

        var segment = isMarked ? StartAtMark(reader, _after!) : new LogSegment(reader.Header);
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
        CheckOwner(reader, revision);
        CheckPlace(reader, firstSeq);
    }

    private void CheckOwner(SegmentReader reader, int revision)
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
    }

    private void CheckPlace(SegmentReader reader, long firstSeq)
    {
        var header = reader.Header;
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
            _leaves.Add(reader.Path, at, _seq + 1, nodeHeader, salt, payload, leaf);
            _stated.Add(leaf);
            _seq++;
            if (NodeHeader.PeekKind(nodeHeader) == NodeKind.Erasure && !salt.IsEmpty)
                TakeErasure(reader, at, payload);
        }

        _tree.Append(CollectionsMarshal.AsSpan(_stated));
        _stated.Clear();
        if (!content.TryReadHash(out var head))
            throw Damaged(reader, position, content.Fault);
        if (!content.IsAtEnd)
            throw Damaged(reader, position, $"the content goes on after its head, at byte {content.Position}");
        _lastCommitHeader = headerBytes.ToArray();
        _headBeforeLast = previousHead;
        _head = head;
        _timestamp = header.TimestampTicks;
        ThrowIfDamaged(_leaves.Fault);
        KeepRoot();
        if (_seq == _manifest.Seq && head != _manifest.Head)
            throw Damaged(reader, position, $"the head at seq {_seq} is {head}; the manifest says {_manifest.Head}");
    }

    private void TakeErasure(SegmentReader reader, long position, ReadOnlySpan<byte> payload)
    {
        try
        {
            _erasures.Add(payload, _seq);
        }
        catch (CborException error)
        {
            throw Damaged(reader, position, "it erases nothing that there is: " + error.Message, _seq);
        }
    }

    /// <summary>Keeps the root that the manifest speaks of when it is passed, and lets go of what nobody needs any more.</summary>
    private void KeepRoot()
    {
        if (_rootAtManifest is null && _seq >= _manifest.Seq && _manifest.Seq >= (_after?.Seq ?? 0))
            _rootAtManifest = _tree.Root(_manifest.Seq);
        if (_keepsTree || _seq - _trimmed < TrimEveryLeaves)
            return;
        _tree.Trim(_seq, null);
        _trimmed = _seq;
    }

    private Hash256 CheckEnd(LogSegment tail)
    {
        var root = _tree.Root(_seq);
        if (_seq < _manifest.Seq)
            throw new CorruptionException(
                $"The log ends at seq {_seq}; the manifest claims {_manifest.Seq}.", tail.Path, tail.End, _seq + 1);
        var claimed = _manifest.Seq == 0 ? HashDomain.EmptyRoot : _rootAtManifest;
        // What lies before the mark was trusted.
        if (claimed is not null && claimed != _manifest.Root || (
            _manifest.Seq == 0 && _manifest.Head != HashDomain.HashGenesis(_manifest.DatabaseId)))
        {
            throw new CorruptionException(
                $"The root at seq {_manifest.Seq} is {claimed}; the manifest says {_manifest.Root}. Verify the log to"
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

    private static string Describe(FrameOutcome outcome) => outcome switch
    {
        FrameOutcome.Nothing => "the file ends here",
        FrameOutcome.Blank => "zeros stand where a frame should begin",
        FrameOutcome.HeaderBad => "the bytes are no header of a frame for this place",
        FrameOutcome.CutShort => "the file ends within this frame",
        FrameOutcome.ContentBad => "the content of this frame does not match its checksum",
        _ => "the padding of this frame was changed",
    };

    private CorruptionException Damaged(SegmentReader reader, long position, string found, long seq = 0) =>
        Damaged(reader.Path, position, found, seq > 0 ? seq : _seq + 1);

    private static CorruptionException Damaged(string path, long position, string found, long seq) => new(
        $"The log is damaged at byte {position} of '{path}', seq {seq}: {found}. No file was changed. Put back an undamaged copy of the"
            + " folder.",
        path,
        position,
        seq);
}
