namespace Nedb.Query.Execution;

/// <summary>The starts, rows and time of one step, its inputs included.</summary>
internal sealed class StepCounter
{
    public long Starts { get; set; }

    public long Rows { get; set; }

    public long Ticks { get; set; }

    /// <summary>The most bytes that the step held for rows at any time.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>The bytes that the step wrote to a temporary file, those included that it wrote again.</summary>
    public long SpilledBytes { get; set; }

    private long HeldBytes { get; set; }

    /// <summary>Counts what the step holds more, or less.</summary>
    public void Hold(long bytes) => PeakBytes = Math.Max(PeakBytes, HeldBytes += bytes);

    public double Milliseconds => Ticks * 1000.0 / System.Diagnostics.Stopwatch.Frequency;
}
