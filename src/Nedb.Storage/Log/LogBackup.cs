using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>
/// Copies a log, as it was at a moment, into an empty folder. Segments only grow, so copying each up to where it was good then needs nobody
/// to wait. It begins with an empty file in the place of the first segment, and the manifest comes last: a copy that was interrupted has
/// the one and not the other, and is not opened.
/// </summary>
/// <param name="files">The database.</param>
/// <param name="target">The folder.</param>
/// <param name="vault">The data key; null where the database is not encrypted.</param>
/// <param name="databaseId">The identity of the database.</param>
/// <param name="clock">Tells since when the folder is held.</param>
/// <param name="progress">Is told how far it is.</param>
internal sealed class LogBackup(
    IFileSystem files, IFileSystem target, Vault? vault, Guid databaseId, TimeProvider clock, IProgress<VerifyProgress>? progress)
{
    private const int BufferBytes = 1024 * 1024;
    private const int Attempts = 5;

    private readonly HashSet<(string Path, long End)> _copied = [];
    private long _total;
    private long _done;

    /// <summary>Copies the segments and the key file, and names them in a manifest.</summary>
    /// <param name="look">Tells what to copy.</param>
    /// <param name="mayMove">Whether a file may be gone because it was written anew; then it is looked again.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Where the copy ends.</returns>
    /// <exception cref="StorageException">PathInvalid: the folder is not empty. Io: a file cannot be read or written.</exception>
    public LogState Copy(Func<(LogCut[] Cuts, LogState State)> look, bool mayMove, CancellationToken cancellationToken)
    {
        try
        {
            target.List(""); // a file in place of the folder is told before anything is made
            target.CreateFolder("");
            CheckEmpty([]);
            using var held = target.Lock(SegmentName.Lock, CommitLog.Holder(clock));
            CheckEmpty([SegmentName.Lock]); // another backup may have ended meanwhile
            Begin();
            var (cuts, state) = CopySegments(look, mayMove, cancellationToken);
            // Behind the segments: a key file alone could be opened, and the copy would be an empty database with the id of this one.
            if (vault is not null)
                CopyFile(files, target, SegmentName.Keys, null, static _ => { }, cancellationToken);
            var entries = cuts.Select(static cut => new ManifestSegment(cut.FirstSeq, cut.End, cut.Revision));
            ManifestFile.Write(target, new ManifestRecord(databaseId, 1, state.Seq, state.Head, state.Root, [.. entries]), vault);
            progress?.Report(new VerifyProgress(state.Seq, state.Seq, _total, _total));
            return state;
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(target, "Copying into", error);
        }
    }

    private void CheckEmpty(string[] made)
    {
        if (target.List("").Except(made).Any() || target.List(SegmentName.Folder).Count > 0)
        {
            throw new StorageException(
                StorageErrorCode.PathInvalid,
                $"A backup needs an empty folder, and '{target.Name}' has files in it. Name another one.");
        }
    }

    private void Begin()
    {
        target.CreateFolder(SegmentName.Folder);
        var path = SegmentName.PathOf(1);
        target.Open(path, FileIntent.Replace).Dispose();
        _copied.Add((path, 0)); // so that it goes where the first segment has another name
    }

    private (LogCut[] Cuts, LogState State) CopySegments(
        Func<(LogCut[] Cuts, LogState State)> look, bool mayMove, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (cuts, state) = look();
            try
            {
                CopySegments(cuts, state, cancellationToken);
                DeleteOthers(cuts);
                return (cuts, state);
            }
            catch (FileNotFoundException) when (mayMove && attempt < Attempts)
            {
                // What was copied stays where it still counts.
            }
        }
    }

    private void CopySegments(LogCut[] cuts, LogState state, CancellationToken cancellationToken)
    {
        _total = cuts.Sum(static cut => cut.End);
        _done = 0;
        foreach (var cut in cuts)
        {
            if (!_copied.Contains((cut.Path, cut.End)))
                CopyFile(files, target, cut.Path, cut.IsPacked ? null : cut.End, Tell, cancellationToken);
            _copied.Add((cut.Path, cut.End));
            _done += cut.End;
        }

        void Tell(long bytes) => progress?.Report(new VerifyProgress(0, state.Seq, _done + bytes, _total));
    }

    private void DeleteOthers(LogCut[] cuts)
    {
        foreach (var (path, _) in _copied)
            if (!Array.Exists(cuts, cut => cut.Path == path))
                target.Delete(path);
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
