namespace Nedb.Testing;

/// <summary>A clock that stands still until it is moved; timers whose time has come fire on the thread that moves it.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];

    /// <summary>What the clock shows; setting it moves it without firing a timer, also back.</summary>
    public DateTimeOffset Now { get; set; } = start;

    /// <summary>The timers that wait.</summary>
    public int Waiting => _timers.Count(timer => timer.Due is not null);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Moves the clock on.</summary>
    public void Advance(TimeSpan time)
    {
        Now += time;
        foreach (var timer in _timers.ToArray())
            timer.FireWhenDue();
    }

    /// <summary>Lets go of a timer.</summary>
    internal void Remove(ManualTimer timer) => _timers.Remove(timer);
}
