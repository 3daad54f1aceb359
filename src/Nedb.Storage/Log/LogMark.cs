using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>
/// A place between two commits of the log, and what has to be known of everything before it to go on from there. Whoever finds the frame
/// before it as it says knows that it is of this log: the head covers all that came before.
/// </summary>
/// <param name="Seq">The seq of the last node before it; at least 1.</param>
/// <param name="TimestampTicks">The timestamp of the last commit.</param>
/// <param name="Head">The head after the last commit.</param>
/// <param name="Frame">Where the frame of the last commit stands.</param>
/// <param name="Peaks">
/// The hashes of the complete subtrees that make up the tree of that size, the smallest first; empty until somebody has computed them.
/// </param>
internal sealed record LogMark(long Seq, long TimestampTicks, Hash256 Head, LogPlace Frame, Hash256[] Peaks);
