using Nedb.Storage.Io;

namespace Nedb.Testing.Io;

/// <summary>
/// Chooses by a seed at every file call who goes on: the caller at once, after others had a turn, or only when some other thread has made
/// its next call, as long as one comes soon. So threads meet in orders in which they hardly ever meet by themselves.
/// </summary>
internal sealed class ScheduleFileSystem(IFileSystem inner, int seed) : WatchedFileSystem(inner)
{
    private const int PatienceMilliseconds = 2;

    private readonly Random _random = new(seed);
    private readonly object _gate = new();
    private long _calls;

    /// <summary>The calls so far.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    protected override void Before(FileCall call, string path)
    {
        lock (_gate)
        {
            var mine = ++_calls;
            Monitor.PulseAll(_gate);
            switch (_random.Next(6))
            {
                case 0:
                    // Held back until another thread comes by.
                    while (_calls == mine && Monitor.Wait(_gate, PatienceMilliseconds))
                        continue;
                    return;
                case 1:
                    Monitor.Wait(_gate, 0);
                    break;
                default:
                    return;
            }
        }

        Thread.Yield();
    }
}
