namespace Nedb.Query.Execution;

/// <summary>A step of a plan: immutable, and shared by all the executions of a statement.</summary>
internal abstract class Plan
{
    /// <summary>The step in one or two words, for EXPLAIN.</summary>
    public abstract string Name { get; }

    /// <summary>What the step works on, for EXPLAIN.</summary>
    public virtual string Detail => string.Empty;

    public virtual IReadOnlyList<Plan> Inputs => [];

    /// <summary>The slots that are set by each row of the step.</summary>
    public abstract int[] Slots { get; }

    /// <summary>About how many rows one start gives.</summary>
    public double EstimatedRows { get; init; } = 1;

    /// <summary>Whether several threads may each take a part of its rows, in batches: it begins with one scan, and keeps nothing from row
    /// to row.</summary>
    public virtual bool CanShare => false;

    /// <summary>Reads what the step looks up, so that threads that share its rows find it there.</summary>
    public virtual void Prepare(Frame frame)
    {
    }

    public Operator Open(Frame frame) =>
        ReferenceEquals(frame.Shared?.Plan, this) ? frame.Shared!.Open() :
        frame.Statistics is { } statistics ? MeasuredOperator.Of(Create(frame), statistics.Of(this)) : Create(frame);

    protected abstract Operator Create(Frame frame);
}
