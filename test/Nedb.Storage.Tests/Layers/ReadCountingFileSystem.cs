using Nedb.Storage.Io;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Layers;

/// <summary>Counts how often the views are read.</summary>
internal sealed class ReadCountingFileSystem(IFileSystem inner) : WatchedFileSystem(inner)
{
    private int _reads;

    public int ReadsOfViews => Volatile.Read(ref _reads);

    protected override void Before(FileCall call, string path)
    {
        if (call == FileCall.Read && path.StartsWith("views/", StringComparison.Ordinal))
            Interlocked.Increment(ref _reads);
    }
}
