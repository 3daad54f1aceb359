using Nedb.Storage.Scratch;

namespace Nedb.Query.Execution.Spills;

/// <summary>What one step holds of the memory of an execution. For one thread.</summary>
/// <param name="frame">The state of the execution.</param>
/// <param name="counter">Where it is shown; null where nobody looks.</param>
internal sealed class StepMemory(Frame frame, StepCounter? counter)
{
    private readonly QueryMemory _memory = frame.Memory;
    private List<StepMemory>? _forks;
    private long _held;
    private bool _isReleased;

    /// <summary>The step of a plan.</summary>
    public StepMemory(Frame frame, Plan plan)
        : this(frame, frame.Statistics?.Of(plan))
    {
    }

    /// <summary>The state of the execution.</summary>
    public Frame Frame => frame;

    /// <summary>The file for what is given away.</summary>
    public ScratchFile Scratch => _memory.Scratch;

    /// <summary>How many sorted runs are merged at a time.</summary>
    public int MergeWidth => _memory.MergeWidth;

    /// <summary>In what portions records that are to be sorted are held.</summary>
    public int ChunkBytes => _memory.ChunkBytes;

    /// <summary>Another account of the same step, for what it holds beside this. It ends when this one is reset or released.</summary>
    public StepMemory Fork()
    {
        var fork = new StepMemory(frame, counter);
        (_forks ??= []).Add(fork);
        return fork;
    }

    /// <summary>Says that the step begins anew, and holds nothing.</summary>
    public void Reset()
    {
        Hold(0);
        if (_forks is null)
            return;
        foreach (var fork in _forks)
            fork.Release();
        _forks = null;
    }

    /// <summary>Says how much the step holds now.</summary>
    /// <returns>Whether it is to give it away.</returns>
    public bool Hold(long bytes)
    {
        if (_isReleased)
            return false;
        if (bytes != _held)
        {
            _memory.Add(bytes - _held);
            counter?.Hold(bytes - _held);
            _held = bytes;
        }

        return _memory.IsTooMuch(bytes);
    }

    /// <summary>Says that bytes were written to the file.</summary>
    public void Spill(long bytes)
    {
        if (counter is not null)
            counter.SpilledBytes += bytes;
    }

    /// <summary>Says that the step holds nothing, now and later.</summary>
    public void Release()
    {
        Reset();
        _isReleased = true;
    }
}
