namespace Nedb.Query.Execution;

/// <summary>The starts, rows and time of one step, its inputs included.</summary>
internal sealed class StepCounter
{
    public long Starts { get; set; }

    public long Rows { get; set; }

    public long Ticks { get; set; }

    public double Milliseconds => Ticks * 1000.0 / System.Diagnostics.Stopwatch.Frequency;
}
