using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;

namespace Nedb.Storage.Recovery;

/// <content>
/// Segments that are not read from their beginning: those before a mark, that with the mark, and one that was just begun.
/// </content>
internal sealed partial class LogScan
{
    /// <summary>A segment before the mark must be there, with its header and its exact length; verifying finds everything else.</summary>
    private void TrustSegment(ManifestSegment claimed)
    {
        using var reader = new SegmentReader(_files, claimed.Path, vault: _vault);
        CheckOwner(reader, claimed.Revision);
        if (reader.Header.FirstSeq != claimed.FirstSeq || reader.FileLength != claimed.Length)
        {
            throw new CorruptionException(
                $"'{reader.Path}' begins with seq {reader.Header.FirstSeq} and has {reader.FileLength} bytes; expected {claimed.FirstSeq}"
                    + $" and {claimed.Length}.",
                reader.Path,
                SegmentHeader.FirstSeqOffset,
                claimed.FirstSeq);
        }

        _segments.Add(new LogSegment(reader.Header, claimed.Length, lastFrame: 0));
    }

    private LogSegment StartAtMark(SegmentReader reader, LogMark mark)
    {
        // The mark was checked to be of this log, so the frame before it is whole.
        reader.Read(mark.Frame.Position);
        new FrameContent(reader.Content).TryReadStart(out _headBeforeLast, out var header);
        _lastCommitHeader = header.ToArray();
        (_seq, _head, _timestamp) = (mark.Seq, mark.Head, mark.TimestampTicks);
        if (_seq == _manifest.Seq)
            KeepRoot();
        if (_seq == _manifest.Seq && _head != _manifest.Head)
            throw Damaged(
                reader, mark.Frame.Position, $"the head at seq {_seq} is {_head}; the manifest says {_manifest.Head}");
        return new LogSegment(reader.Header, mark.Frame.End, mark.Frame.Position);
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
}
