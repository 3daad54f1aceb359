using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Io;

/// <summary>What failures of files look like, and what users get to see of them.</summary>
internal static class IoFailure
{
    /// <summary>Whether an exception comes from a file.</summary>
    public static bool Matches(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>The typed failure for one of a file.</summary>
    /// <param name="files">Whose file.</param>
    /// <param name="doing">What failed, as in "Opening" or "Syncing the log of".</param>
    /// <param name="error">The failure beneath.</param>
    public static StorageException Wrap(IFileSystem files, string doing, Exception error) =>
        new(StorageErrorCode.Io, $"{doing} the database '{files.Name}' failed: {error.Message}", error);
}
