using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Recovery;

namespace Nedb.Storage.Log;

/// <content>What is done to the files while the log is in use: packing what is closed, and copying all of it.</content>
internal sealed partial class SegmentedLog
{
    private readonly Lock _upkeepGate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<string> _retired = [];
    private Task _packing = Task.CompletedTask;
    private int _readers;

    /// <inheritdoc/>
    public int PackSegments(CancellationToken cancellationToken)
    {
        lock (_upkeepGate)
        {
            var packed = 0;
            while (FindUnpacked() is { } segment)
            {
                Pack(segment, cancellationToken);
                packed++;
            }

            return packed;
        }
    }

    /// <inheritdoc/>
    public Checkpoint Backup(IFileSystem target, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        var cuts = BeginReading(out var state);
        try
        {
            LogBackup.Copy(_files, target, _vault, DatabaseId, cuts, state, _options.Clock, progress, cancellationToken);
            return new Checkpoint(DatabaseId, state.Seq, state.Head, state.Root);
        }
        finally
        {
            EndReading();
        }
    }

    private LogSegment? FindUnpacked()
    {
        lock (_stateGate)
        {
            for (var i = 0; i < _segments.Count - 1; i++)
            {
                if (!_segments[i].Header.IsPacked)
                    return _segments[i];
            }

            return null;
        }
    }

    private void Pack(LogSegment segment, CancellationToken cancellationToken)
    {
        LogSegment packed;
        lock (_writeGate)
            ThrowIfUnwritable();
        try
        {
            // A closed segment does not change, so nobody waits for this.
            packed = SegmentRewriter.Rewrite(_files, LogCut.Of(segment), _vault, _vault, packs: true, cancellationToken);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Packing a segment of the log of", error);
        }

        lock (_writeGate)
        {
            ThrowIfUnwritable();
            SyncNow(); // the manifest claims all there is
            try
            {
                List<LogSegment> segments = [.. _segments];
                segments[segments.IndexOf(segment)] = packed;
                ManifestFile.Write(_files, LogRepair.ManifestOf(DatabaseId, ++_generation, _state, segments), _vault);
                _manifestSeq = _state.Seq;
                lock (_stateGate)
                {
                    _segments[_segments.IndexOf(segment)] = packed;
                    _retired.Add(segment.Path);
                    _readers++;
                }
            }
            catch (Exception error)
            {
                throw Fail("Swapping a segment of the log of", error);
            }
        }

        EndReading();
    }

    /// <summary>Packs what was closed on a thread of the pool, where the options say so.</summary>
    private void PackInBackground()
    {
        if (!_options.PackSegments || !_packing.IsCompleted)
            return;
        _packing = Task.Run(() =>
        {
            try
            {
                PackSegments(_closing.Token);
            }
            catch (Exception error) when (error is StorageException or OperationCanceledException)
            {
                // Nothing is lost: the segment stays as it is, and is tried again when the next one is closed. What stops the log for good
                // is kept, and the next append reports it.
            }
        });
    }

    private void StopPacking()
    {
        _closing.Cancel();
        _packing.Wait();
    }

    /// <summary>The segments, whose files stay until <see cref="EndReading"/>.</summary>
    private LogCut[] BeginReading(out LogState state)
    {
        lock (_stateGate)
        {
            _readers++;
            state = _state;
            var cuts = new LogCut[_segments.Count];
            for (var i = 0; i < cuts.Length; i++)
                cuts[i] = LogCut.Of(_segments[i]);
            return cuts;
        }
    }

    /// <summary>The last reader deletes what was replaced meanwhile.</summary>
    private void EndReading()
    {
        string[] retired;
        lock (_stateGate)
        {
            if (--_readers > 0 || _retired.Count == 0)
                return;
            retired = [.. _retired];
            _retired.Clear();
        }

        foreach (var path in retired)
        {
            try
            {
                _files.Delete(path);
            }
            catch (Exception error) when (IoFailure.Matches(error))
            {
                // The manifest does not name it, so it means nothing; the next opening deletes it.
            }
        }
    }
}
