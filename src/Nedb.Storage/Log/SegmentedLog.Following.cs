using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;

namespace Nedb.Storage.Log;

/// <content>
/// Who only reads takes no lock, so a process that writes may write a segment anew and delete the old file. The new one holds the same
/// nodes, but perhaps not all of their content: acts that say so stand behind where this log ends.
/// </content>
internal sealed partial class SegmentedLog
{
    private const int FollowingAttempts = 20;

    private volatile bool _hasFollowed;

    /// <inheritdoc/>
    public ICommitLog? OpenLater() => OpenNewest();

    private SegmentedLog? OpenNewest()
    {
        ThrowIfClosed();
        if (_held is not null)
            return null;
        for (var attempt = 1; ; attempt++)
        {
            var newest = FollowToNewest(out var isOther);
            if (!isOther)
                return newest;
            if (attempt == FollowingAttempts)
                throw new CorruptionException(
                    $"The log of '{_files.Name}' is not the one that was opened: it has no longer what stood up to seq {_state.Seq}.",
                    _segments[^1].Path,
                    _segments[^1].LastFrame,
                    _state.Seq);
        }
    }

    /// <summary>The log as it is now, read only from where this one ends; null where no segment was written anew.</summary>
    /// <param name="isOther">Whether it was written anew once more meanwhile, or is another log.</param>
    private SegmentedLog? FollowToNewest(out bool isOther)
    {
        isOther = false;
        try
        {
            TryFollow();
            if (!_hasFollowed)
                return null;
            var end = FindEnd();
            var newest = CommitLog.OpenBehind(_files, _options, _vault, end);
            if (end is null || newest.OpenedAfter is not null)
                return newest;
            newest.Dispose();
        }
        catch (FileNotFoundException)
        {
            // Written anew between two looks.
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Reading", error);
        }

        isOther = true;
        return null;
    }

    /// <summary>Where this log ends; null where it is empty.</summary>
    private LogMark? FindEnd()
    {
        lock (_stateGate)
            return TakeMark() is { } mark ? mark with { Peaks = _tree.Peaks(mark.Seq) } : null;
    }

    /// <summary>The seqs that acts behind the end of this log erased.</summary>
    private long[] FindLaterErasures()
    {
        try
        {
            using var newest = OpenNewest();
            return newest?.Erasures.Seqs ?? [];
        }
        catch (CorruptionException)
        {
            return []; // then no such act can be believed
        }
    }

    /// <summary>Reads; where a file is gone that a writer elsewhere wrote anew, reads that one instead.</summary>
    private T Following<T>(Func<T> read)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return read();
            }
            catch (StorageException error) when (
                error.InnerException is FileNotFoundException && attempt < FollowingAttempts && TryFollow())
            {
                // Read again.
            }
        }
    }

    /// <summary>Looks for segments that were written anew.</summary>
    /// <returns>Whether there were any.</returns>
    private bool TryFollow()
    {
        if (_held is not null || ManifestFile.TryRead(_files, _vault) is not { } manifest)
            return false;
        LogSegment[] before;
        long end;
        lock (_stateGate)
            (before, end) = ([.. _segments], _state.Seq);
        var hasFollowed = false;
        for (var i = 0; i < before.Length; i++)
        {
            var header = before[i].Header;
            var named = manifest.Segments.FirstOrDefault(segment => segment.FirstSeq == header.FirstSeq);
            if (named.FirstSeq == 0 || named.Revision == header.Revision)
                continue;
            hasFollowed = _hasFollowed = true;
            if (TryReopen(named.Path, i + 1 < before.Length ? before[i + 1].Header.FirstSeq - 1 : end) is not { } made)
                continue; // and once more since: the next look finds that one
            lock (_stateGate)
                _segments[i] = made;
        }

        return hasFollowed;
    }

    /// <summary>A segment up to the frame that ends with a seq; null where its file is gone.</summary>
    private LogSegment? TryReopen(string path, long lastSeq)
    {
        try
        {
            using var reader = new SegmentReader(_files, path, vault: _vault);
            var segment = new LogSegment(reader.Header);
            while (reader.TryRead(segment.End) && reader.Frame.LastSeq <= lastSeq)
                segment.Extend(reader.Frame.FirstSeq, reader.Frame.Extent);
            return segment;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
