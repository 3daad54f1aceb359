namespace Nedb.Packages.Tests.Processes;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote, to both of its outputs.</param>
internal sealed record CommandResult(int ExitCode, string Output)
{
    /// <summary>The output, where the program said that it succeeded.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"The program ended with {ExitCode}:\n{Output}");
        return Output;
    }
}
