namespace Nedb.Benchmarks.Measuring;

/// <summary>One thing that every contestant does, measured in turns.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Bar">What the ratio, the time of SQLite to that of Nedb, must reach.</param>
/// <param name="Prepare">
/// Makes the action for the n-th time; what it does before it returns the action is not measured. The result of the action is compared
/// among the contestants.
/// </param>
internal sealed record Contest(string Name, double Bar, Func<Contestant, int, Func<long>> Prepare)
{
    /// <summary>How many operations the action does.</summary>
    public int Operations { get; init; } = 1;

    /// <summary>Whether EF's store in memory cannot take part.</summary>
    public bool IsForDatabases { get; init; }

    /// <summary>Something that needs no preparation.</summary>
    public static Contest Of(string name, double bar, Func<Contestant, int, long> action) =>
        new(name, bar, (contestant, n) => () => action(contestant, n));
}
