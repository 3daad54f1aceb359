using Nedb.Storage.Format;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>
/// Checks frames on all cores while they are read on, and gives the outcomes in the order of the log. Who reads lends a hand where the
/// others do not keep up, so that no core waits for another as long as there is anything to do.
/// </summary>
internal sealed class FrameChecks
{
    private const int BatchBytes = 1024 * 1024;

    private static readonly int BatchesMax = Math.Min(Environment.ProcessorCount + 2, 16);

    private readonly LinkedList<FrameBatch> _running = new();
    private readonly Stack<ByteBuffer> _spare = new();
    private FrameBatch? _batch;

    /// <summary>Takes a frame to be checked.</summary>
    /// <param name="path">The file that it is in.</param>
    /// <param name="position">Where it begins.</param>
    /// <param name="header">Its header.</param>
    /// <param name="content">Its content; copied.</param>
    /// <param name="fault">What the reader found wrong with it as a whole; null where nothing.</param>
    /// <returns>Earlier frames that are checked by now, if any are to be taken; all in one file.</returns>
    public FrameBatch? Add(string path, long position, FrameHeader header, ReadOnlySpan<byte> content, string? fault)
    {
        _batch ??= new(path, _spare.TryPop(out var bytes) ? bytes : new());
        _batch.Add(position, header, content, fault);
        if (_batch.Bytes.Length < BatchBytes)
            return null;
        Begin();
        return _running.Count > BatchesMax ? TakeOldest() : null;
    }

    /// <summary>The next batch of frames, checked; null where all were taken.</summary>
    public FrameBatch? Take()
    {
        if (_batch is not null)
            Begin();
        return _running.Count > 0 ? TakeOldest() : null;
    }

    /// <summary>Uses the memory of a batch again, whose outcomes were taken.</summary>
    public void GiveBack(FrameBatch batch)
    {
        batch.Bytes.Clear();
        _spare.Push(batch.Bytes);
    }

    private void Begin()
    {
        _running.AddLast(_batch!);
        ThreadPool.UnsafeQueueUserWorkItem(_batch!, preferLocal: false);
        _batch = null;
    }

    private FrameBatch TakeOldest()
    {
        var oldest = _running.First!.Value;
        // The others begin with the oldest, so the newest is the one that is least likely to be taken at the same moment.
        for (var other = _running.Last; other is not null && !oldest.IsDone; other = other.Previous)
            if (other.Value.TryCheck())
                break;
        _running.RemoveFirst();
        oldest.Finish();
        return oldest;
    }
}
