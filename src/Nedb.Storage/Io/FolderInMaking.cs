using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Runs;

namespace Nedb.Storage.Io;

/// <summary>
/// A folder that appears with all its files, or not at all: it is filled under another name beside its own, and renamed once it is whole.
/// Whoever fills it holds its lock from the first moment to the last, so nobody else takes it for something left over.
/// </summary>
internal sealed class FolderInMaking : IDisposable
{
    private const string Extension = ".importing";
    private const int Attempts = 20;

    private readonly string _folder;
    private readonly OsFileSystem _files;
    private readonly IDisposable _held;
    private bool _isComplete;

    /// <summary>Begins to make a folder that is not there, or is empty.</summary>
    /// <remarks>What an import left that was killed is taken away: nobody was told that it is a database.</remarks>
    /// <param name="folder">The folder.</param>
    /// <param name="clock">Tells since when it is made.</param>
    /// <exception cref="StorageException">
    /// PathInvalid: there are files in it, its parent is missing, or the name beside it is taken by something else. Locked: an import into
    /// it goes on. Io: it cannot be made.
    /// </exception>
    public FolderInMaking(string folder, TimeProvider clock)
    {
        var target = new OsFileSystem(folder);
        _folder = target.Name;
        _files = new OsFileSystem(_folder + Extension);
        Files = new HeldFileSystem(_files, SegmentName.Lock);
        try
        {
            CheckEmpty(target);
            _held = Hold(clock);
            try
            {
                CheckEmpty(target); // another import may have ended meanwhile
                ClearLeftOver();
            }
            catch
            {
                Dispose();
                throw;
            }
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(target, "Making", error);
        }
    }

    /// <summary>What is filled.</summary>
    public IFileSystem Files { get; }

    /// <summary>Gives the folder its name, durably. Everything in it is closed and synced.</summary>
    /// <exception cref="StorageException">Io: it cannot be renamed.</exception>
    public void Complete()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                _held.Dispose(); // a folder with an open file in it cannot be renamed there
            if (Directory.Exists(_folder))
                Directory.Delete(_folder);
            Directory.Move(_files.Name, _folder);
            _isComplete = true;
            PosixDoor.SyncFolder(Path.GetDirectoryName(_folder)!);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Renaming", error);
        }
    }

    private void CheckEmpty(OsFileSystem target)
    {
        if (target.List("").Count > 0 || Directory.Exists(_folder) && Directory.EnumerateFileSystemEntries(_folder).Any())
            throw new StorageException(
                StorageErrorCode.PathInvalid, $"An import needs an empty folder, and '{_folder}' has files in it. Name another one.");
    }

    /// <summary>Makes the folder and takes its lock, which decides between several who try.</summary>
    private IDisposable Hold(TimeProvider clock)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                CheckNotForeign();
                _files.CreateFolder("");
                return _files.Lock(SegmentName.Lock, CommitLog.Holder(clock));
            }
            catch (StorageException error) when (error.Code == StorageErrorCode.Locked)
            {
                throw new StorageException(
                    StorageErrorCode.Locked,
                    $"An import into '{_folder}' goes on already. {error.Message} Or import into another folder.",
                    error);
            }
            catch (IOException error) when (error is FileNotFoundException or DirectoryNotFoundException && attempt < Attempts)
            {
                // Another import ended, and took the folder away or gave it its name.
            }
        }
    }

    private void CheckNotForeign()
    {
        if (Path.Exists(_files.Name) && FindForeign() is { } foreign)
            throw new StorageException(
                StorageErrorCode.PathInvalid,
                $"An import into '{_folder}' is made in '{_files.Name}', and '{foreign}' is there, which no import makes. Move it away, or "
                + "import into another folder.");
    }

    private void ClearLeftOver()
    {
        foreach (var folder in Directory.EnumerateDirectories(_files.Name))
            Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(_files.Name))
            if (Path.GetFileName(file) != SegmentName.Lock)
                File.Delete(file);
    }

    /// <summary>Something in the way that is no part of a database; null where there is none.</summary>
    private string? FindForeign()
    {
        if (File.Exists(_files.Name))
            return _files.Name;
        foreach (var path in Directory.EnumerateFileSystemEntries(_files.Name, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(_files.Name, path).Replace(Path.DirectorySeparatorChar, '/');
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
        try
        {
            if (OperatingSystem.IsWindows())
                _held.Dispose(); // nor is one deleted
            if (!_isComplete)
                Directory.Delete(_files.Name, recursive: true);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            // It is no database of anybody; the next import into the same folder takes it away.
        }
        finally
        {
            _held.Dispose();
        }
    }
}
