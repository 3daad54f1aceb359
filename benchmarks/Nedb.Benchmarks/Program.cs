using Nedb.Benchmarks.Ef;
using Nedb.Benchmarks.First;
using Nedb.Benchmarks.Measuring;
using Nedb.Benchmarks.Query;
using Nedb.Benchmarks.Shop;
using Nedb.Benchmarks.Storage;
using Nedb.Benchmarks.Time;

// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- first
// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- ef [words of the names of cases]
// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- storage [commits] [reads] [whole] [bytes] [litedb] [runs]
// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- query [1|20] [words of the names of cases]
// dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- time [words of the names of cases of the past]
// A group runs all databases in one process on one disk, in turns, and prints the ratio of the time of SQLite to that of Nedb;
// `time` prints what the two times and the causes cost, as ratios and times of whole operations.
switch (args)
{
    case ["first"]:
        HistoryFigures.Print();
        Compare(FirstContests.All(), withMemory: false);
        return 0;
    case ["ef", .. var words]:
        var chosen = EfContests.All().Where(contest => words.Length == 0 || words.Any(contest.Name.Contains)).ToList();
        if (chosen.Count > 0)
            Compare(chosen, withMemory: true);
        if (words.Length == 0 || words.Any("first query of a process".Contains))
            FirstQuery.Print();
        return 0;
    case ["once", var name, var folder]:
        FirstQuery.RunOnce(name, folder);
        return 0;
    case ["storage", .. var words]:
        return StorageFigures.Print(words);
    case ["query", .. var words]:
        return QueryFigures.Print(words);
    case ["time", .. var words]:
        if (words.Length == 0)
            CausalFigures.Print();
        PastFigures.Print(words);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project benchmarks/Nedb.Benchmarks -- first|ef|storage|query|time [options]");
        return 2;
}

static void Compare(IEnumerable<Contest> contests, bool withMemory)
{
    Console.WriteLine($"Filling {(withMemory ? "three" : "two")} databases with {ShopDatabases.Orders:N0} orders …");
    using var shop = new ShopDatabases(withMemory);
    Match.PrintHead();
    foreach (var contest in contests)
        Match.Run(contest, shop.All);
}
