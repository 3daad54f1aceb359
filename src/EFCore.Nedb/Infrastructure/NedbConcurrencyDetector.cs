using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>
/// Refuses a second use of a context while the first goes on, as EF's own detector does. That one marks the flow of control anew for every
/// row that is read, which makes three objects each time. Here a section that ends on the thread that entered it, with nothing awaited in
/// between, belongs to that thread, which costs nothing; only sections that may go on elsewhere mark their flow. All detectors share one
/// mark: a flow that never returns, as that of a thread, keeps every <see cref="AsyncLocal{T}"/> that it ever set.
/// </summary>
internal sealed class NedbConcurrencyDetector : IConcurrencyDetector
{
    private static readonly AsyncLocal<FlowSection?> Innermost = new();

    private int _isEntered;
    private int _thread; // that owns the section; 0 where a flow does
    private int _depth;

    /// <inheritdoc/>
    public ConcurrencyDetectorCriticalSectionDisposer EnterCriticalSection()
    {
        if (TryTake())
            Innermost.Value = new(this, Innermost.Value);
        _depth++;
        return new(this);
    }

    /// <summary>Enters a section that <see cref="ExitCriticalSection"/> ends on this thread, before anything is awaited.</summary>
    /// <exception cref="InvalidOperationException">The context is in use elsewhere.</exception>
    public void EnterOnThread()
    {
        if (TryTake())
            _thread = Environment.CurrentManagedThreadId;
        _depth++;
    }

    /// <inheritdoc/>
    public void ExitCriticalSection()
    {
        if (--_depth > 0)
            return;
        if (_thread != 0)
            _thread = 0;
        else
            Innermost.Value = Without(Innermost.Value);
        Volatile.Write(ref _isEntered, 0);
    }

    /// <summary>Takes the section; whether it was free, and not the caller's already.</summary>
    private bool TryTake()
    {
        if (Interlocked.CompareExchange(ref _isEntered, 1, 0) == 0)
            return true;
        // No other thread can write the number of this one.
        if (_thread != Environment.CurrentManagedThreadId && !IsOfFlow())
            throw new InvalidOperationException(CoreStrings.ConcurrentMethodInvocation);
        return false;
    }

    private bool IsOfFlow()
    {
        for (var section = Innermost.Value; section is not null; section = section.Outer)
            if (section.Detector == this)
                return true;
        return false;
    }

    // Sections need not end in the order in which they began.
    private FlowSection? Without(FlowSection? section) =>
        section is null ? null
        : section.Detector == this ? section.Outer
        : section with { Outer = Without(section.Outer) };

    /// <summary>A section that a flow of control is in.</summary>
    private sealed record FlowSection(NedbConcurrencyDetector Detector, FlowSection? Outer);
}
