using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>
/// Writes a segment anew as its next revision: sealed otherwise, or with other content in its frames. The new file is complete and durable
/// before it has its name; it counts once the manifest names it. Until then, and after the old one is no longer named, a crash leaves a
/// revision that the next opening deletes.
/// </summary>
internal static class SegmentRewriter
{
    private const int BufferBytes = 1024 * 1024;

    /// <summary>Writes the next revision of a segment.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="source">The segment, up to where it is good.</param>
    /// <param name="from">The data key that opens it; null where it is not sealed.</param>
    /// <param name="to">The data key that seals the new one; null where it is not to be sealed.</param>
    /// <param name="edit">What becomes of the content; null to keep it.</param>
    /// <exception cref="StorageException">The segment is damaged; nothing was changed.</exception>
    public static LogSegment Rewrite(IFileSystem files, LogCut source, Vault? from, Vault? to, FrameEdit? edit = null)
    {
        using var reader = new SegmentReader(files, source.Path, source.End, from);
        var header = reader.Header with
        {
            Salt = Chance.SegmentSalt(),
            KeyId = to?.KeyId ?? 0,
            Revision = reader.Header.Revision + 1,
        };
        var segment = new LogSegment(header);
        var unfinished = header.Path + SegmentName.UnfinishedExtension;
        using (var file = files.Open(unfinished, FileIntent.Replace))
        using (var sealer = to is null ? null : new FrameSealer(to.CreateSealer(header.Path)))
        {
            var buffer = new ByteBuffer();
            buffer.Append(header.ToBytes());
            long written = 0;
            for (long position = SegmentHeader.SizeBytes; position < source.End;)
            {
                if (!reader.TryRead(position))
                    throw Damaged(reader, position);
                var start = FrameWriter.Begin(buffer);
                if (edit is null)
                    buffer.Append(reader.Content);
                else
                    edit(reader.Frame, reader.Content, buffer);
                var place = new FramePlace(segment.End, header.Salt, sealer);
                FrameWriter.Finish(buffer, start, place, reader.Frame.FirstSeq, reader.Frame.Count, reader.Frame.DurableSeq);
                segment.Extend(reader.Frame.FirstSeq, buffer.Length - start);
                position += reader.Frame.Extent;
                if (buffer.Length >= BufferBytes)
                    Flush(file, buffer, ref written);
            }

            Flush(file, buffer, ref written);
            file.Sync();
        }

        files.Rename(unfinished, header.Path);
        return segment;
    }

    private static void Flush(IFile file, ByteBuffer buffer, ref long written)
    {
        file.Write(buffer.Written, written);
        written += buffer.Length;
        buffer.Clear();
    }

    private static CorruptionException Damaged(SegmentReader reader, long position) => new(
        $"The log is damaged at byte {position} of '{reader.Path}': a frame is not as it was written. Nothing was changed.",
        reader.Path,
        position);
}
