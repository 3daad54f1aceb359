using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Nedb.Storage.Io;

/// <summary>
/// The two things .NET will not do on Unix: open a folder, so that its entries can be synced, and open a file that another handle has
/// locked, so that the holder's name can be read. Both need a plain open(2), which every Unix has in its C library; .NET's own open refuses
/// folders and locks files.
/// </summary>
internal static class PosixDoor
{
    private const int ReadOnly = 0;

    // The flag keeps the descriptor from living on in child processes; Linux and macOS number it differently.
    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    /// <summary>Makes the entries of a folder durable. Windows does this by itself with every rename.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = OpenPlain(folder);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Opens a file or folder for reading, whoever has it locked. Not for Windows.</summary>
    public static SafeFileHandle OpenPlain(string path)
    {
        var descriptor = Open(path, ReadOnly | CloseOnExec);
        if (descriptor < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            throw new IOException($"Cannot open '{path}': {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).", errno);
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, ExactSpelling = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
