using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Expiry;

/// <summary>
/// Ends documents whose time has come, again and again. The next sweep begins an interval after the last one ended, so sweeps never
/// overlap; one that fails is told, and the next one tries again.
/// </summary>
internal sealed class ExpirySweeper : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly NedbStore _store;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private volatile Exception? _failure;

    /// <summary>Begins to sweep, an interval from now.</summary>
    /// <param name="store">The database, which outlives the sweeper.</param>
    /// <param name="interval">The time between two sweeps.</param>
    /// <param name="clock">The clock.</param>
    public ExpirySweeper(NedbStore store, TimeSpan interval, TimeProvider clock)
    {
        (_store, _interval, _clock) = (store, interval, clock);
        // Upkeep belongs to nobody's call, so no activity or culture of whoever opened the database goes with it.
        using (ExecutionContext.SuppressFlow())
            _timer = clock.CreateTimer(static sweeper => ((ExpirySweeper)sweeper!).Sweep(), this, interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why the last sweep failed; null where it did not.</summary>
    public Exception? Failure => _failure;

    /// <summary>Ends the sweep that goes on, between two commits, and waits for it.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _timer.Dispose();
        lock (_gate)
            _ending.Dispose();
    }

    private void Sweep()
    {
        lock (_gate)
        {
            if (_ending.IsCancellationRequested)
                return;
            try
            {
                NedbExpiries.Sweep(_store, _clock.GetUtcNow(), _ending.Token);
                _failure = null;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StorageException failure)
            {
                // A timer has nobody to tell: it is kept, and after a failed write every commit of others says so too.
                _failure = failure;
            }

            if (!_ending.IsCancellationRequested)
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }
}
