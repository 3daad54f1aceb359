namespace Nedb.Storage.Io;

/// <summary>
/// The files of one database: the only door to the operating system, so that tests can count, fail, tear, reorder and lose every single
/// call. Paths are relative to the folder of the database, with '/' between names; the folder itself is the empty path. Failures are
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>; what users can put right is a
/// <see cref="Diagnostics.StorageException"/> with <see cref="Diagnostics.StorageErrorCode.PathInvalid"/> or Locked.
/// </summary>
internal interface IFileSystem
{
    /// <summary>What users call the folder, for messages.</summary>
    string Name { get; }

    /// <summary>About how many bytes may still be written; null where nobody knows.</summary>
    long? FreeBytes { get; }

    /// <summary>
    /// Opens a file. The name of a new one is durable only after a <see cref="Rename"/> or <see cref="Delete"/> in its folder.
    /// </summary>
    IFile Open(string path, FileIntent intent);

    /// <summary>The names of the files (not the folders) in a folder, in ordinal order; empty where there is no such folder.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Makes a folder where there is none, durably. Its parent must exist.</summary>
    void CreateFolder(string folder);

    /// <summary>Deletes a folder if it is there and empty.</summary>
    void DeleteFolder(string folder);

    /// <summary>Gives a file another name in the same folder, replacing what had that name, atomically; durable when it returns.</summary>
    void Rename(string path, string newPath);

    /// <summary>Deletes a file, durably; nothing happens where there is none.</summary>
    void Delete(string path);

    /// <summary>
    /// Takes an exclusive lock that ends when it is disposed or its process dies, and writes into the file who holds it. Where the file is
    /// deleted while it is locked, whoever waited for that one locks the next.
    /// </summary>
    /// <param name="path">The file; it is made where there is none.</param>
    /// <param name="holder">Who holds it: a text of at most 512 bytes that no other holder writes.</param>
    /// <exception cref="Diagnostics.StorageException">Locked: somebody has it; the message says who.</exception>
    IDisposable Lock(string path, string holder);

    /// <summary>
    /// Whether a folder of the operating system is the one whose lock is held, by whatever path it is reached; false where none is held.
    /// </summary>
    bool IsAt(string folder) => false;
}
