using Nedb.Storage.Io;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Words;

/// <summary>Counts the files of the views that are open.</summary>
internal sealed class OpenFilesFileSystem(IFileSystem inner) : WatchedFileSystem(inner)
{
    private int _open;

    public int OpenViews => Volatile.Read(ref _open);

    protected override void Before(FileCall call, string path)
    {
    }

    protected override void Opened(string path) => Count(path, 1);

    protected override void Closed(string path) => Count(path, -1);

    private void Count(string path, int change)
    {
        if (path.StartsWith("views/", StringComparison.Ordinal))
            Interlocked.Add(ref _open, change);
    }
}
