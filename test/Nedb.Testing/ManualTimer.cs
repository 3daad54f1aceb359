namespace Nedb.Testing;

/// <summary>A timer of a <see cref="ManualClock"/> that fires once.</summary>
internal sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
{
    /// <summary>When it fires; null while it waits for nothing.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.Now + dueTime;
        return true;
    }

    /// <summary>Fires if its time has come.</summary>
    public void FireWhenDue()
    {
        if (Due is not { } due || due > clock.Now)
            return;
        Due = null;
        callback(state);
    }

    /// <inheritdoc/>
    public void Dispose() => clock.Remove(this);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
