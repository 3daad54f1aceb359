using Nedb.Storage.Io;

namespace Nedb.Testing.Io;

/// <summary>
/// Passes every call on to another file system, after (and, for reads and writes, instead of) showing it to a derived class.
/// </summary>
internal abstract class WatchedFileSystem(IFileSystem inner) : IFileSystem
{
    public string Name => inner.Name;

    public virtual long? FreeBytes => inner.FreeBytes;

    public IFile Open(string path, FileIntent intent)
    {
        Before(FileCall.Open, path);
        var file = new WatchedFile(this, path, inner.Open(path, intent));
        Opened(path);
        return file;
    }

    public IReadOnlyList<string> List(string folder)
    {
        Before(FileCall.List, folder);
        return inner.List(folder);
    }

    public void CreateFolder(string folder)
    {
        Before(FileCall.CreateFolder, folder);
        inner.CreateFolder(folder);
    }

    public void DeleteFolder(string folder)
    {
        Before(FileCall.DeleteFolder, folder);
        inner.DeleteFolder(folder);
    }

    public void Rename(string path, string newPath)
    {
        Before(FileCall.Rename, path);
        inner.Rename(path, newPath);
    }

    public void Delete(string path)
    {
        Before(FileCall.Delete, path);
        inner.Delete(path);
    }

    public IDisposable Lock(string path, string holder)
    {
        Before(FileCall.Lock, path);
        return inner.Lock(path, holder);
    }

    /// <summary>Is told of a call before it is made; may throw instead of it.</summary>
    protected abstract void Before(FileCall call, string path);

    /// <summary>Is told that a file is open.</summary>
    protected virtual void Opened(string path)
    {
    }

    /// <summary>Is told, once, that what was opened is closed.</summary>
    protected virtual void Closed(string path)
    {
    }

    /// <summary>Makes a read; may make it shorter.</summary>
    protected virtual int Read(IFile file, string path, Span<byte> buffer, long offset)
    {
        Before(FileCall.Read, path);
        return file.Read(buffer, offset);
    }

    /// <summary>Makes a write; may stop in the middle of it.</summary>
    protected virtual void Write(IFile file, string path, ReadOnlySpan<byte> bytes, long offset)
    {
        Before(FileCall.Write, path);
        file.Write(bytes, offset);
    }

    private sealed class WatchedFile(WatchedFileSystem owner, string path, IFile inner) : IFile
    {
        private int _isClosed;

        public long Length
        {
            get
            {
                owner.Before(FileCall.Length, path);
                return inner.Length;
            }
        }

        public int Read(Span<byte> buffer, long offset) => owner.Read(inner, path, buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset) => owner.Write(inner, path, bytes, offset);

        public void SetLength(long length)
        {
            owner.Before(FileCall.SetLength, path);
            inner.SetLength(length);
        }

        public void Sync()
        {
            owner.Before(FileCall.Sync, path);
            inner.Sync();
        }

        public void Dispose()
        {
            inner.Dispose();
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
                owner.Closed(path);
        }
    }
}
