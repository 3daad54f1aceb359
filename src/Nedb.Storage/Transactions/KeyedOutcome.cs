using Nedb.Storage.Values;

namespace Nedb.Storage.Transactions;

/// <summary>What became of a commit with an idempotency key.</summary>
/// <param name="Fingerprint">The hash of what was asked for.</param>
/// <param name="FirstSeq">The seq of its first node.</param>
/// <param name="LastSeq">The seq of its last node.</param>
/// <param name="CommittedTicks">Its time in UTC ticks.</param>
/// <param name="Head">The head after it.</param>
internal sealed record KeyedOutcome(Hash256 Fingerprint, long FirstSeq, long LastSeq, long CommittedTicks, Hash256 Head)
{
    public CommitResult ToReplay() => new(FirstSeq, LastSeq, new(CommittedTicks, DateTimeKind.Utc), Head, true);
}
