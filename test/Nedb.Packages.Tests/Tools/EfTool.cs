using Nedb.Packages.Tests.Consumers;
using Nedb.Packages.Tests.Processes;

namespace Nedb.Packages.Tests.Tools;

/// <summary>The tool <c>dotnet-ef</c>, installed once for a run of the tests in a folder of its own.</summary>
internal static class EfTool
{
    private static readonly Lazy<(string? Path, string? Problem)> Installed = new(Install);

    /// <summary>Why tests that need the tool are skipped; null where it is there.</summary>
    public static string? SkipReason =>
        Installed.Value.Problem is { } problem ? $"dotnet-ef {ConsumerProject.EfVersion} cannot be restored on this machine: {problem}" : null;

    /// <summary>Runs <c>dotnet ef</c> in the folder of a project.</summary>
    public static CommandResult Run(ConsumerProject project, string arguments) =>
        Command.Run(Installed.Value.Path!, project.Folder, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static (string? Path, string? Problem) Install()
    {
        var folder = Directory.CreateTempSubdirectory("nedb-ef-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var result = Command.Dotnet(folder, "tool", "install", "dotnet-ef", "--version", ConsumerProject.EfVersion, "--tool-path", folder);
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet-ef.exe" : "dotnet-ef");
        return File.Exists(program) ? (program, null) : (null, result.Output.Trim());
    }
}
