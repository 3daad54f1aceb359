using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// Gives commits their times, and tells when nothing can come any more at or before an instant. A commit takes its time before it is
/// synced, and is shown after; who asks meanwhile for the state as of now would not see it, and later would. So whoever asks waits for
/// those that are under way, and every later one gets a later time than the instant asked for.
/// </summary>
internal sealed class CommitClock(TimeProvider clock)
{
    private readonly object _gate = new();
    private long _asked = long.MinValue;
    private long _underWay = long.MaxValue;

    /// <summary>The newest state that is shown; null where commits have no order of their own.</summary>
    public Func<StateRoot>? Newest { get; set; }

    /// <summary>The time of the next commit, in ticks of UTC; it is under way from here on.</summary>
    /// <param name="last">The time of the commit before.</param>
    public long Next(long last)
    {
        lock (_gate)
        {
            var time = Math.Max(Math.Max(last, _asked) + 1, clock.GetUtcNow().UtcTicks);
            _underWay = Math.Min(_underWay, time);
            return time;
        }
    }

    /// <summary>Notes that all commits that were under way are shown, or failed.</summary>
    public void Land()
    {
        lock (_gate)
        {
            _underWay = long.MaxValue;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A state that knows every commit there will ever be at or before an instant.</summary>
    /// <param name="root">The state at hand, which is given back where it is one.</param>
    /// <param name="ticks">The instant in ticks of UTC; not in the future, since no later commit gets a time before it.</param>
    public StateRoot Settle(StateRoot root, long ticks)
    {
        lock (_gate)
        {
            _asked = Math.Max(_asked, ticks);
            while (_underWay <= ticks)
                Monitor.Wait(_gate);
        }

        return Newest?.Invoke() is { } newest && newest.Seq > root.Seq && newest.TicksOf(root.Seq + 1) <= ticks ? newest : root;
    }
}
