using System.Diagnostics;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>How long is waited for another process that has the database open for writing, and when it is looked again.</summary>
/// <param name="seconds">The longest wait in seconds, 0 for any time; null where nobody is waited for.</param>
internal struct WriterWait(int? seconds)
{
    private const int LeastMilliseconds = 10;
    private const int MostMilliseconds = 250;

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>How long to wait before the next look: ever longer, up to a quarter of a second.</summary>
    public TimeSpan Pause { get; private set; }

    /// <summary>Whether to look again after <see cref="Pause"/>.</summary>
    public bool TryGoOn()
    {
        if (seconds is not { } most || (most > 0 && Stopwatch.GetElapsedTime(_start) > TimeSpan.FromSeconds(most)))
            return false;
        Pause = TimeSpan.FromMilliseconds(Math.Clamp(2 * Pause.TotalMilliseconds, LeastMilliseconds, MostMilliseconds));
        return true;
    }
}
