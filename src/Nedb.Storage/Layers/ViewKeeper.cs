using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Folding;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Storage.Words;

namespace Nedb.Storage.Layers;

/// <summary>
/// Brings views from memory to disk in the background: one thread writes a closed layer, another merges runs; both live only while there is
/// something to do. The thread that publishes says what came, and waits where the writing does not keep up. After a failure nothing more is
/// written, and the layer in memory stays where it is: reads go on, commits are refused (law 2), and the log has everything.
/// </summary>
internal sealed class ViewKeeper : IDisposable
{
    // What a clean end leaves to be folded at the next opening is at most this part of what memory may hold.
    private const int LeftPart = 8;

    private readonly Lock _gate = new();
    private readonly Lock _turn = new();
    private readonly CancellationTokenSource _ending = new();
    private volatile CancellationTokenSource _merging;
    private Thread? _flusher;
    private Thread? _merger;
    private long _bytes;
    private volatile Exception? _failure;
    private volatile bool _isRebuilding;
    private bool _isDisposed;
    private readonly ViewStore _store;
    private readonly ICommitLog _log;
    private readonly StoreOptions _options;

    public ViewKeeper(ViewStore store, ICommitLog log, StoreOptions options)
    {
        _store = store;
        _log = log;
        _options = options;
        _merging = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        store.Cache.OnDamage = Distrust;
    }

    /// <summary>What went wrong; null while nothing did.</summary>
    public Exception? Failure => _failure;

    /// <summary>Whether the trees are large enough to be closed: twice as large while a layer is still being written.</summary>
    public bool IsFull => _bytes >= _options.MemtableBytes && _failure is null
        && (_bytes >= 2 * _options.MemtableBytes || Volatile.Read(ref _flusher) is null);

    /// <summary>Says that all views are made anew, so that fewer merges do.</summary>
    public void BeginRebuilding() => _isRebuilding = true;

    /// <summary>
    /// Says that all views are there: from here on they are read, and runs are merged as far as they should be, also those that were not
    /// when the database was closed.
    /// </summary>
    public void BeginReading()
    {
        _isRebuilding = false;
        Start(ref _merger, Merge, "views: merge");
    }

    /// <summary>Takes note of what a commit brought.</summary>
    public void Count(PiecedList<PendingNode> steps, StateRoot root)
    {
        for (var i = 0; i < steps.Count; i++)
            if (steps[i].Version is { } version)
                Count(MemorySize.Of(version, steps[i].Replaced, root.Find(version.CollectionId)?.Indexes));
    }

    /// <summary>Takes note of bytes that are in the trees.</summary>
    public void Count(long bytes) => _bytes += bytes;

    /// <summary>
    /// Closes the trees of the published root and begins to write them; waits until the layer before is written. It does not throw: a
    /// failure is kept.
    /// </summary>
    /// <returns>The same state over the closed layer; the same root where nothing can be written any more.</returns>
    public StateRoot Close(StateRoot root, LogMark mark, LoggedFields logged)
    {
        WaitForFlush();
        if (_failure is not null || root.Seq == root.Nodes.BaseSeq)
            return root;
        var closed = _store.Close(root, mark, logged);
        _bytes = 0;
        Start(ref _flusher, Flush, "views: write");
        return closed;
    }

    /// <summary>
    /// Takes what was erased from the log out of the views: closes the trees of the published root, and writes everything anew without it.
    /// Called by the thread that publishes.
    /// </summary>
    /// <returns>The same state without what was erased.</returns>
    /// <exception cref="StorageException">It could not be done; nothing more is written.</exception>
    public StateRoot Erase(StateRoot root, LoggedFields logged, ErasureTable table)
    {
        _store.BeginErasing();
        WaitForFlush();
        _merging.Cancel();
        lock (_turn)
        {
            _merging.Dispose();
            _merging = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            return EraseAlone(root, logged, table);
        }
    }

    /// <summary>Says that the state that <see cref="Erase"/> gave is published.</summary>
    public void EndErasing() => _store.EndErasing();

    /// <summary>The number of erasures, to be read before a root: see <see cref="ViewStore.Epoch"/>.</summary>
    public long Epoch => _store.Epoch;

    /// <summary>The words of search indexes.</summary>
    public WordStore Words => field ??= new(_store);

    private StateRoot EraseAlone(StateRoot root, LoggedFields logged, ErasureTable table)
    {
        if (_failure is { } failure)
            throw failure is StorageException ? failure : new StorageException(
                StorageErrorCode.Io, $"The views cannot be written: {failure.Message}", failure);
        try
        {
            if (_options.Synchronous != SynchronousMode.Full)
                _log.Flush();
            var closed = _store.Close(root, _log.TakeMark()!, logged);
            _bytes = 0;
            _store.Erase(table);
            _log.TrimTree(_store.Mark!.Seq, _store);
            return closed;
        }
        catch (Exception error)
        {
            Fail(error);
            throw;
        }
    }

    /// <summary>Writes no views any more: the log holds something that has to be finished before the views may pass it.</summary>
    public void HoldBack() => Interlocked.CompareExchange(
        ref _failure, new StorageException(StorageErrorCode.Io, "An erasure could not be finished."), null);

    /// <summary>Waits until the layer that is being written is on disk, or failed.</summary>
    public void WaitForFlush() => Volatile.Read(ref _flusher)?.Join();

    /// <summary>Waits until nothing is written or merged.</summary>
    public void WaitForAll()
    {
        WaitForFlush();
        Volatile.Read(ref _merger)?.Join();
    }

    /// <summary>Keeps a failure that somebody met elsewhere in the views: what is on disk is rebuilt by the next opening.</summary>
    public void Distrust(CorruptionException damage)
    {
        if (Interlocked.CompareExchange(ref _failure, damage, null) is not null)
            return;
        try
        {
            _store.Distrust();
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            // The damage is reported; that it will be met again is no worse.
        }
    }

    /// <summary>Writes what would be much to fold again, and ends the threads.</summary>
    /// <param name="root">The last published root.</param>
    /// <param name="logged">What the log knows of schemaless collections.</param>
    public void Finish(StateRoot root, LoggedFields logged)
    {
        EndThreads();
        if (_failure is null && _bytes >= _options.MemtableBytes / LeftPart && _log.TakeMark() is { } mark)
            Close(root, mark, logged);
        WaitForFlush();
    }

    /// <summary>Ends the threads; nothing is written behind it. It may be called again.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        EndThreads();
        _merging.Dispose();
        _ending.Dispose();
    }

    private void EndThreads()
    {
        _ending.Cancel();
        WaitForAll();
    }

    private void Flush()
    {
        try
        {
            // What the views show must not outlive the log that they follow from.
            if (_options.Synchronous != SynchronousMode.Full)
                _log.Flush();
            _store.Flush();
            _log.TrimTree(_store.Mark!.Seq, _store);
        }
        catch (Exception error)
        {
            Fail(error);
        }
        finally
        {
            lock (_gate)
            {
                // Before this thread is forgotten: who waits for it and then for the merger, to close the store, must find the merger.
                if (_failure is null && !_ending.IsCancellationRequested)
                    Start(ref _merger, Merge, "views: merge");
                _flusher = null;
            }
        }
    }

    private void Merge()
    {
        try
        {
            while (MergeSome())
                continue;
        }
        catch (OperationCanceledException)
        {
            // The store is being closed, or all runs are to be written anew; what was begun is not named anywhere.
        }
        catch (Exception error)
        {
            Fail(error);
        }
        finally
        {
            lock (_gate)
                _merger = null;
        }
    }

    private bool MergeSome()
    {
        lock (_turn)
            return _store.MergeSome(_isRebuilding, _merging.Token);
    }

    private void Fail(Exception error)
    {
        if (error is CorruptionException damage)
            Distrust(damage);
        else
            Interlocked.CompareExchange(ref _failure, error, null);
    }

    private void Start(ref Thread? place, ThreadStart work, string name)
    {
        lock (_gate)
        {
            if (place is not null)
                return; // what it does not see any more, it sees after the next layer
            var thread = new Thread(work) { IsBackground = true, Name = name };
            // Upkeep belongs to nobody's call, so no activity or culture of the caller goes with it.
            thread.UnsafeStart();
            place = thread;
        }
    }
}
