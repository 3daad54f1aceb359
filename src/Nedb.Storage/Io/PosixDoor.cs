using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Nedb.Storage.Io;

/// <summary>
/// What .NET will not do on Unix: tell that a sync or a lock failed, open a folder so that its entries can be synced, and open a file that
/// another handle has locked so that the holder's name can be read. Each needs a plain call of the C library, which every Unix has.
/// </summary>
internal static class PosixDoor
{
    private const int ReadOnly = 0;
    private const int FullSync = 51;
    private const int ExclusiveLock = 2;
    private const int WithoutWaiting = 4;

    // The numbers that Linux and macOS share.
    private const int NotPermitted = 1;
    private const int Interrupted = 4;
    private const int AccessDenied = 13;
    private const int InvalidArgument = 22;
    private const int NotOfDevice = 25;

    // The flag keeps the descriptor from living on in child processes; Linux and macOS number it differently.
    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    private static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    private static int NotSupported => OperatingSystem.IsMacOS() ? 45 : 95;

    /// <summary>Makes durable what was written to a file, or says that it is not.</summary>
    /// <remarks>
    /// RandomAccess.FlushToDisk (.NET 10.0) calls fsync(2) and takes every failure for success, and passes over EROFS and EINVAL by intent.
    /// Nothing is passed over here: a file system that stops after an error answers with EROFS, and a file that cannot be synced at all
    /// (EINVAL) keeps no promise.
    /// </remarks>
    /// <param name="handle">The file.</param>
    /// <param name="path">Its path, for the message.</param>
    /// <exception cref="IOException">The sync failed; nothing is known about what was written.</exception>
    public static void Sync(SafeFileHandle handle, string path)
    {
        if (OperatingSystem.IsWindows())
            RandomAccess.FlushToDisk(handle); // FlushFileBuffers, whose failures it throws
        else if (TrySync(handle) is not 0 and var errno)
            throw Failure("sync", path, errno);
    }

    /// <summary>Makes the entries of a folder durable. Windows does this by itself with every rename.</summary>
    /// <exception cref="IOException">The sync failed.</exception>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = OpenPlain(folder);
        var errno = TrySync(handle);
        // Some file systems, of networks most of all, have no sync of folders and say so in this way: there is nothing that could be done.
        if (errno != 0 && errno != InvalidArgument && errno != NotSupported)
            throw Failure("sync the folder", folder, errno);
    }

    /// <summary>Takes the exclusive lock of an open file, which ends with the handle or the process. Not for Windows.</summary>
    /// <remarks>
    /// .NET takes one by FileShare.None, but where that fails because files cannot be locked at all, or where locking is switched off
    /// (DOTNET_SYSTEM_IO_DISABLEFILELOCKING), it goes on without.
    /// </remarks>
    /// <returns>Whether it was taken; if not, somebody else has it.</returns>
    /// <exception cref="IOException">Files cannot be locked there.</exception>
    public static bool TryLock(SafeFileHandle handle, string path)
    {
        var errno = Repeat(static handle => Lock(handle, ExclusiveLock | WithoutWaiting), handle);
        if (errno == 0 || errno == WouldBlock)
            return errno == 0;
        throw new IOException(
            $"'{path}' cannot be locked: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}). Nothing would keep a second process from"
                + " writing at the same time. Put the database where files can be locked (flock), as on a local disk, or open it for"
                + " reading only (IsReadOnly; in a connection string Mode=ReadOnly).",
            errno);
    }

    /// <summary>Opens a file or folder for reading, whoever has it locked. Not for Windows.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    public static SafeFileHandle OpenPlain(string path)
    {
        int descriptor;
        do
            descriptor = Open(path, ReadOnly | CloseOnExec);
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw Failure("open", path, Marshal.GetLastPInvokeError());
    }

    /// <summary>The number of the failure; 0 for none.</summary>
    private static int TrySync(SafeFileHandle handle)
    {
        if (OperatingSystem.IsMacOS())
        {
            // There fsync(2) leaves the bytes in the memory of the drive. Where a file system knows no more, it is what there is.
            var errno = Repeat(static handle => Control(handle, FullSync), handle);
            if (errno != InvalidArgument && errno != NotOfDevice && errno != NotSupported)
                return errno;
        }

        return Repeat(static handle => Sync(handle), handle);
    }

    private static int Repeat(Func<SafeFileHandle, int> call, SafeFileHandle handle)
    {
        while (call(handle) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            if (errno != Interrupted)
                return errno;
        }

        return 0;
    }

    private static Exception Failure(string doing, string path, int errno)
    {
        var error = new IOException($"Cannot {doing} '{path}': {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).", errno);
        return errno is NotPermitted or AccessDenied ? new UnauthorizedAccessException(error.Message, error) : error;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, ExactSpelling = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true, ExactSpelling = true)]
    private static extern int Sync(SafeFileHandle handle);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true, ExactSpelling = true)]
    private static extern int Lock(SafeFileHandle handle, int operation);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true, ExactSpelling = true)]
    private static extern int Control(SafeFileHandle handle, int command);
}
