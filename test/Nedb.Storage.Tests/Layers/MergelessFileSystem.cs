using Nedb.Storage.Io;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Layers;

/// <summary>Files that no merge of runs can write, so that all runs stay as they were first written.</summary>
internal sealed class MergelessFileSystem(IFileSystem inner) : WatchedFileSystem(inner)
{
    protected override void Before(FileCall call, string path)
    {
        if (call == FileCall.Write && Thread.CurrentThread.Name == "views: merge")
            throw new IOException("No space for merges.");
    }
}
