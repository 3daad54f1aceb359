using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Recovery;

/// <summary>
/// Tells whether a mark is of a log: whether the frame before it stands where the mark says, whole, and ends with the head that the mark
/// says. That head covers all that came before.
/// </summary>
internal static class MarkCheck
{
    public static bool IsOf(IFileSystem files, Vault? vault, ManifestRecord manifest, LogMark mark)
    {
        var path = manifest.Segments.FirstOrDefault(segment => segment.FirstSeq == mark.Frame.SegmentFirstSeq) is { FirstSeq: > 0 } named
            ? named.Path
            : null;
        if (path is null || mark.Frame.Position < SegmentHeader.SizeBytes)
            return false;
        try
        {
            using var reader = new SegmentReader(files, path, vault: vault);
            if (reader.Header.DatabaseId != manifest.DatabaseId || reader.Header.FirstSeq != mark.Frame.SegmentFirstSeq
                || reader.Read(mark.Frame.Position) != FrameOutcome.Whole || reader.Frame.LastSeq != mark.Seq
                || mark.Frame.Position + reader.Frame.Extent != mark.Frame.End)
                return false;
            return ReadHead(reader) == mark.Head;
        }
        catch (Exception error) when (!IoFailure.IsOfProcess(error) && (error is StorageException || IoFailure.Matches(error)))
        {
            // Whatever is wrong with the segment, scanning all of the log says so in its own words.
            return false;
        }
    }

    private static Values.Hash256? ReadHead(SegmentReader reader)
    {
        var content = new FrameContent(reader.Content);
        if (!content.TryReadStart(out _, out _))
            return null;
        for (var left = reader.Frame.Count; left > 0; left--)
            if (!content.TryReadNode(out _, out _, out _, out _))
                return null;
        return content.TryReadHash(out var head) ? head : null;
    }
}
