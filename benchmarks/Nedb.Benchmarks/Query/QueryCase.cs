namespace Nedb.Benchmarks.Query;

/// <summary>One query in both databases.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Bar">What the ratio, the time of SQLite to that of Nedb, must reach; null for none.</param>
/// <param name="Sqlite">Runs it for the n-th time in SQLite; the result is a sum over what was read, which must be the same.</param>
/// <param name="Nedb">Runs it for the n-th time in Nedb.</param>
/// <param name="Repeats">How often it is run for one sample.</param>
internal sealed record QueryCase(string Name, double? Bar, Func<int, double> Sqlite, Func<int, double> Nedb, int Repeats);
