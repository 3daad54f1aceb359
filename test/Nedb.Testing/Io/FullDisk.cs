using Nedb.Storage;
using Nedb.Storage.Io;

namespace Nedb.Testing.Io;

/// <summary>
/// The disk of a database, on which one thread finds no room for views while <see cref="IsFull"/> says so. What others write in the
/// background goes on, so that a test meets the failure where it means to.
/// </summary>
public sealed class FullDisk
{
    private const int ErrnoNoSpace = 28;

    private readonly Files _files;
    private int _thread;

    /// <param name="folder">The folder of the database.</param>
    public FullDisk(string folder) => _files = new(this, new OsFileSystem(folder));

    /// <summary>Whether there is no room for the thread that sets it.</summary>
    public bool IsFull
    {
        get => _thread == Environment.CurrentManagedThreadId;
        set => _thread = value ? Environment.CurrentManagedThreadId : 0;
    }

    /// <summary>How many writes have failed for want of room.</summary>
    public int Failures { get; private set; }

    /// <summary>Opens the database.</summary>
    public NedbStore Open(StoreOptions options) => LogStore.Open(_files, options);

    private sealed class Files(FullDisk disk, IFileSystem inner) : WatchedFileSystem(inner)
    {
        protected override void Before(FileCall call, string path)
        {
            if (call != FileCall.Write || !disk.IsFull || !path.StartsWith("views/", StringComparison.Ordinal))
                return;
            disk.Failures++;
            throw new IOException($"ENOSPC in {call} of '{path}'", ErrnoNoSpace);
        }
    }
}
