namespace Nedb.Benchmarks.Storage;

/// <summary>What two sides took that were measured in turns.</summary>
/// <param name="First">The median time of one operation of the first.</param>
/// <param name="Second">The median time of one operation of the second.</param>
/// <param name="Quotient">The median of the quotients of the turns, second by first.</param>
/// <param name="IsCpu">Whether the times are of the processors.</param>
internal sealed record Pair(TimeSpan First, TimeSpan Second, double Quotient, bool IsCpu)
{
    /// <summary>The second to the first.</summary>
    public override string ToString() => $"{Pairs.Text(Second)} to {Pairs.Text(First)}{(IsCpu ? " of CPU" : "")}";
}
