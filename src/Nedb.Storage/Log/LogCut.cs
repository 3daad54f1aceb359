namespace Nedb.Storage.Log;

/// <summary>A segment as far as it was good at a moment; what a reader reads.</summary>
/// <param name="Path">The path.</param>
/// <param name="FirstSeq">The seq of its first node.</param>
/// <param name="End">Where its last good frame ends.</param>
/// <param name="Revision">How often it was written anew.</param>
/// <param name="IsPacked">Whether it is packed, so that its file has another length.</param>
internal readonly record struct LogCut(string Path, long FirstSeq, long End, int Revision = 0, bool IsPacked = false)
{
    /// <summary>All of a segment that is good.</summary>
    public static LogCut Of(LogSegment segment) =>
        new(segment.Path, segment.Header.FirstSeq, segment.End, segment.Header.Revision, segment.Header.IsPacked);
}
