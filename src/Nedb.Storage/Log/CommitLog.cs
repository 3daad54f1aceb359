using Nedb.Storage.Io;

namespace Nedb.Storage.Log;

/// <summary>Opens the log of a database.</summary>
internal static class CommitLog
{
    /// <summary>Opens the log in a folder, making it where there is none and the options allow it.</summary>
    /// <exception cref="Diagnostics.StorageException">
    /// PathInvalid, Locked, UnknownFormat, Corruption or Io; every file is then as it was.
    /// </exception>
    public static ICommitLog Open(IFileSystem files, StoreOptions options) => throw new NotImplementedException();

    /// <summary>Whether a folder holds a database. Nothing is opened or changed.</summary>
    public static bool Exists(IFileSystem files) => throw new NotImplementedException();

    /// <summary>Deletes the files of a database, and its folder where nothing else is in it.</summary>
    /// <exception cref="Diagnostics.StorageException">Locked: the database is open.</exception>
    public static void Delete(IFileSystem files) => throw new NotImplementedException();
}
