using Nedb.Storage.Values;

namespace Nedb.Storage.Transactions;

/// <summary>The outcome of a commit.</summary>
/// <param name="FirstSeq">The seq of its first node; one more than <paramref name="LastSeq"/> where it wrote nothing.</param>
/// <param name="LastSeq">The seq of its last node, which is the seq of the database after it.</param>
/// <param name="CommittedAt">Its time in UTC, strictly later than that of the commit before.</param>
/// <param name="Head">The head after it.</param>
/// <param name="IsReplayed">Whether the same content was committed earlier under the same idempotency key, and this is the outcome of
/// then.</param>
public sealed record CommitResult(long FirstSeq, long LastSeq, DateTime CommittedAt, Hash256 Head, bool IsReplayed)
{
    /// <summary>The number of nodes written.</summary>
    public long Count => LastSeq - FirstSeq + 1;
}
