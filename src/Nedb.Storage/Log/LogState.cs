using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>Where the log ends, as one thing that can be swapped.</summary>
internal sealed record LogState(long Seq, long TimestampTicks, Hash256 Head, Hash256 Root);
