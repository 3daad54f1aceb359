using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Nedb.Benchmarks.First;
using Nedb.Benchmarks.Query;
using Nedb.Benchmarks.Storage;
using Nedb.Benchmarks.Time;

// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- first
// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- storage [commits] [reads] [whole] [bytes] [runs]
// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- query [1|20] [words of the names of cases]
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

if (args.Length > 0 && args[0] == "storage")
    return StorageFigures.Print(args[1..]);
if (args is ["query", ..])
    return QueryFigures.Print(args[1..]);
if (args.Length == 0 || !groups.TryGetValue(args[0], out var types))
{
    var names = string.Join('|', groups.Keys);
    Console.Error.WriteLine($"usage: dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- {names}|storage|query|time [options]");
    return 2;
}

if (args[0] == "first")
    HistoryFigures.Print();
BenchmarkSwitcher.FromTypes(types).Run(["--filter", "*", "--join", .. args[1..]], DefaultConfig.Instance);
return 0;
