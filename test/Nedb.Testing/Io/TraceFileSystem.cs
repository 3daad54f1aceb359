using Nedb.Storage.Io;

namespace Nedb.Testing.Io;

/// <summary>Records every call, so that a test can say how many there may be.</summary>
internal sealed class TraceFileSystem(IFileSystem inner) : WatchedFileSystem(inner)
{
    private readonly Lock _gate = new();
    private readonly List<(FileCall Call, string Path)> _calls = [];

    /// <summary>The calls so far, in order.</summary>
    public (FileCall Call, string Path)[] Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    /// <summary>How often a call was made.</summary>
    public int Count(FileCall call) => Calls.Count(made => made.Call == call);

    /// <summary>Forgets the calls so far.</summary>
    public void Clear()
    {
        lock (_gate)
            _calls.Clear();
    }

    protected override void Before(FileCall call, string path)
    {
        lock (_gate)
            _calls.Add((call, path));
    }
}
