using Nedb.Storage.Io;

namespace Nedb.Testing.Io;

/// <summary>
/// Fails the n-th call (counted from 1, of all kinds or of one), once or from then on for ever. A failing write may leave a part of its
/// bytes behind. Reads can be made short throughout, which is no failure: a reader has to ask again.
/// </summary>
internal sealed class FaultFileSystem(IFileSystem inner) : WatchedFileSystem(inner)
{
    private const int ErrnoIo = 5;
    private const int ErrnoTooManyOpen = 24;
    private const int ErrnoNoSpace = 28;
    private const int ErrnoReadOnly = 30;

    private int _count;

    /// <summary>Which call fails; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>Whether all later calls (of that kind) fail as well.</summary>
    public bool IsForEver { get; set; }

    /// <summary>The kind of call that is counted and fails; null for all.</summary>
    public FileCall? Only { get; set; }

    /// <summary>The failure: EIO, ENOSPC, EMFILE, EACCES, or EROFS, with which only calls that change something fail.</summary>
    public string Error { get; set; } = "EIO";

    /// <summary>How much of a failing write is written all the same, 0 to 1.</summary>
    public double WrittenPart { get; set; }

    /// <summary>How many bytes a read gives at most; 0 for as many as asked for.</summary>
    public int ReadBytesMax { get; set; }

    /// <summary>The calls counted so far.</summary>
    public int Count => _count;

    /// <summary>Whether a call has failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Lets everything succeed from here on, and counts from 0.</summary>
    public void Heal() => (FailAt, _count, HasFailed) = (0, 0, false);

    protected override void Before(FileCall call, string path)
    {
        if (IsDue(call))
            throw Failure(call, path);
    }

    protected override int Read(IFile file, string path, Span<byte> buffer, long offset)
    {
        Before(FileCall.Read, path);
        return file.Read(ReadBytesMax > 0 && buffer.Length > ReadBytesMax ? buffer[..ReadBytesMax] : buffer, offset);
    }

    protected override void Write(IFile file, string path, ReadOnlySpan<byte> bytes, long offset)
    {
        if (IsDue(FileCall.Write))
        {
            file.Write(bytes[..(int)(bytes.Length * WrittenPart)], offset);
            throw Failure(FileCall.Write, path);
        }

        file.Write(bytes, offset);
    }

    private bool IsDue(FileCall call)
    {
        if (Only is { } only && only != call)
            return false;
        if (Error == "EROFS" && call is not (FileCall.Lock or FileCall.Write or FileCall.SetLength or FileCall.Rename or FileCall.Delete))
            return false;
        _count++;
        return FailAt > 0 && (IsForEver ? _count >= FailAt : _count == FailAt);
    }

    private Exception Failure(FileCall call, string path)
    {
        HasFailed = true;
        if (Error == "EACCES")
            return new UnauthorizedAccessException($"{Error} in {call} of '{path}', call {_count}");
        var errno = Error switch
        {
            "ENOSPC" => ErrnoNoSpace,
            "EMFILE" => ErrnoTooManyOpen,
            "EROFS" => ErrnoReadOnly,
            _ => ErrnoIo,
        };
        return new IOException($"{Error} in {call} of '{path}', call {_count}", errno);
    }
}
