using Nedb.Storage.Io;

namespace Nedb.Testing.Io;

/// <summary>
/// A disk whose power can be cut at any changing call. It keeps apart what users see and what is certainly on the disk, and <see
/// cref="Survive"/> gives the disk as it may be found afterwards: what was not synced is dropped, kept, reordered or torn; names that were
/// not made durable are lost in part. Names change in order, as every journalled file system has it; the content of files does not.
/// </summary>
internal sealed class CrashFileSystem : IFileSystem
{
    private readonly Dictionary<string, CrashFile> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CrashFile> _durable = new(StringComparer.Ordinal);
    private readonly List<(string? From, string To, CrashFile? File)> _pendingNames = [];
    private readonly HashSet<string> _folders = [""];
    private readonly object _gate = new(); // views are written and merged while the test goes on
    private bool _isHeld;
    private bool _isCut;

    public string Name => "crash";

    public long? FreeBytes => null;

    /// <summary>The changing call (counted from 1) at which the power is cut; 0 for never.</summary>
    public int CutAt { get; set; }

    /// <summary>The changing calls so far.</summary>
    public int Changes { get; private set; }

    /// <summary>The disk after the power cut, with the power on again.</summary>
    public CrashFileSystem Survive(CrashLoss loss, int seed)
    {
        lock (_gate)
        {
            var random = new Random(seed);
            var names = new Dictionary<string, CrashFile>(_durable, StringComparer.Ordinal);
            var kept =
                loss switch { CrashLoss.DropAll => 0, CrashLoss.KeepAll => _pendingNames.Count, _ => random.Next(_pendingNames.Count + 1) };
            foreach (var change in _pendingNames.Take(kept))
                Apply(names, change);
            var result = new CrashFileSystem();
            result._folders.UnionWith(_folders);
            foreach (var (path, file) in names.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                var copy = new CrashFile();
                copy.Write(file.Survive(file.IsDirty ? loss : CrashLoss.DropAll, random), 0);
                copy.Sync();
                result._live[path] = result._durable[path] = copy;
            }

            return result;
        }
    }

    public IFile Open(string path, FileIntent intent)
    {
        lock (_gate)
        {
            if (intent == FileIntent.Replace && !_live.ContainsKey(path))
            {
                CutIfDue(() => ChangeName((null, path, new CrashFile())));
            }
            else if (!_live.ContainsKey(path))
            {
                ThrowIfCut();
                throw new FileNotFoundException($"There is no file '{path}'.");
            }
            else if (intent == FileIntent.Replace)
            {
                CutIfDue(() => _live[path].SetLength(0));
            }

            ThrowIfCut();
            return new Handle(this, _live[path]);
        }
    }

    public IReadOnlyList<string> List(string folder)
    {
        lock (_gate)
        {
            ThrowIfCut();
            var prefix = folder.Length == 0 ? "" : folder + "/";
            return [.. _live.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !path[prefix.Length..].Contains('/'))
                .Select(path => path[prefix.Length..]).Order(StringComparer.Ordinal)];
        }
    }

    public void CreateFolder(string folder)
    {
        lock (_gate)
        {
            if (!_folders.Contains(folder))
                CutIfDue(() => _folders.Add(folder));
        }
    }

    public void DeleteFolder(string folder) => ThrowIfCut();

    public void Rename(string path, string newPath)
    {
        lock (_gate)
        {
            CutIfDue(() => ChangeName((path, newPath, null)));
            SyncNames();
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            ThrowIfCut();
            if (!_live.ContainsKey(path))
                return;
            CutIfDue(() => ChangeName((path, "", null)));
            SyncNames();
        }
    }

    public IDisposable Lock(string path, string holder)
    {
        lock (_gate)
        {
            ThrowIfCut();
            if (_isHeld)
                throw new Storage.Diagnostics.StorageException(Storage.Diagnostics.StorageErrorCode.Locked, "held");
            _isHeld = true;
            return new Held(this);
        }
    }

    private static void Apply(Dictionary<string, CrashFile> names, (string? From, string To, CrashFile? File) change)
    {
        if (change.From is null)
        {
            names[change.To] = change.File!;
            return;
        }

        names.Remove(change.From, out var file);
        if (change.To.Length > 0)
            names[change.To] = file!;
    }

    private void ChangeName((string? From, string To, CrashFile? File) change)
    {
        Apply(_live, change);
        _pendingNames.Add(change);
    }

    private void SyncNames()
    {
        foreach (var change in _pendingNames)
            Apply(_durable, change);
        _pendingNames.Clear();
    }

    private void CutIfDue(Action change)
    {
        lock (_gate)
        {
            ThrowIfCut();
            change(); // the cut comes while the call is made: what it does may or may not have reached the disk
            if (++Changes == CutAt)
                _isCut = true;
            ThrowIfCut();
        }
    }

    private void ThrowIfCut()
    {
        if (_isCut)
            throw new PowerCutException();
    }

    private sealed class Handle(CrashFileSystem owner, CrashFile file) : IFile
    {
        public long Length
        {
            get
            {
                lock (owner._gate)
                {
                    owner.ThrowIfCut();
                    return file.Live.Length;
                }
            }
        }

        public int Read(Span<byte> buffer, long offset)
        {
            lock (owner._gate)
            {
                owner.ThrowIfCut();
                return file.Live.Read(buffer, offset);
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var copy = bytes.ToArray();
            owner.CutIfDue(() => file.Write(copy, offset));
        }

        public void SetLength(long length) => owner.CutIfDue(() => file.SetLength(length));

        public void Sync()
        {
            lock (owner._gate)
            {
                owner.CutIfDue(static () => { });
                file.Sync();
            }
        }

        public void Dispose()
        {
            // Closing makes nothing durable.
        }
    }

    private sealed class Held(CrashFileSystem owner) : IDisposable
    {
        public void Dispose() => owner._isHeld = false;
    }
}
