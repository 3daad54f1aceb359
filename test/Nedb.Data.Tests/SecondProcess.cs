using System.Diagnostics;

namespace Nedb.Data.Tests;

/// <summary>Another process that has a database open, until it is disposed. Its entry point is this assembly's.</summary>
internal sealed class SecondProcess : IDisposable
{
    private readonly Process _process;

    private SecondProcess(Process process) => _process = process;

    /// <param name="connectionString">What to open.</param>
    /// <param name="isLeftOpen">Whether the process ends without closing its connection.</param>
    public static SecondProcess Open(string connectionString, bool isLeftOpen = false)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(typeof(SecondProcess).Assembly.Location);
        start.ArgumentList.Add(isLeftOpen ? "leave" : "open");
        start.ArgumentList.Add(connectionString);
        var process = Process.Start(start)!;
        Assert.Equal("open", process.StandardOutput.ReadLine());
        return new(process);
    }

    /// <summary>Has the process run a command.</summary>
    /// <returns>What it gives, as text.</returns>
    public string? Execute(string text)
    {
        _process.StandardInput.WriteLine(text);
        return _process.StandardOutput.ReadLine();
    }

    /// <summary>Lets the process end by itself.</summary>
    /// <returns>Its exit code.</returns>
    public int End()
    {
        _process.StandardInput.Close();
        Assert.True(_process.WaitForExit(60_000), "The process does not end.");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }

    private static int Main(string[] arguments)
    {
        if (arguments is not [("open" or "leave") and var mode, var connectionString])
            return 2;
        var connection = new NedbConnection(connectionString);
        connection.Open();
        Console.WriteLine("open");
        while (Console.ReadLine() is { } text)
            Console.WriteLine(connection.CreateCommand(text).ExecuteScalar() ?? "null");
        if (mode == "open")
            connection.Dispose();
        return 0;
    }
}
