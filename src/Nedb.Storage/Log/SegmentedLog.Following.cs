using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Log;

/// <content>
/// Who only reads takes no lock, so a process that writes may write a segment anew and delete the old file. The new one holds the same
/// nodes.
/// </content>
internal sealed partial class SegmentedLog
{
    private const int FollowingAttempts = 5;

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
            var made = Reopen(named.Path, i + 1 < before.Length ? before[i + 1].Header.FirstSeq - 1 : end);
            lock (_stateGate)
                _segments[i] = made;
            hasFollowed = true;
        }

        return hasFollowed;
    }

    /// <summary>A segment up to the frame that ends with a seq.</summary>
    private LogSegment Reopen(string path, long lastSeq)
    {
        using var reader = new SegmentReader(_files, path, vault: _vault);
        var segment = new LogSegment(reader.Header);
        while (reader.TryRead(segment.End) && reader.Frame.LastSeq <= lastSeq)
            segment.Extend(reader.Frame.FirstSeq, reader.Frame.Extent);
        return segment;
    }
}
