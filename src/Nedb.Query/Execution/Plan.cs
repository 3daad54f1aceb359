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

    public Operator Open(Frame frame) =>
        frame.Statistics is { } statistics ? new MeasuredOperator(Create(frame), statistics.Of(this)) : Create(frame);

    protected abstract Operator Create(Frame frame);
}
