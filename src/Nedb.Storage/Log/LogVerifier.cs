using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Recovery;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>
/// Recomputes every hash of a log from its files. What needs only the frame itself (its nodes and their leaves) is computed on all cores
/// while reading goes on, what needs the frames before (tree, heads) in order. Damage is collected, not thrown: reading goes on behind it
/// wherever a frame can be found.
/// </summary>
internal sealed class LogVerifier
{
    private readonly IFileSystem _files;
    private readonly Vault? _vault;
    private readonly List<DamagedPlace> _damage = [];
    private readonly ChainCheck _chain;
    private readonly IProgress<VerifyProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly FrameChecks _checks = new();
    private readonly long _totalNodes;
    private readonly long _totalBytes;
    private long _nodes;
    private long _bytesDone;

    private LogVerifier(
        IFileSystem files,
        Vault? vault,
        Guid databaseId,
        Checkpoint? expected,
        long totalNodes,
        long totalBytes,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancellationToken)
    {
        _files = files;
        _vault = vault;
        _chain = new ChainCheck(databaseId, expected, _damage);
        _totalNodes = totalNodes;
        _totalBytes = totalBytes;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Verifies a log that is open, up to where it was good at a moment.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="vault">The data key; null where the database is not encrypted.</param>
    /// <param name="databaseId">The identity of the database.</param>
    /// <param name="cuts">What of it to verify.</param>
    /// <param name="end">Where it ended.</param>
    /// <param name="expected">What else it is to have; null for nothing.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="clock">Takes the time.</param>
    /// <param name="findLaterErasures">Tells what acts behind the end erased; asked only where something is gone that no act before it
    /// names.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="StorageException">Io: a file cannot be read.</exception>
    public static VerifyReport Verify(
        IFileSystem files,
        Vault? vault,
        Guid databaseId,
        LogCut[] cuts,
        LogState end,
        Checkpoint? expected,
        IProgress<VerifyProgress>? progress,
        TimeProvider clock,
        Func<long[]> findLaterErasures,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        long total = 0;
        foreach (var cut in cuts)
            total += cut.End;
        var verifier = new LogVerifier(files, vault, databaseId, expected, end.Seq, total, progress, cancellationToken);
        foreach (var cut in cuts)
            verifier.VerifySegment(cut.Path, cut.End, claimed: cut.End);
        verifier._chain.End(end, cuts[^1].Path, cuts[^1].End, findLaterErasures);
        return verifier.Report(clock.GetElapsedTime(started));
    }

    /// <summary>
    /// Verifies the files in a folder without opening the database, so that also one which cannot be opened tells everything that is wrong
    /// with it. Nothing is changed, and no lock is taken: nobody should be writing. An unfinished write at the end is no damage.
    /// </summary>
    /// <exception cref="StorageException">
    /// PathInvalid: there is no database. KeyRequired, KeyWrong, KeyUnexpected: it cannot be read with that key. Io: a file cannot be read.
    /// </exception>
    public static VerifyReport VerifyFolder(
        IFileSystem files,
        EncryptionKey? key,
        Checkpoint? expected,
        IProgress<VerifyProgress>? progress,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!CommitLog.Exists(files))
            throw new StorageException(StorageErrorCode.PathInvalid, $"There is no database in '{files.Name}'.");
        try
        {
            return new FolderCheck(files, key, expected, progress, clock, cancellationToken).Run();
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(files, "Verifying", error);
        }
    }

    private VerifyReport Report(TimeSpan elapsed) => new(_nodes, _bytesDone, _chain.Head, _chain.Root, elapsed, [.. _damage])
    {
        Erased = _chain.Erased,
    };

    private void VerifySegment(string path, long? end, long claimed)
    {
        SegmentReader reader;
        try
        {
            reader = new SegmentReader(_files, path, end, _vault);
        }
        catch (StorageException error)
        {
            _damage.Add(new DamagedPlace(path, (error as CorruptionException)?.Offset ?? 0, _chain.Seq + 1, null, error.Message));
            _chain.Lose();
            return;
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Verifying", error);
        }

        using (reader)
        {
            var header = reader.Header;
            if (header.Path != path)
                _damage.Add(new DamagedPlace(path, 0, header.FirstSeq, null, $"The file has the header of '{header.Path}'."));
            _chain.BeginSegment(path, header.DatabaseId, header.FirstSeq, header.PreviousHead);
            if (reader.FileLength < claimed)
                _damage.Add(new DamagedPlace(
                    path, reader.FileLength, 0, null, $"The file has {reader.FileLength} bytes; expected at least {claimed}."));
            VerifyFrames(reader, claimed);
        }
    }

    private void VerifyFrames(SegmentReader reader, long claimed)
    {
        long position = SegmentHeader.SizeBytes;
        while (true)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var outcome = reader.Read(position);
            switch (outcome)
            {
                case FrameOutcome.Whole:
                case FrameOutcome.ContentBad or FrameOutcome.PaddingBad when position < claimed:
                    position = TakeFrame(reader, position, outcome);
                    continue;
                case FrameOutcome.PaddingBad when TailJudge.IsPaddingUnwritten(PaddingOf(reader, position)):
                    position = TakeFrame(reader, position, FrameOutcome.Whole);
                    continue;
                case FrameOutcome.ContentBad when WasChanged(reader, outcome, position):
                    position = TakeFrame(reader, position, outcome);
                    continue;
                default:
                    FinishChecks();
                    if (!FindNext(reader, outcome, ref position, claimed))
                        return;
                    continue;
            }
        }
    }

    /// <summary>
    /// Whether a frame beyond what the manifest claims was wholly written and changed afterwards: then its nodes tell which of them was.
    /// </summary>
    private bool WasChanged(SegmentReader reader, FrameOutcome outcome, long position)
    {
        FinishChecks();
        var isDamage = TailJudge.Judge(reader, outcome, position, _chain.Seq + 1).Damage is not null;
        reader.Read(position); // judging looks ahead
        return isDamage;
    }

    private static ReadOnlySpan<byte> PaddingOf(SegmentReader reader, long position) =>
        reader.FrameAt(position)[(FrameHeader.SizeBytes + reader.Frame.ContentLength)..];

    private long TakeFrame(SegmentReader reader, long position, FrameOutcome outcome)
    {
        var fault = outcome switch
        {
            FrameOutcome.ContentBad => "The content of the frame does not match its checksum.",
            FrameOutcome.PaddingBad => "The padding of the frame was changed.",
            _ => null,
        };
        if (_checks.Add(reader.Path, position, reader.Frame, reader.Content, fault) is { } batch)
            Follow(batch);
        return position + reader.Frame.Extent;
    }

    private void FinishChecks()
    {
        while (_checks.Take() is { } batch)
            Follow(batch);
    }

    private void Follow(FrameBatch batch)
    {
        foreach (var frame in batch.Finish())
        {
            _chain.Follow(batch.Path, frame);
            _nodes += frame.Frame.Count;
            _bytesDone += frame.Frame.Extent;
        }

        _checks.GiveBack(batch);
        _progress?.Report(new VerifyProgress(_nodes, _totalNodes, _bytesDone, _totalBytes));
    }

    /// <summary>At a place without a good header: the end, or damage with a frame somewhere behind it.</summary>
    private bool FindNext(SegmentReader reader, FrameOutcome outcome, ref long position, long claimed)
    {
        if (position == claimed && outcome == FrameOutcome.Nothing)
            return false;
        if (position >= claimed)
        {
            var damage = outcome == FrameOutcome.PaddingBad
                ? "the padding of this frame was changed"
                : TailJudge.Judge(reader, outcome, position, _chain.Seq + 1).Damage;
            if (damage is null)
                return false;
            _damage.Add(new DamagedPlace(reader.Path, position, _chain.Seq + 1, null, "Not as it was written: " + damage + "."));
        }
        else
        {
            _damage.Add(new DamagedPlace(
                reader.Path,
                position,
                _chain.Seq + 1,
                null,
                reader.Fault is { } fault
                    ? $"The frames from here on cannot be read: {fault}."
                    : $"No frame begins here, although there are {claimed} bytes of them; what is here cannot be read."));
        }

        _chain.Lose();
        for (var at = position + FrameHeader.SizeBytes; at < reader.End; at += FrameHeader.SizeBytes)
        {
            if (FrameHeader.TryRead(reader.Peek(at, FrameHeader.SizeBytes), reader.Header.Salt, at, out var frame)
                && frame.FirstSeq > _chain.Seq)
            {
                position = at;
                return true;
            }
        }

        return false;
    }

    /// <summary>The check of a folder that nobody has open.</summary>
    private sealed class FolderCheck(
        IFileSystem files,
        EncryptionKey? key,
        Checkpoint? expected,
        IProgress<VerifyProgress>? progress,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        private readonly List<DamagedPlace> _found = [];

        public VerifyReport Run()
        {
            var started = clock.GetTimestamp();
            var vault = OpenVault();
            var manifest = Try(() => ManifestFile.TryRead(files, vault), SegmentName.Manifest);
            if (manifest is null && _found.Count == 0)
                _found.Add(new DamagedPlace(SegmentName.Manifest, 0, 0, null, "The manifest is missing."));
            var names = Try(() => SegmentList.Read(files), SegmentName.Folder) ?? [];
            var id = manifest?.DatabaseId ?? expected?.DatabaseId ?? Guid.Empty;
            if (manifest is null && names.Count > 0)
                id = Try(() => ReadId(names[0].Path), names[0].Path) ?? id;
            var verifier = new LogVerifier(
                files, vault, id, expected, manifest?.Seq ?? 0, manifest is null ? 0 : TotalOf(manifest), progress, cancellationToken);
            var last = VerifySegments(verifier, manifest, names);
            if (manifest is not null && verifier._chain.Seq < manifest.Seq)
                verifier._chain.End(new LogState(manifest.Seq, 0, manifest.Head, manifest.Root), last, 0);
            else
                verifier._chain.Finish(last, 0);
            verifier._damage.InsertRange(0, _found);
            return verifier.Report(clock.GetElapsedTime(started));
        }

        private string VerifySegments(LogVerifier verifier, ManifestRecord? manifest, List<SegmentFile> names)
        {
            var last = SegmentName.Manifest;
            var claims = new Dictionary<long, long>();
            var revisions = new Dictionary<long, int>();
            foreach (var segment in manifest?.Segments ?? [])
            {
                claims.Add(segment.FirstSeq, segment.Length);
                revisions.Add(segment.FirstSeq, segment.Revision);
                if (!names.Contains(new SegmentFile(segment.FirstSeq, segment.Revision)))
                    _found.Add(new DamagedPlace(segment.Path, 0, segment.FirstSeq, null, "The segment is missing."));
            }

            foreach (var (name, revision) in names)
            {
                if (revisions.TryGetValue(name, out var named) && named != revision)
                    continue; // left over by an interrupted rewriting
                last = SegmentName.PathOf(name, revision);
                var isNamed = claims.TryGetValue(name, out var claimed);
                if (!isNamed && manifest is not null && name < manifest.Segments[^1].FirstSeq)
                    _found.Add(new DamagedPlace(last, 0, name, null, "The manifest does not name this segment."));
                var isClosed = manifest is not null && name < manifest.Segments[^1].FirstSeq;
                verifier.VerifySegment(last, isClosed ? claimed : null, isNamed ? claimed : SegmentHeader.SizeBytes);
                CheckSurroundings(verifier, manifest, name, last, isClosed ? claimed : null);
            }

            return last;
        }

        /// <summary>
        /// A closed segment has exactly its length, and at most one segment follows the last named one, without a frame in it.
        /// </summary>
        private void CheckSurroundings(LogVerifier verifier, ManifestRecord? manifest, long name, string path, long? length)
        {
            if (length is { } claimed)
            {
                if (Try(() => LengthOf(path, verifier._vault), path) is { } found && found > claimed)
                {
                    _found.Add(new DamagedPlace(
                        path, claimed, name, null, $"The file has {found} bytes; the manifest claims {claimed} for a closed segment."));
                }
            }
            else if (manifest is not null && name > manifest.Segments[^1].FirstSeq && verifier._chain.Seq >= name)
            {
                _found.Add(new DamagedPlace(
                    path,
                    0,
                    name,
                    null,
                    "The manifest does not name this segment, and yet there are frames in it: the manifest is older than the log."));
            }
        }

        private static long TotalOf(ManifestRecord manifest)
        {
            long total = 0;
            foreach (var segment in manifest.Segments)
                total += segment.Length;
            return total;
        }

        private long? LengthOf(string path, Vault? vault)
        {
            using var reader = new SegmentReader(files, path, vault: vault);
            return reader.FileLength;
        }

        private Guid? ReadId(string path)
        {
            using var file = files.Open(path, FileIntent.Read);
            var bytes = new byte[SegmentHeader.SizeBytes];
            return SegmentHeader.Read(bytes.AsSpan(0, file.Read(bytes, 0)), path).DatabaseId;
        }

        /// <summary>Without the right key nothing can be said; with a damaged key file, that is what is reported.</summary>
        private Vault? OpenVault() => Try(() => KeyGate.Open(files, key), SegmentName.Keys);

        private T? Try<T>(Func<T?> read, string file)
        {
            try
            {
                return read();
            }
            catch (StorageException error) when (error.Code is StorageErrorCode.Corruption or StorageErrorCode.UnknownFormat)
            {
                _found.Add(new DamagedPlace(
                    (error as CorruptionException)?.File ?? file, (error as CorruptionException)?.Offset ?? 0, 0, null, error.Message));
                return default;
            }
        }
    }
}
