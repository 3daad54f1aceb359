namespace Nedb.Storage.Log;

/// <summary>Where a frame stands in the log.</summary>
/// <param name="SegmentFirstSeq">The first seq of its segment.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="End">Where it ends, with its padding.</param>
internal readonly record struct LogPlace(long SegmentFirstSeq, long Position, long End);
