namespace Nedb.Benchmarks.Storage;

/// <summary>
/// The table of what storage is held to. Ratios are of things measured in turns, in one run, on one disk; the rest are plain measurements.
/// </summary>
internal static class StorageFigures
{
    private static readonly Dictionary<string, Func<string, IEnumerable<Figure>>> Groups = new()
    {
        ["commits"] = CommitFigures.Measure,
        ["reads"] = ReadFigures.Measure,
        ["whole"] = WholeFigures.Measure,
        ["bytes"] = WholeFigures.MeasureBytes,
        ["litedb"] = LiteDbFigures.Measure,
    };

    /// <summary>Measures all groups, or those that are named, and prints a line for each figure as soon as it is known.</summary>
    /// <param name="names">The names of groups, and perhaps "documents=n" for another size of the whole database.</param>
    /// <returns>0; 2 where a name is unknown.</returns>
    public static int Print(string[] names)
    {
        if (names is ["runs"])
        {
            RunFigures.Print();
            return 0;
        }

        const string Documents = "documents=";
        foreach (var name in names)
        {
            if (Groups.ContainsKey(name))
                continue;
            if (name.StartsWith(Documents, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Documents.Length), out var documents))
            {
                WholeFigures.Documents = documents;
                continue;
            }

            Console.Error.WriteLine($"There is no group '{name}' of storage figures; there are {string.Join(", ", Groups.Keys)}, runs.");
            return 2;
        }

        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}");
        Console.WriteLine("| what | measured | figure | bar | reached |");
        Console.WriteLine("| --- | --- | ---: | ---: | --- |");
        foreach (var (name, measure) in Groups)
        {
            if (names.Any(Groups.ContainsKey) && !names.Contains(name))
                continue;
            var folder = Directory.CreateTempSubdirectory("nedb-storage-").FullName;
            try
            {
                foreach (var figure in measure(folder))
                    Console.WriteLine(figure);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return 0;
    }
}
