using System.Diagnostics;

namespace Nedb.Testing.Python;

/// <summary>Runs Python's standard library as a second opinion, where the machine has it.</summary>
public static class PythonHost
{
    private static readonly Lazy<bool> Found = new(() => TryStart(["-c", "print(1)"], out var output, out _) && output.Trim() == "1");

    /// <summary>Why a test that needs Python is skipped; null where Python is there.</summary>
    public static string? SkipReason => Found.Value ? null : "python3 is not on this machine.";

    /// <summary>Runs a script, and gives its output; false where there is no Python.</summary>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public static bool TryRun(string script, IReadOnlyList<string> arguments, out string output)
    {
        output = "";
        if (!Found.Value)
            return false;
        if (!TryStart(["-c", script, .. arguments], out output, out var errors))
            throw new InvalidOperationException("Python failed: " + errors + output);
        return true;
    }

    /// <summary>Runs a script file, and gives its exit code with what it said.</summary>
    public static (bool IsSuccess, string Output) RunFile(string path, params string[] arguments)
    {
        var isSuccess = TryStart([path, .. arguments], out var output, out var errors);
        return (isSuccess, output + errors);
    }

    private static bool TryStart(IReadOnlyList<string> arguments, out string output, out string errors)
    {
        output = errors = "";
        try
        {
            var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var errorText = process.StandardError.ReadToEndAsync();
            output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            errors = errorText.Result;
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            errors = error.Message;
            return false;
        }
    }
}
