using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>
/// Writes a segment anew as its next revision: sealed otherwise, packed, or without what is to be erased. The new file is complete and
/// durable before it has its name; it counts once the manifest names it. Until then, and after the old one is no longer named, a crash
/// leaves a revision that the next opening deletes.
/// </summary>
internal static class SegmentRewriter
{
    /// <summary>Writes the next revision of a segment.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="source">The segment, up to where it is good.</param>
    /// <param name="from">The data key that opens it; null where it is not sealed.</param>
    /// <param name="to">The data key that seals the new one; null where it is not to be sealed.</param>
    /// <param name="packs">Whether the new one is packed; null for as it was.</param>
    /// <param name="eraser">What is left out; null for nothing.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="StorageException">The segment is damaged; nothing was changed. Whatever is thrown, what was written is
    /// deleted.</exception>
    public static LogSegment Rewrite(
        IFileSystem files,
        LogCut source,
        Vault? from,
        Vault? to,
        bool? packs = null,
        FrameEraser? eraser = null,
        CancellationToken cancellationToken = default)
    {
        using var reader = new SegmentReader(files, source.Path, source.End, from);
        var header = reader.Header with
        {
            Salt = Chance.SegmentSalt(),
            KeyId = to?.KeyId ?? 0,
            Revision = reader.Header.Revision + 1,
            IsPacked = packs ?? reader.Header.IsPacked,
            SealSalt = 0,
        };
        using var sealer = to?.CreateSealer(header.Path);
        if (header.IsPacked)
            header = header with { SealSalt = sealer?.Salt ?? 0 };
        var unfinished = header.Path + SegmentName.UnfinishedExtension;
        try
        {
            LogSegment segment;
            using (var file = files.Open(unfinished, FileIntent.Replace))
                segment = Copy(reader, source.End, file, header, sealer, eraser, cancellationToken);
            files.Rename(unfinished, header.Path);
            return segment;
        }
        catch
        {
            // On a full disk it would take the room that is needed to go on.
            Discard(files, [unfinished, header.Path]);
            throw;
        }
    }

    /// <summary>Deletes what was written and takes no segment's place; what cannot be deleted goes at the next opening.</summary>
    public static void Discard(IFileSystem files, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                files.Delete(path);
            }
            catch (Exception error) when (IoFailure.Matches(error))
            {
                // The failure that came before it is the one to be told.
            }
        }
    }

    /// <summary>Whether a segment holds anything that is to be erased.</summary>
    /// <exception cref="StorageException">The segment is damaged.</exception>
    public static bool Holds(IFileSystem files, LogCut source, Vault? vault, FrameEraser eraser)
    {
        using var reader = new SegmentReader(files, source.Path, source.End, vault);
        for (long position = SegmentHeader.SizeBytes; position < source.End; position += reader.Frame.Extent)
        {
            if (!reader.TryRead(position))
                throw Damaged(reader, position);
            if (eraser.IsToErase(reader.Frame.FirstSeq, reader.Frame.Count, reader.Content))
                return true;
        }

        return false;
    }

    private static LogSegment Copy(
        SegmentReader reader,
        long end,
        IFile file,
        SegmentHeader header,
        Sealer? sealer,
        FrameEraser? eraser,
        CancellationToken cancellationToken)
    {
        var segment = new LogSegment(header);
        var frames = header.AreFramesSealed ? new FrameSealer(sealer!) : null;
        using var sink = new SegmentSink(file, header, header.IsPacked ? sealer : null);
        var buffer = new ByteBuffer();
        for (long position = SegmentHeader.SizeBytes; position < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!reader.TryRead(position))
                throw Damaged(reader, position);
            buffer.Clear();
            var start = FrameWriter.Begin(buffer);
            if (eraser is null || !eraser.Concerns(reader.Frame.FirstSeq, reader.Frame.LastSeq))
                buffer.Append(reader.Content);
            else if (!eraser.TryWrite(reader.Frame.FirstSeq, reader.Frame.Count, reader.Content, buffer))
                throw Damaged(reader, position);
            var place = new FramePlace(segment.End, header.Salt, frames);
            FrameWriter.Finish(buffer, start, place, reader.Frame.FirstSeq, reader.Frame.Count, reader.Frame.DurableSeq);
            segment.Extend(reader.Frame.FirstSeq, buffer.Length);
            sink.Append(buffer.Written);
            position += reader.Frame.Extent;
        }

        sink.Finish();
        return segment;
    }

    private static CorruptionException Damaged(SegmentReader reader, long position) => new(
        $"The log is damaged at byte {position} of '{reader.Path}': a frame is not as it was written. Nothing was changed.",
        reader.Path,
        position);
}
