using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Nedb.Packages.Tests.Processes;

/// <summary>Runs programs, as somebody at a terminal would.</summary>
internal static class Command
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(10);

    private static readonly string DotnetFolder =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>Runs <c>dotnet</c> in a folder.</summary>
    public static CommandResult Dotnet(string folder, params IEnumerable<string> arguments) =>
        Run(Path.Combine(DotnetFolder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), folder, arguments);

    /// <summary>Runs a program in a folder.</summary>
    public static CommandResult Run(string program, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        CleanEnvironment(start);
        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        using var ends = new CountdownEvent(2);
        process.OutputDataReceived += (_, line) => Append(output, line.Data, ends);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data, ends);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            return new(-1, $"'{program}' did not end within {Longest}.\n{output}");
        }

        // A server that a build started may keep the outputs open for as long as it lives.
        ends.Wait(LongestDrain);
        lock (output)
            return new(process.ExitCode, output.ToString());
    }

    private static void Append(StringBuilder output, string? line, CountdownEvent ends)
    {
        if (line is null)
        {
            if (!ends.IsSet)
                ends.Signal();
            return;
        }

        lock (output)
            output.AppendLine(line);
    }

    private static void CleanEnvironment(ProcessStartInfo start)
    {
        // What the build that runs the tests said to its own processes is not for the builds that the tests start.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment.Remove("DOTNET_STARTUP_HOOKS");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_ROOT"] = DotnetFolder;
        start.Environment["PATH"] = DotnetFolder + Path.PathSeparator + start.Environment["PATH"];
    }
}
