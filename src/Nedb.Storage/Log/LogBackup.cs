using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>
/// Copies a log, as it was at a moment, into an empty folder. Segments only grow, so copying each up to where it was good then needs nobody
/// to wait. The manifest comes last: a copy that was interrupted has none, and is not opened.
/// </summary>
internal static class LogBackup
{
    private const int BufferBytes = 1024 * 1024;

    /// <summary>Copies the segments and the key file, and names them in a manifest.</summary>
    /// <exception cref="StorageException">PathInvalid: the folder is not empty. Io: a file cannot be read or written.</exception>
    public static void Copy(
        IFileSystem files,
        IFileSystem target,
        Vault? vault,
        Guid databaseId,
        LogCut[] cuts,
        LogState state,
        TimeProvider clock,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            target.List(""); // a file in place of the folder is told before anything is made
            target.CreateFolder("");
            if (target.List("").Count > 0 || target.List(SegmentName.Folder).Count > 0)
            {
                throw new StorageException(
                    StorageErrorCode.PathInvalid,
                    $"A backup needs an empty folder, and '{target.Name}' has files in it. Name another one.");
            }

            using var held = target.Lock(SegmentName.Lock, CommitLog.Holder(clock));
            target.CreateFolder(SegmentName.Folder);
            var total = cuts.Sum(static cut => cut.End);
            long done = 0;
            foreach (var cut in cuts)
            {
                CopyFile(files, target, cut.Path, cut.IsPacked ? null : cut.End, Tell, cancellationToken);
                done += cut.End;
            }

            // Behind the segments: a key file alone could be opened, and the copy would be an empty database with the id of this one.
            if (vault is not null)
                CopyFile(files, target, SegmentName.Keys, null, static _ => { }, cancellationToken);
            var entries = cuts.Select(static cut => new ManifestSegment(cut.FirstSeq, cut.End, cut.Revision));
            ManifestFile.Write(target, new ManifestRecord(databaseId, 1, state.Seq, state.Head, state.Root, [.. entries]), vault);
            progress?.Report(new VerifyProgress(state.Seq, state.Seq, total, total));

            void Tell(long bytes) => progress?.Report(new VerifyProgress(0, state.Seq, done + bytes, total));
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(target, "Copying into", error);
        }
    }

    private static void CopyFile(
        IFileSystem files, IFileSystem target, string path, long? end, Action<long> tell, CancellationToken cancellationToken)
    {
        var unfinished = path + SegmentName.UnfinishedExtension;
        using (var from = files.Open(path, FileIntent.Read))
        using (var to = target.Open(unfinished, FileIntent.Replace))
        {
            var length = end ?? from.Length;
            var buffer = new byte[(int)Math.Clamp(length, 1, BufferBytes)];
            for (long at = 0; at < length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = from.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - at)), at);
                if (read == 0)
                    throw new CorruptionException($"'{path}' ended at {at} of {length} bytes while it was copied.", path, at);
                to.Write(buffer.AsSpan(0, read), at);
                at += read;
                tell(Math.Min(at, length));
            }

            to.Sync();
        }

        target.Rename(unfinished, path);
    }
}
