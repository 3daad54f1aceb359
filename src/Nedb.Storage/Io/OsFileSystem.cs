using System.Text;
using Microsoft.Win32.SafeHandles;
using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Io;

/// <summary>The files of a database in a folder of the operating system.</summary>
internal sealed class OsFileSystem : IFileSystem
{
    private const int HolderBytesMax = 512;
    private const int LockAttempts = 20;
    private const int NoSuchFile = 2;

    private readonly string _root;
    private volatile HeldLock? _held;

    /// <summary>Names the folder; nothing is looked at yet.</summary>
    /// <exception cref="StorageException">PathInvalid: the text cannot be a path.</exception>
    public OsFileSystem(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder) || folder.Contains('\0'))
            throw new StorageException(
                StorageErrorCode.PathInvalid, "The folder of a database must have a name; found an empty or impossible one.");
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
    }

    /// <inheritdoc/>
    public string Name => _root;

    /// <inheritdoc/>
    public long? FreeBytes
    {
        get
        {
            try
            {
                return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(_root)! : _root).AvailableFreeSpace;
            }
            catch (Exception error) when (IoFailure.Matches(error) || error is ArgumentException)
            {
                return null; // such as a share of Windows, which is no drive
            }
        }
    }

    /// <inheritdoc/>
    public IFile Open(string path, FileIntent intent)
    {
        var target = Full(path);
        if (intent == FileIntent.Replace)
            CheckInPlace();
        var handle = File.OpenHandle(
            target,
            intent == FileIntent.Replace ? FileMode.Create : FileMode.Open,
            intent == FileIntent.Read ? FileAccess.Read : FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete);
        return new OsFile(handle, target);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string folder)
    {
        var path = Full(folder);
        if (!Directory.Exists(path))
            return File.Exists(path) ? throw NotAFolder(path) : [];
        var names = new List<string>();
        foreach (var file in Directory.EnumerateFiles(path))
            names.Add(Path.GetFileName(file));
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <inheritdoc/>
    public void CreateFolder(string folder)
    {
        var path = Full(folder);
        if (Directory.Exists(path))
            return;
        if (File.Exists(path))
            throw NotAFolder(path);
        var parent = Path.GetDirectoryName(path);
        if (parent is not null && !Directory.Exists(parent))
        {
            throw new StorageException(
                StorageErrorCode.PathInvalid,
                $"Cannot make the folder '{path}': its parent '{parent}' does not exist. Make the parent first, or check the path.");
        }

        Directory.CreateDirectory(path);
        if (parent is not null)
            PosixDoor.SyncFolder(parent);
    }

    /// <inheritdoc/>
    public void DeleteFolder(string folder)
    {
        var path = Full(folder);
        if (!Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).GetEnumerator().MoveNext())
            return;
        Directory.Delete(path);
        if (Path.GetDirectoryName(path) is { } parent)
            PosixDoor.SyncFolder(parent);
    }

    /// <inheritdoc/>
    public void Rename(string path, string newPath)
    {
        CheckInPlace();
        var target = Full(newPath);
        File.Move(Full(path), target, overwrite: true);
        PosixDoor.SyncFolder(Path.GetDirectoryName(target)!);
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        CheckInPlace();
        var target = Full(path);
        if (!File.Exists(target))
            return;
        File.Delete(target);
        PosixDoor.SyncFolder(Path.GetDirectoryName(target)!);
    }

    /// <inheritdoc/>
    public IDisposable Lock(string path, string holder)
    {
        var target = Full(path);
        for (var attempt = 1; attempt <= LockAttempts; attempt++)
        {
            if (TryLock(target, holder) is { } held)
                return held;
        }

        throw new IOException($"'{target}' is deleted again and again by others. Try again.");
    }

    /// <summary>Null where the file was deleted, or replaced, before its lock was taken: that lock keeps nobody out.</summary>
    private HeldLock? TryLock(string target, string holder)
    {
        var handle = OpenLock(target);
        try
        {
            if (!OperatingSystem.IsWindows() && !PosixDoor.TryLock(handle, target))
                throw HeldElsewhere(target, null);
            RandomAccess.SetLength(handle, 0);
            RandomAccess.Write(handle, Encoding.UTF8.GetBytes(holder), 0);
            if (OperatingSystem.IsWindows() || IsThere(target, holder))
                return _held = new HeldLock(this, handle, target);
            handle.Dispose();
            return null;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private SafeFileHandle OpenLock(string target)
    {
        try
        {
            // On Windows the share mode is the lock: other writers are kept out, and may read the holder's name. On Unix it is advice that
            // .NET may or may not follow, and the lock is taken afterwards.
            var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            return File.OpenHandle(target, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
        }
        catch (IOException error) when (IsHeldByOther(error))
        {
            throw HeldElsewhere(target, error);
        }
    }

    /// <summary>Whether what was written into the locked file is read at its path, so that it is the file that others would lock.</summary>
    private static bool IsThere(string path, string holder)
    {
        try
        {
            using var handle = PosixDoor.OpenPlain(path);
            var bytes = new byte[HolderBytesMax];
            return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(handle, bytes, 0)) == holder;
        }
        catch (IOException error) when (error.HResult == NoSuchFile)
        {
            return false;
        }
    }

    private StorageException HeldElsewhere(string target, Exception? error) => new(
        StorageErrorCode.Locked,
        $"The database '{_root}' is open for writing elsewhere ({ReadHolder(target)}). Close it there, or open it here with IsReadOnly"
            + " (in a connection string Mode=ReadOnly).",
        error);

    /// <inheritdoc/>
    public bool IsAt(string folder) =>
        _held is { Identity: { } own } held && FileIdentity.Find(Path.Join(folder, Path.GetFileName(held.Path))) == own;

    // Where a backup was put in the place of the folder that was opened, writing and deleting there would destroy it.
    private void CheckInPlace()
    {
        if (_held is { Identity: { } own } held && FileIdentity.Find(held.Path) != own)
            throw new IOException(
                $"'{_root}' is not the folder any more that was opened: it was moved, deleted or replaced. Nothing is written there.");
    }

    private static bool IsHeldByOther(IOException error) =>
        // sharing or lock violation; EWOULDBLOCK on Linux and macOS
        OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) is 32 or 33 : error.HResult is 11 or 35;

    private static string ReadHolder(string path)
    {
        try
        {
            using var handle = OperatingSystem.IsWindows()
                ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
                : PosixDoor.OpenPlain(path);
            Span<byte> bytes = stackalloc byte[HolderBytesMax];
            var count = RandomAccess.Read(handle, bytes, 0);
            var text = Encoding.UTF8.GetString(bytes[..count]).Trim().ReplaceLineEndings(", ");
            return text.Length == 0 ? "the holder has not written its name yet" : text;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "the holder's name cannot be read: " + error.Message;
        }
    }

    private static StorageException NotAFolder(string path) =>
        new(StorageErrorCode.PathInvalid, $"'{path}' is a file; a database needs a folder. Name another path, or move the file away.");

    private string Full(string path) => path.Length == 0 ? _root : Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));

    private sealed class HeldLock(OsFileSystem files, SafeFileHandle handle, string path) : IDisposable
    {
        public string Path { get; } = path;

        public FileIdentity? Identity { get; } = FileIdentity.Find(path);

        public void Dispose()
        {
            if (handle.IsClosed)
                return;
            files._held = null;
            try
            {
                RandomAccess.SetLength(handle, 0); // nobody holds it: no name
            }
            catch (IOException)
            {
                // A stale name in a file that nobody has locked misleads no program; failing to release would.
            }

            handle.Dispose();
        }
    }
}
