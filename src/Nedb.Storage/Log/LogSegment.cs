using Nedb.Storage.Format;

namespace Nedb.Storage.Log;

/// <summary>A segment that the log knows to be good up to its end. The log's gate guards what changes.</summary>
internal sealed class LogSegment(SegmentHeader header)
{
    private const int MarkEveryBytes = 64 * 1024;

    private readonly List<(long Seq, long Position)> _marks = [];

    /// <summary>A segment whose frames up to a place were trusted, not read.</summary>
    public LogSegment(SegmentHeader header, long end, long lastFrame)
        : this(header)
    {
        End = end;
        LastFrame = lastFrame;
    }

    /// <summary>The header.</summary>
    public SegmentHeader Header { get; } = header;

    /// <summary>The path.</summary>
    public string Path { get; } = header.Path;

    /// <summary>Where the last good frame ends.</summary>
    public long End { get; private set; } = SegmentHeader.SizeBytes;

    /// <summary>Where the last frame begins; 0 where there is none, or where it was not read.</summary>
    public long LastFrame { get; private set; }

    /// <summary>Takes in a frame that begins at the end.</summary>
    public void Extend(long firstSeq, long extent)
    {
        // A mark for every frame would cost memory for nothing: from a mark on, a reader steps over the few frames before the one it wants.
        if (_marks.Count == 0 || End - _marks[^1].Position >= MarkEveryBytes)
            _marks.Add((firstSeq, End));
        LastFrame = End;
        End += extent;
    }

    /// <summary>Notes where a frame of the trusted part begins, which somebody read on the way to another.</summary>
    public void Remember(long firstSeq, long position)
    {
        var index = _marks.FindIndex(mark => mark.Position >= position);
        if (index < 0)
            index = _marks.Count;
        if (index > 0 && position - _marks[index - 1].Position < MarkEveryBytes
            || index < _marks.Count && _marks[index].Position - position < MarkEveryBytes)
            return;
        _marks.Insert(index, (firstSeq, position));
    }

    /// <summary>Where a frame begins that holds that seq or one a little before it.</summary>
    public long PositionBefore(long seq)
    {
        var low = 0;
        var high = _marks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_marks[middle].Seq <= seq)
                low = middle;
            else
                high = middle - 1;
        }

        return _marks.Count == 0 || _marks[0].Seq > seq ? SegmentHeader.SizeBytes : _marks[low].Position;
    }
}
