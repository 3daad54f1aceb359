using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Io;

/// <summary>The files of a database in memory: databases without a folder, and the ground that the doubles of the tests stand on.</summary>
internal sealed class MemoryFileSystem(string name = ":memory:") : IFileSystem
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MemoryBytes> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _holders = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public long? FreeBytes => null;

    /// <inheritdoc/>
    public IFile Open(string path, FileIntent intent)
    {
        lock (_gate)
        {
            RequireFolderOf(path);
            if (!_files.TryGetValue(path, out var bytes) && intent != FileIntent.Replace)
                throw new FileNotFoundException($"There is no file '{path}' in {name}.", path);
            if (bytes is null)
                _files[path] = bytes = new MemoryBytes();
            else if (intent == FileIntent.Replace)
                bytes.SetLength(0);
            return new MemoryFile(bytes, canWrite: intent != FileIntent.Read);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string folder)
    {
        lock (_gate)
        {
            var names = new List<string>();
            foreach (var path in _files.Keys)
            {
                if (FolderOf(path) == folder)
                    names.Add(path[(folder.Length == 0 ? 0 : folder.Length + 1)..]);
            }

            return names;
        }
    }

    /// <inheritdoc/>
    public void CreateFolder(string folder)
    {
        lock (_gate)
        {
            if (folder.Length > 0)
                RequireFolderOf(folder);
            _folders.Add(folder);
        }
    }

    /// <inheritdoc/>
    public void DeleteFolder(string folder)
    {
        lock (_gate)
        {
            foreach (var path in _files.Keys)
            {
                if (FolderOf(path) == folder)
                    return;
            }

            _folders.Remove(folder);
        }
    }

    /// <inheritdoc/>
    public void Rename(string path, string newPath)
    {
        lock (_gate)
        {
            if (!_files.Remove(path, out var bytes))
                throw new FileNotFoundException($"There is no file '{path}' in {name}.", path);
            _files[newPath] = bytes;
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        lock (_gate)
            _files.Remove(path);
    }

    /// <inheritdoc/>
    public IDisposable Lock(string path, string holder)
    {
        lock (_gate)
        {
            RequireFolderOf(path);
            if (_holders.TryGetValue(path, out var other))
            {
                throw new StorageException(
                    StorageErrorCode.Locked,
                    $"The database '{name}' is open for writing elsewhere ({other.Trim().ReplaceLineEndings(", ")}). Close it there.");
            }

            _holders[path] = holder;
            _files.TryAdd(path, new MemoryBytes());
            return new HeldLock(this, path);
        }
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    private void RequireFolderOf(string path)
    {
        var folder = FolderOf(path);
        if (folder.Length > 0 && !_folders.Contains(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}' in {name}.");
    }

    private sealed class HeldLock(MemoryFileSystem owner, string path) : IDisposable
    {
        private bool _isReleased;

        public void Dispose()
        {
            lock (owner._gate)
            {
                if (_isReleased)
                    return;
                _isReleased = true;
                owner._holders.Remove(path);
            }
        }
    }

    private sealed class MemoryFile(MemoryBytes bytes, bool canWrite) : IFile
    {
        public long Length => bytes.Length;

        public int Read(Span<byte> buffer, long offset) => bytes.Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            RequireWritable();
            bytes.Write(source, offset);
        }

        public void SetLength(long length)
        {
            RequireWritable();
            bytes.SetLength(length);
        }

        public void Sync()
        {
            // Memory is as durable as it will ever be.
        }

        public void Dispose()
        {
            // The bytes belong to the file system, which outlives its handles.
        }

        private void RequireWritable()
        {
            if (!canWrite)
                throw new UnauthorizedAccessException("The file was opened for reading.");
        }
    }
}
