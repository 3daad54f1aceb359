using Nedb.Storage.Format;
using Nedb.Storage.Log;

namespace Nedb.Storage.Recovery;

/// <summary>
/// Tells an unfinished write from damage. The difference is whether it was acknowledged: an unfinished write never was, and is cut; damage
/// may be in what was, and is never touched.
///
/// The log is written into zeros, front to back, one group at a time; a group is acknowledged only after its sync. So a crash leaves, after
/// the last good frame, some sectors of one unfinished group (or of several, where not every group was synced), and each sector is wholly
/// there or still zeros. It is damage instead if
///   1. the manifest claims these bytes, or a later segment exists: both are written only after a sync;
///   2. a later frame stands whose header says that this seq was durable when it was written;
///   3. nothing of the frame is missing, and yet it is wrong: no sector is zeros that should not be, and the file does not end in it.
/// </summary>
internal static class TailJudge
{
    private const int StepBytes = 64 * 1024;

    /// <summary>Whether nothing was ever written from a place on, where a frame could begin.</summary>
    /// <param name="reader">The segment.</param>
    /// <param name="position">The place.</param>
    /// <param name="seq">The seq that should come next.</param>
    public static bool IsEmpty(SegmentReader reader, long position, long seq)
    {
        var outcome = reader.Read(position);
        return outcome is not (FrameOutcome.Whole or FrameOutcome.PaddingBad)
            && Judge(reader, outcome, position, seq) is { Damage: null, TornBytes: 0 };
    }

    /// <summary>Judges the place after the last good frame.</summary>
    /// <param name="reader">The segment; its last read was at that place.</param>
    /// <param name="outcome">What was found there.</param>
    /// <param name="position">The place.</param>
    /// <param name="seq">The seq that should come next.</param>
    public static TailVerdict Judge(SegmentReader reader, FrameOutcome outcome, long position, long seq)
    {
        if (outcome == FrameOutcome.Nothing)
            return new(null, 0);
        var frame = reader.Frame;
        var end = FindLastNonZero(reader, position);
        if (end == position)
            return new(null, 0); // zeros to the end of the file: space made ready for what was never written
        var damage = outcome switch
        {
            FrameOutcome.Blank => JudgeBlank(reader, position),
            FrameOutcome.HeaderBad => JudgeHeader(reader, position, end),
            FrameOutcome.ContentBad => JudgeContent(reader, frame, position),
            FrameOutcome.CutShort => null,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
        damage ??= FindLaterWitness(reader, position, end, seq);
        return damage is not null ? new(damage, 0) : new(null, (outcome == FrameOutcome.CutShort ? reader.End : end) - position);
    }

    /// <summary>Whether padding that is not padding was merely not written: padding up to a byte, and zeros from there on.</summary>
    public static bool IsPaddingUnwritten(ReadOnlySpan<byte> padding)
    {
        var written = padding.IndexOfAnyExcept(FrameHeader.PaddingByte);
        return written >= 0 && !padding[written..].ContainsAnyExcept((byte)0);
    }

    private static string? JudgeBlank(SegmentReader reader, long position)
    {
        var restOfSector = (int)(Limits.SectorBytes - position % Limits.SectorBytes);
        return reader.Peek(position, restOfSector).ContainsAnyExcept((byte)0)
            ? "the header of a frame is zeros, but the rest of its sector is not: a disk writes a sector wholly or not at all"
            : null;
    }

    private static string? JudgeHeader(SegmentReader reader, long position, long end) =>
        end < position + FrameHeader.SizeBytes || reader.End < position + FrameHeader.SizeBytes
            ? null // the write stopped within the header, and nothing of the frame follows
            : "a frame should begin here; the bytes are neither a header for this place nor zeros";

    private static string? JudgeContent(SegmentReader reader, FrameHeader frame, long position)
    {
        var bytes = reader.Peek(position, (int)frame.Extent);
        var isSectorMissing = FrameHeader.CountBlankSectors(bytes, position) > frame.BlankSectors;
        var isEndMissing = bytes[^1] == 0; // padding is never zero, so the write stopped before it
        return isSectorMissing || isEndMissing
            ? null
            : "the content of a frame does not match its checksum, and no part of it is missing: it was wholly written,"
                + " and changed afterwards";
    }

    /// <summary>Looks for a frame after the bad one that was written when the bad one was durable already.</summary>
    private static string? FindLaterWitness(SegmentReader reader, long position, long end, long seq)
    {
        for (var at = position + FrameHeader.SizeBytes; at < end; at += FrameHeader.SizeBytes)
        {
            if (!FrameHeader.TryRead(reader.Peek(at, FrameHeader.SizeBytes), reader.Header.Salt, at, out var later))
                continue;
            if (later.FirstSeq > seq && later.DurableSeq >= seq)
            {
                return $"a frame is missing or wrong here, although the one at {at} (seq {later.FirstSeq}) was written when seq"
                    + $" {later.DurableSeq} was durable";
            }
        }

        return null;
    }

    private static long FindLastNonZero(SegmentReader reader, long position)
    {
        var last = position;
        for (var at = position; at < reader.End; at += StepBytes)
        {
            var index = reader.Peek(at, StepBytes).LastIndexOfAnyExcept((byte)0);
            if (index >= 0)
                last = at + index + 1;
        }

        return last;
    }
}
