using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Recovery;

namespace Nedb.Storage.Log;

/// <content>
/// What is done to the files while the log is in use: packing what is closed, erasing what is to be forgotten, and copying all of it.
/// </content>
internal sealed partial class SegmentedLog
{
    private readonly Lock _upkeepGate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<ReadEpoch> _epochs = [new()];
    private Task _packing = Task.CompletedTask;

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
    public void Erase(long[] seqs)
    {
        if (seqs.Length == 0)
            return;
        var eraser = new FrameEraser(seqs);
        lock (_upkeepGate)
        {
            try
            {
                RewriteWithout(eraser);
            }
            catch (Exception error) when (IoFailure.Matches(error))
            {
                throw IoFailure.Wrap(_files, "Erasing from the log of", error);
            }
        }
    }

    private void RewriteWithout(FrameEraser eraser)
    {
        var pairs = new List<(LogSegment Old, LogSegment New)>();
        try
        {
            foreach (var segment in FindConcerned(eraser))
            {
                if (!SegmentRewriter.Holds(_files, LogCut.Of(segment), _vault, eraser))
                    continue;
                lock (_writeGate)
                {
                    ThrowIfUnwritable();
                    if (segment == _segments[^1])
                        Roll(); // only what is closed is written anew
                }

                pairs.Add((segment, SegmentRewriter.Rewrite(_files, LogCut.Of(segment), _vault, _vault, eraser: eraser)));
            }
        }
        catch
        {
            SegmentRewriter.Discard(_files, pairs.Select(static pair => pair.New.Path));
            throw;
        }

        if (pairs.Count == 0)
            return;
        // Who reads the old files goes on with them, and what was erased is gone when the last of those readers is.
        var over = Exchange(pairs);
        FollowMark(pairs);
        over.GetAwaiter().GetResult();
    }

    /// <summary>Frames without what was erased have other lengths, so what stands behind them moves.</summary>
    private void FollowMark(List<(LogSegment Old, LogSegment New)> pairs)
    {
        if (OpenedAfter is not { } mark)
            return;
        foreach (var (_, made) in pairs)
            if (made.Header.FirstSeq == mark.Frame.SegmentFirstSeq)
                OpenedAfter = mark with { Frame = FindPlace(made, mark.Seq) };
    }

    /// <summary>Where the frame stands that ends with a seq.</summary>
    private LogPlace FindPlace(LogSegment segment, long lastSeq)
    {
        using var reader = new SegmentReader(_files, segment.Path, segment.End, _vault);
        var position = segment.PositionBefore(lastSeq);
        while (reader.TryRead(position) && reader.Frame.LastSeq < lastSeq)
            position += reader.Frame.Extent;
        return reader.TryRead(position) && reader.Frame.LastSeq == lastSeq
            ? new(segment.Header.FirstSeq, position, position + reader.Frame.Extent)
            : throw NotAsWritten(reader, position, lastSeq);
    }

    private List<LogSegment> FindConcerned(FrameEraser eraser)
    {
        lock (_stateGate)
        {
            var concerned = new List<LogSegment>();
            for (var i = 0; i < _segments.Count; i++)
            {
                var last = i + 1 < _segments.Count ? _segments[i + 1].Header.FirstSeq - 1 : _state.Seq;
                if (eraser.Concerns(_segments[i].Header.FirstSeq, last))
                    concerned.Add(_segments[i]);
            }

            return concerned;
        }
    }

    /// <inheritdoc/>
    public Checkpoint Backup(IFileSystem target, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        var cuts = BeginReading(out var state, out var epoch);
        try
        {
            var backup = new LogBackup(_files, target, _vault, DatabaseId, _options.Clock, progress);
            state = backup.Copy(() => _held is null ? LookAtNewest(cuts, state) : (cuts, state), mayMove: _held is null, cancellationToken);
            return new Checkpoint(DatabaseId, state.Seq, state.Head, state.Root);
        }
        finally
        {
            EndReading(epoch);
        }
    }

    private (LogCut[] Cuts, LogState State) LookAtNewest(LogCut[] cuts, LogState state)
    {
        using var newest = OpenNewest();
        return newest is null ? (cuts, state) : ([.. newest._segments.Select(LogCut.Of)], newest._state);
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
            packed = SegmentRewriter.Rewrite(
                _files, LogCut.Of(segment), _vault, _vault, packs: true, cancellationToken: cancellationToken);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Packing a segment of the log of", error);
        }

        Exchange([(segment, packed)]);
    }

    /// <summary>Lets segments take the place of others, in one step; the old files go when nobody reads them any more.</summary>
    /// <returns>Ends when they are gone.</returns>
    private Task Exchange(IReadOnlyList<(LogSegment Old, LogSegment New)> pairs)
    {
        ReadEpoch epoch;
        lock (_writeGate)
        {
            ThrowIfUnwritable();
            SyncNow(); // the manifest claims all there is
            try
            {
                List<LogSegment> segments = [.. _segments];
                foreach (var (old, made) in pairs)
                    segments[segments.IndexOf(old)] = made;
                ManifestFile.Write(_files, LogRepair.ManifestOf(DatabaseId, ++_generation, _state, segments), _vault);
                _manifestSeq = _state.Seq;
                lock (_stateGate)
                {
                    foreach (var (old, made) in pairs)
                        _segments[_segments.IndexOf(old)] = made;
                    epoch = _epochs[^1];
                    epoch.Retired = [.. pairs.Select(static pair => pair.Old.Path)];
                    epoch.Readers++;
                    _epochs.Add(new());
                }
            }
            catch (Exception error)
            {
                throw Fail("Swapping a segment of the log of", error);
            }
        }

        EndReading(epoch);
        return epoch.Over;
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
    private LogCut[] BeginReading(out LogState state, out ReadEpoch epoch)
    {
        lock (_stateGate)
        {
            epoch = BeginReading();
            state = _state;
            var cuts = new LogCut[_segments.Count];
            for (var i = 0; i < cuts.Length; i++)
                cuts[i] = LogCut.Of(_segments[i]);
            return cuts;
        }
    }

    /// <summary>Lets the files of the segments stay until <see cref="EndReading"/>; called under the state gate.</summary>
    private ReadEpoch BeginReading()
    {
        var epoch = _epochs[^1];
        epoch.Readers++;
        return epoch;
    }

    /// <summary>The last reader deletes what was replaced meanwhile.</summary>
    private void EndReading(ReadEpoch epoch)
    {
        List<ReadEpoch> over = [];
        lock (_stateGate)
        {
            epoch.Readers--;
            while (_epochs.Count > 1 && _epochs[0].Readers == 0)
            {
                over.Add(_epochs[0]);
                _epochs.RemoveAt(0);
            }
        }

        foreach (var passed in over)
        {
            try
            {
                foreach (var path in passed.Retired)
                    _files.Delete(path);
                passed.End();
            }
            catch (Exception error) when (IoFailure.Matches(error))
            {
                // The manifest does not name it, so it means nothing; the next opening deletes it. Who erased something is told.
                passed.Fail(error);
            }
        }
    }
}
