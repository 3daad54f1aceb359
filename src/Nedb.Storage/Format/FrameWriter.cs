using Nedb.Storage.Sealing;
using Nedb.Storage.Values;

namespace Nedb.Storage.Format;

/// <summary>
/// Puts content into a frame: header, content (sealed where there is a sealer), padding, checksums. The content is appended to the buffer
/// between <see cref="Begin"/> and <see cref="Finish"/>.
/// </summary>
internal static class FrameWriter
{
    /// <summary>Makes room for the header.</summary>
    /// <returns>Where the frame begins in the buffer.</returns>
    public static int Begin(ByteBuffer target)
    {
        var start = target.Length;
        target.Reserve(FrameHeader.SizeBytes).Clear();
        return start;
    }

    /// <summary>Completes the frame around the content.</summary>
    /// <param name="target">The buffer, which ends with the content.</param>
    /// <param name="start">Where the frame begins in it.</param>
    /// <param name="place">Where the frame is for: position in the file, salt of the segment, and what seals it.</param>
    /// <param name="firstSeq">The seq of the first node.</param>
    /// <param name="count">The number of nodes.</param>
    /// <param name="durableSeq">The seq known durable.</param>
    public static void Finish(ByteBuffer target, int start, in FramePlace place, long firstSeq, int count, long durableSeq)
    {
        if (place.Sealer is not null)
            target.Reserve(Sealer.TagBytes);
        var contentLength = target.Length - start - FrameHeader.SizeBytes;
        var extent = (int)FrameHeader.ExtentOf(contentLength);
        target.Reserve(extent - FrameHeader.SizeBytes - contentLength).Fill(FrameHeader.PaddingByte);
        var frame = target.Change(start, extent);
        var content = frame.Slice(FrameHeader.SizeBytes, contentLength);
        var header = new FrameHeader(contentLength, firstSeq, count, 0, durableSeq, 0, place.Sealer?.Next() ?? default);
        place.Sealer?.Seal(content, header, place.Position);
        header = header with { ContentChecksum = Checksum.Compute(place.SegmentSalt, place.Position, content) };
        header.Write(frame, place.SegmentSalt, place.Position); // before counting: a header is never blank
        header = header with { BlankSectors = FrameHeader.CountBlankSectors(frame, place.Position) };
        header.Write(frame, place.SegmentSalt, place.Position);
    }
}
