using System.Collections.Concurrent;
using Nedb.Data.Diagnostics;

namespace Nedb.Data.Execution;

/// <summary>
/// One run of a command: its cancellation and its deadline. Objects are used again. Only the time spent in the engine counts; a caller
/// who takes long between two rows does not run into the deadline. A single watcher looks at every run four times a second while any is
/// at work.
/// </summary>
internal sealed class CommandExecution
{
    private const int TickMilliseconds = 250;
    private const int MostIdle = 64;

    private static readonly ConcurrentQueue<CommandExecution> Idle = new();
    private static readonly List<CommandExecution> All = [];
    private static readonly Timer Watcher = new(static _ => Watch());
    private static int _isWatching;

    private readonly CancellationTokenSource _source = new();
    private CancellationTokenRegistration _registration;
    private CancellationToken _callerToken;
    private int _timeoutSeconds;
    private int _busyTicks;
    private bool _isInside;
    private bool _isTimedOut;
    private bool _isActive;
    private ObservedOperation? _observed;

    private CommandExecution()
    {
    }

    /// <summary>Tells one run from another that used the same object.</summary>
    public int Run { get; private set; }

    public CancellationToken Token => _source.Token;

    /// <summary>Begins a run.</summary>
    /// <param name="timeoutSeconds">The deadline; 0 for none.</param>
    /// <param name="callerToken">What the caller cancels with.</param>
    /// <param name="observed">The run as those who listen see it; null where nobody does.</param>
    public static CommandExecution Begin(int timeoutSeconds, CancellationToken callerToken, ObservedOperation? observed)
    {
        callerToken.ThrowIfCancellationRequested();
        if (!Idle.TryDequeue(out var execution))
        {
            execution = new();
            lock (All)
                All.Add(execution);
        }

        execution._observed = observed;
        execution.Start(timeoutSeconds, callerToken);
        return execution;
    }

    /// <summary>The engine works from here on.</summary>
    public void Enter() => Volatile.Write(ref _isInside, true);

    /// <summary>The caller works from here on, and what follows until the end is no part of the run.</summary>
    public void Leave()
    {
        Exit();
        _observed?.Leave();
    }

    /// <summary>The caller works from here on.</summary>
    public void Exit() => Volatile.Write(ref _isInside, false);

    /// <summary>Cancels the run, if it is still that one.</summary>
    public void Cancel(int run)
    {
        lock (_source)
            if (_isActive && Run == run)
                _source.Cancel();
    }

    /// <summary>Ends the run. The object may serve another one at once.</summary>
    public void End()
    {
        _registration.Dispose();
        _registration = default;
        bool isReusable;
        ObservedOperation? observed;
        lock (_source)
        {
            if (!_isActive)
                return;
            _isActive = false;
            _isInside = false;
            _callerToken = default;
            (observed, _observed) = (_observed, null);
            isReusable = Idle.Count < MostIdle && _source.TryReset();
        }

        if (isReusable)
        {
            Idle.Enqueue(this);
        }
        else
        {
            lock (All)
                All.Remove(this);
            _source.Dispose();
        }

        observed?.End();
    }

    /// <summary>What the caller is told about a failure; null where it passes as it is.</summary>
    public Exception? Translate(Exception exception)
    {
        var translated = TranslateQuietly(exception);
        _observed?.Fail(translated ?? exception);
        return translated;
    }

    private Exception? TranslateQuietly(Exception exception)
    {
        if (exception is not OperationCanceledException canceled)
            return ErrorMap.Translate(exception);
        if (_isTimedOut && !_callerToken.IsCancellationRequested)
            return new NedbException(
                NedbErrorCode.Timeout,
                $"The command ran longer than its timeout of {_timeoutSeconds} s. Raise CommandTimeout (0 for none), or look at the plan "
                + "with EXPLAIN ANALYZE.",
                exception);
        return canceled.CancellationToken == _callerToken
            ? null
            : new OperationCanceledException(
                "The command was cancelled.", exception, _callerToken.IsCancellationRequested ? _callerToken : _source.Token);
    }

    private void Start(int timeoutSeconds, CancellationToken callerToken)
    {
        lock (_source)
        {
            Run++;
            _isActive = true;
            _isTimedOut = false;
            _isInside = true;
            _busyTicks = 0;
            _timeoutSeconds = timeoutSeconds;
            _callerToken = callerToken;
        }

        if (callerToken.CanBeCanceled)
            _registration = callerToken.UnsafeRegister(static state => ((CommandExecution)state!).CancelActive(), this);
        if (timeoutSeconds > 0 && Volatile.Read(ref _isWatching) == 0 && Interlocked.Exchange(ref _isWatching, 1) == 0)
            Watcher.Change(TickMilliseconds, TickMilliseconds);
    }

    // Reached only through the registration, which End takes back before the object serves another run.
    private void CancelActive()
    {
        lock (_source)
            if (_isActive)
                _source.Cancel();
    }

    private static void Watch()
    {
        var active = 0;
        lock (All)
            foreach (var execution in All)
                active += execution.Tick() ? 1 : 0;
        if (active > 0)
            return;
        Watcher.Change(Timeout.Infinite, Timeout.Infinite);
        Volatile.Write(ref _isWatching, 0);
        // A run that began between the look and the stop found the watcher on, and must not be left without it.
        lock (All)
            foreach (var execution in All)
                active += Volatile.Read(ref execution._isActive) ? 1 : 0;
        if (active > 0 && Interlocked.Exchange(ref _isWatching, 1) == 0)
            Watcher.Change(TickMilliseconds, TickMilliseconds);
    }

    /// <returns>Whether a run with a deadline is under way.</returns>
    private bool Tick()
    {
        lock (_source)
        {
            if (!_isActive || _timeoutSeconds == 0)
                return false;
            if (_isInside && ++_busyTicks * (long)TickMilliseconds >= _timeoutSeconds * 1000L)
            {
                _isTimedOut = true;
                _source.Cancel();
            }

            return true;
        }
    }
}
