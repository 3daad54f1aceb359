using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Nedb.Benchmarks.First;
using Nedb.Benchmarks.Time;

// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- first
// Each group of benchmarks runs both databases in one process on one disk, and prints the ratio of each to SQLite.
var groups = new Dictionary<string, Type[]>
{
    ["first"] = [typeof(SavingBenchmarks), typeof(ReadingBenchmarks)],
};

// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- time
// What the two times and the causes cost, as ratios and times of whole operations.
if (args is ["time", ..])
{
    CausalFigures.Print();
    PastFigures.Print();
    return 0;
}

if (args.Length == 0 || !groups.TryGetValue(args[0], out var types))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- {string.Join('|', groups.Keys)}|time [BenchmarkDotNet options]");
    return 2;
}

if (args[0] == "first")
    HistoryFigures.Print();
BenchmarkSwitcher.FromTypes(types).Run(["--filter", "*", "--join", .. args[1..]], DefaultConfig.Instance);
return 0;
