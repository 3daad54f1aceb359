using System.Diagnostics;

namespace Nedb.Data.Tests;

/// <summary>Another process that has a database open, until it is disposed. Its entry point is this assembly's.</summary>
internal sealed class SecondProcess : IDisposable
{
    private readonly Process _process;

    private SecondProcess(Process process) => _process = process;

    public static SecondProcess Open(string connectionString)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(typeof(SecondProcess).Assembly.Location);
        start.ArgumentList.Add("open");
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

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }

    private static int Main(string[] arguments)
    {
        if (arguments is not ["open", var connectionString])
            return 2;
        using var connection = new NedbConnection(connectionString);
        connection.Open();
        Console.WriteLine("open");
        while (Console.ReadLine() is { } text)
            Console.WriteLine(connection.CreateCommand(text).ExecuteScalar() ?? "null");
        return 0;
    }
}
