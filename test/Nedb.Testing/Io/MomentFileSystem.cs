using Nedb.Storage.Io;

namespace Nedb.Testing.Io;

/// <summary>Does something once, right before a call: what another process may do between two looks of this one.</summary>
internal sealed class MomentFileSystem(IFileSystem inner) : WatchedFileSystem(inner)
{
    private Func<FileCall, string, bool> _isMoment = static (_, _) => false;
    private Action? _act;

    /// <summary>Whether it was done.</summary>
    public bool IsOver => _act is null;

    /// <summary>Says what to do, and before which call.</summary>
    public void Await(Func<FileCall, string, bool> isMoment, Action act) => (_isMoment, _act) = (isMoment, act);

    protected override void Before(FileCall call, string path)
    {
        if (_act is not { } act || !_isMoment(call, path))
            return;
        _act = null;
        act();
    }
}
