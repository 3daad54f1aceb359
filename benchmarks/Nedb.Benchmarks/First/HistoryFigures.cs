using System.Diagnostics;

namespace Nedb.Benchmarks.First;

/// <summary>Times the time zone sample as a whole process: loading the history, and finding it there.</summary>
internal static class HistoryFigures
{
    public static void Print()
    {
        var sample = Path.Combine(FindRoot(), "samples", "TimeZones", "TimeZones.csproj");
        foreach (var configuration in new[] { "Release", "Debug" })
        {
            Run($"build {configuration}", "build", sample, "-c", configuration, "-v", "q", "--nologo");
            RunTwice($"samples/TimeZones, {configuration}", "run", "-c", configuration, "--no-build", "--project", sample);
        }
    }

    private static void RunTwice(string name, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("nedb-history-").FullName;
        try
        {
            Environment.CurrentDirectory = folder;
            Run($"{name}, first run (loads 5,310 changes in 87 commits)", arguments);
            Run($"{name}, second run (finds them)", arguments);
        }
        finally
        {
            Environment.CurrentDirectory = Path.GetTempPath();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string name, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:{Environment.NewLine}{output}");
        Console.WriteLine($"{name}: {clock.Elapsed.TotalSeconds:N2} s");
        foreach (var line in output.Split('\n').Where(line => line.Contains("durably")))
            Console.WriteLine("    " + line.Trim());
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "EFCore.Nedb.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("Run the benchmarks from a checkout.");
    }
}
