using System.Diagnostics;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;

namespace Nedb.Storage.Tests.Io;

/// <summary>A process that takes the lock of a folder, says so, and holds it until its input ends.</summary>
internal static class LockHolder
{
    public const string Command = "hold-lock";

    private const string Taken = "taken";

    /// <summary>Starts the process, and waits until it has said whether it has the lock.</summary>
    public static Process Start(string folder, string? isLockingDisabled, string expected = Taken)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LockHolder).Assembly.Location, Command, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = isLockingDisabled;
        var process = Process.Start(start)!;
        Assert.Equal(expected, process.StandardOutput.ReadLine());
        return process;
    }

    public static int Run(string folder)
    {
        try
        {
            using var held = new OsFileSystem(folder).Lock(SegmentName.Lock, CommitLog.Holder(TimeProvider.System));
            Console.Out.WriteLine(Taken);
            Console.In.ReadToEnd();
            return 0;
        }
        catch (StorageException error)
        {
            Console.Out.WriteLine(error.Code);
            return 1;
        }
    }
}
