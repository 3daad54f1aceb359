using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>The nodes of one atomic write: one frame of the log.</summary>
internal sealed class CommitRecord
{
    /// <summary>The seq of the first node.</summary>
    public required long FirstSeq { get; init; }

    /// <summary>When it was committed, in UTC ticks of 100 ns since 0001-01-01; strictly later than the commit before.</summary>
    public required long TimestampTicks { get; init; }

    /// <summary>Who wrote it; null where nobody said.</summary>
    public string? Client { get; init; }

    /// <summary>The client's counter, strictly increasing per client; null where there is none.</summary>
    public long? Nonce { get; init; }

    /// <summary>The key under which a repetition is recognised; null where there is none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The hash of what was asked for, given exactly when there is an idempotency key.</summary>
    public Hash256? Fingerprint { get; init; }

    /// <summary>The nodes, at least one, with dense seqs from <see cref="FirstSeq"/>.</summary>
    public required NodeRecord[] Nodes { get; init; }

    /// <summary>The head after the commit, computed by the log.</summary>
    public Hash256 Head { get; set; }

    /// <summary>
    /// The root of the tree after the commit, computed by the log on append; not given by a replay, where nobody needs it for every commit.
    /// </summary>
    public Hash256 Root { get; set; }

    /// <summary>Where it stands in the log; given by a replay only.</summary>
    public LogPlace Place { get; set; }

    /// <summary>The seq of the last node.</summary>
    public long LastSeq => FirstSeq + Nodes.Length - 1;
}
