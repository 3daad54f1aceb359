namespace Nedb.Benchmarks.Storage;

/// <summary>One line of the table: what was measured, and the bar that it is held to.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Detail">The two sides of a ratio, or whatever else explains the figure.</param>
/// <param name="Value">The figure.</param>
/// <param name="Bar">What it is held to.</param>
/// <param name="IsAtLeast">Whether the bar is a lower bound.</param>
/// <param name="Unit">What both are in.</param>
internal sealed record Figure(string What, string Detail, double Value, double Bar, bool IsAtLeast, string Unit)
{
    public bool IsReached => IsAtLeast ? Value >= Bar : Value <= Bar;

    public override string ToString() =>
        $"| {What} | {Detail} | {Value:#,0.##} {Unit} | {(IsAtLeast ? "≥" : "≤")} {Bar:#,0.##} {Unit} | {(IsReached ? "yes" : "NO")} |";
}
