using Nedb.Storage.Diagnostics;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>Commits that were made before under the same idempotency key.</content>
internal sealed partial class StoreTransaction
{
    private Repetition? _repetition;

    public override string? IdempotencyKey
    {
        get;
        set
        {
            CheckOpen();
            if (value == field)
                return;
            if (_repetition is not null)
                throw new InvalidOperationException(
                    $"The transaction repeats the commit of the key '{field}' and cannot take another key.");
            if (value is not null)
                CheckName(value, "An idempotency key");
            field = value;
            // A commit that is later than this transaction's snapshot is found when this one commits: it is a write conflict.
            if (value is not null && IsEmpty && _committer.FindOutcome(value) is { } outcome && outcome.LastSeq <= BaseRoot.Seq)
                _repetition = new(value, outcome, new StateView(BaseRoot, BaseRoot.Seq, _context.Clock));
        }
    }

    public override bool IsRepetition => _repetition is not null;

    public override Document? NextRepeated(int collectionId) => _repetition?.NextPut(collectionId);

    private CommitOptions WithKey(CommitOptions options)
    {
        if (options.Client is not null)
            CheckName(options.Client, "A client");
        if (options.IdempotencyKey is not null)
            CheckName(options.IdempotencyKey, "An idempotency key");
        if (IdempotencyKey is null || options.IdempotencyKey == IdempotencyKey)
            return options;
        return options.IdempotencyKey is null
            ? options with { IdempotencyKey = IdempotencyKey }
            : throw new StorageException(
                StorageErrorCode.ReplayMismatch,
                $"The transaction has the idempotency key '{IdempotencyKey}' and cannot be committed under '{options.IdempotencyKey}'.");
    }
}
