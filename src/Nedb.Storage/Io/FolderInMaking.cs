using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Layers;
using Nedb.Storage.Runs;

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
    /// <remarks>What an import left that was killed is taken away: nobody was told that it is a database.</remarks>
    /// <exception cref="StorageException">
    /// PathInvalid: there are files in it, its parent is missing, or the name beside it is taken by something else. Locked: an import into
    /// it goes on. Io: it cannot be made.
    /// </exception>
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
                ClearLeftOver();
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

    private void ClearLeftOver()
    {
        if (FindForeign() is { } foreign)
            throw new StorageException(
                StorageErrorCode.PathInvalid,
                $"An import into '{_folder}' is made in '{Files.Name}', and '{foreign}' is there, which no import makes. Move it away, or "
                + "import into another folder.");
        if (File.Exists(Path.Combine(Files.Name, SegmentName.Lock)))
            CheckNotHeld();
        Directory.Delete(Files.Name, recursive: true);
    }

    // Whoever makes it holds the lock, which ends with the process.
    private void CheckNotHeld()
    {
        try
        {
            Files.Lock(SegmentName.Lock, "clearing what a killed import left").Dispose();
        }
        catch (StorageException error) when (error.Code == StorageErrorCode.Locked)
        {
            throw new StorageException(
                StorageErrorCode.Locked,
                $"An import into '{_folder}' goes on already. {error.Message} Or import into another folder.",
                error);
        }
    }

    /// <summary>Something in the way that is no part of a database; null where there is none.</summary>
    private string? FindForeign()
    {
        if (!Directory.Exists(Files.Name))
            return Files.Name;
        foreach (var path in Directory.EnumerateFileSystemEntries(Files.Name, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(Files.Name, path).Replace(Path.DirectorySeparatorChar, '/');
            if (name.EndsWith(WholeFile.UnfinishedExtension, StringComparison.Ordinal))
                name = name[..^WholeFile.UnfinishedExtension.Length];
            var isOurs = Directory.Exists(path) ? name is SegmentName.Folder or RunName.Folder : IsOfDatabase(name);
            if (!isOurs)
                return path;
        }

        return null;
    }

    private static bool IsOfDatabase(string path)
    {
        if (path is SegmentName.Lock or SegmentName.Manifest or SegmentName.Keys or ViewFolder.Record)
            return true;
        var name = path[(path.IndexOf('/') + 1)..];
        return path.StartsWith(SegmentName.Folder + "/", StringComparison.Ordinal) ? SegmentName.TryParse(name, out _, out _)
            : path.StartsWith(RunName.Folder + "/", StringComparison.Ordinal) && RunName.TryParse(name, out _);
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
            // It is no database of anybody; the next import into the same folder takes it away.
        }
    }
}
