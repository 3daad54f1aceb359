using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Io;

/// <summary>What failures of files look like, and what users get to see of them.</summary>
internal static class IoFailure
{
    /// <summary>Whether an exception comes from a file.</summary>
    public static bool Matches(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>
    /// Whether a failure lies in the process or its rights, and not in the file: too many open files, no memory, no permission. The file
    /// may be as good as ever, so it must not be taken for lost.
    /// </summary>
    public static bool IsOfProcess(Exception? error) => error switch
    {
        StorageException { Code: StorageErrorCode.Io } wrapped => IsOfProcess(wrapped.InnerException),
        UnauthorizedAccessException => true,
        IOException failure => OperatingSystem.IsWindows()
            ? (failure.HResult & 0xFFFF) is 4 or 8 or 14 or 1450
            : failure.HResult is 12 or 23 or 24,
        _ => false,
    };

    /// <summary>Whether a failure says that there is no room on the disk, or none for this user.</summary>
    public static bool IsNoRoom(Exception? error) => error switch
    {
        StorageException { Code: StorageErrorCode.Io } wrapped => IsNoRoom(wrapped.InnerException),
        // A quota has another number on macOS than on Linux.
        IOException failure => (OperatingSystem.IsWindows(), failure.HResult & 0xFFFF) is (false, 28 or 69 or 122) or (true, 39 or 112),
        _ => false,
    };

    /// <summary>The typed failure for one of a file.</summary>
    /// <param name="files">Whose file.</param>
    /// <param name="doing">What failed, as in "Opening" or "Syncing the log of".</param>
    /// <param name="error">The failure beneath.</param>
    public static StorageException Wrap(IFileSystem files, string doing, Exception error) =>
        new(StorageErrorCode.Io, $"{doing} the database '{files.Name}' failed: {error.Message}{AdviceFor(error)}", error);

    private static string AdviceFor(Exception error)
    {
        if (error is UnauthorizedAccessException)
            return " Give this process the right to read and write the folder and all in it, or open the database for reading only"
                + " (IsReadOnly; in a connection string Mode=ReadOnly).";
        if (IsNoRoom(error))
            return " The disk is full. Free space, and open the database again. Nothing that was acknowledged is lost.";
        // The numbers of Windows, and those that Linux and macOS share.
        var number = error.HResult & 0xFFFF;
        return (OperatingSystem.IsWindows(), number) switch
        {
            (false, 23 or 24) or (true, 4) => " There are as many open files as there may be. Close what is not needed, or raise the limit"
                + " (on Unix ulimit -n), and try again. Nothing that was acknowledged is lost.",
            (false, 30) or (true, 19) => " The medium cannot be written. Open the database for reading only (IsReadOnly; in a connection"
                + " string Mode=ReadOnly), or copy it to where it can be written.",
            (false, 5) or (true, 23 or 1117) =>
                " The medium does not answer as it should. Copy the folder to another one, and verify the database there.",
            _ => "",
        };
    }
}
