using System.Runtime.ExceptionServices;
using Nedb.Storage.Format;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>
/// Copies of frames that follow each other, to be checked together by whichever thread takes them first. Filled once, checked once.
/// </summary>
/// <param name="path">The file that they are in.</param>
/// <param name="bytes">Where their contents go; empty, and only this batch's until it is checked.</param>
internal sealed class FrameBatch(string path, ByteBuffer bytes) : IThreadPoolWorkItem
{
    private readonly List<PendingFrame> _frames = [];
    private readonly List<CheckedFrame> _results = [];
    private ExceptionDispatchInfo? _failure;
    private int _isTaken;
    private bool _isDone;

    private readonly record struct PendingFrame(long Position, FrameHeader Header, int Start, int Length, string? Fault);

    /// <summary>The file that the frames are in.</summary>
    public string Path => path;

    /// <summary>The contents of the frames.</summary>
    public ByteBuffer Bytes => bytes;

    /// <summary>Whether the frames are checked.</summary>
    public bool IsDone => Volatile.Read(ref _isDone);

    /// <summary>Adds a frame.</summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="header">Its header.</param>
    /// <param name="content">Its content; copied.</param>
    /// <param name="fault">What the reader found wrong with it as a whole; null where nothing.</param>
    public void Add(long position, FrameHeader header, ReadOnlySpan<byte> content, string? fault)
    {
        _frames.Add(new PendingFrame(position, header, bytes.Length, content.Length, fault));
        bytes.Append(content);
    }

    /// <summary>Checks the frames, unless another thread does or did.</summary>
    /// <returns>Whether this thread did.</returns>
    public bool TryCheck()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
            return false;
        try
        {
            foreach (var (position, header, start, length, fault) in _frames)
                _results.Add(CheckedFrame.Check(path, position, header, bytes.Written.Slice(start, length), fault));
        }
        catch (Exception error)
        {
            _failure = ExceptionDispatchInfo.Capture(error);
        }

        lock (_results)
        {
            _isDone = true;
            Monitor.Pulse(_results);
        }

        return true;
    }

    /// <summary>Waits until the frames are checked; checks them where nobody has begun to.</summary>
    public List<CheckedFrame> Finish()
    {
        TryCheck();
        lock (_results)
        {
            while (!_isDone)
                Monitor.Wait(_results);
        }

        _failure?.Throw();
        return _results;
    }

    void IThreadPoolWorkItem.Execute() => TryCheck();
}
