namespace Nedb.Storage.Transactions;

/// <summary>What a transaction hands itself to when it commits.</summary>
internal interface ICommitter
{
    /// <summary>The outcome of the commit with an idempotency key, marked as replayed; null where there was none.</summary>
    CommitResult? FindOutcome(string idempotencyKey);

    /// <summary>The payload of a committed node, from the log; null where it was erased.</summary>
    byte[]? ReadPayload(long seq);

    /// <summary>Commits a transaction; returns when its frame is as durable as the store promises.</summary>
    CommitResult Commit(StoreTransaction transaction, CommitOptions options);

    /// <summary>As <see cref="Commit"/>, without blocking the caller while the commit waits for the disk.</summary>
    ValueTask<CommitResult> CommitAsync(StoreTransaction transaction, CommitOptions options, CancellationToken cancellationToken);
}
