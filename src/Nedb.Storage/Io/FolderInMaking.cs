using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Io;

/// <summary>
/// A folder that appears with all its files, or not at all: it is filled under another name beside its own, and renamed once it is whole.
/// </summary>
internal sealed class FolderInMaking : IDisposable
{
    private const string Extension = ".importing";

    private readonly string _folder;
    private bool _isComplete;

    /// <summary>Begins to make a folder that is not there, or is empty.</summary>
    /// <exception cref="StorageException">PathInvalid: there are files in it, its parent is missing, or somebody else is making it.
    /// Io: it cannot be made.</exception>
    public FolderInMaking(string folder)
    {
        var files = new OsFileSystem(folder);
        _folder = files.Name;
        Files = new OsFileSystem(_folder + Extension);
        try
        {
            if (files.List("").Count > 0 || Directory.Exists(_folder) && Directory.EnumerateFileSystemEntries(_folder).Any())
                throw new StorageException(
                    StorageErrorCode.PathInvalid, $"An import needs an empty folder, and '{_folder}' has files in it. Name another one.");
            if (Path.Exists(Files.Name))
                throw new StorageException(
                    StorageErrorCode.PathInvalid,
                    $"'{Files.Name}' is there already: an import goes on, or was cut off. If no import goes on, delete it and try again.");
            Files.CreateFolder("");
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(files, "Making", error);
        }
    }

    /// <summary>What is filled.</summary>
    public OsFileSystem Files { get; }

    /// <summary>Gives the folder its name, durably. Everything in it is closed and synced.</summary>
    /// <exception cref="StorageException">Io: it cannot be renamed.</exception>
    public void Complete()
    {
        try
        {
            if (Directory.Exists(_folder))
                Directory.Delete(_folder);
            Directory.Move(Files.Name, _folder);
            _isComplete = true;
            PosixDoor.SyncFolder(Path.GetDirectoryName(_folder)!);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(Files, "Renaming", error);
        }
    }

    /// <summary>Takes away what was made, unless it is complete.</summary>
    public void Dispose()
    {
        if (_isComplete)
            return;
        try
        {
            Directory.Delete(Files.Name, recursive: true);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            // It is no database of anybody; the next import into the same folder says that it is there.
        }
    }
}
