using Nedb.Query.Writes;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Transactions;

namespace Nedb.Query;

/// <content>Typed writes.</content>
public sealed partial class NqlSession
{
    /// <summary>
    /// Executes typed writes without any text: all of them, in order, in the open transaction or as one commit. Defaults, computed
    /// fields, identities, checks and
    /// foreign keys hold as for NQL's INSERT, UPDATE and DELETE. A refused write takes back the whole call.
    /// </summary>
    /// <returns>For each write its outcome.</returns>
    public IReadOnlyList<WriteOutcome> Write(IReadOnlyList<TypedWrite> writes, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        if (Transaction is not null)
            return WriteIn(Transaction, writes, cancellationToken);
        var options = TakeOptions();
        return CommitAlone(options, cancellationToken, (transaction, firstSeq) =>
        {
            var outcomes = new TypedWriteRun(Engine.Writers, transaction, cancellationToken).Execute(writes);
            transaction.CheckReferences();
            LastCommit = transaction.Commit(options);
            TypedWriteRun.CorrectSeqs(writes, outcomes, firstSeq, LastCommit.FirstSeq - firstSeq);
            return outcomes;
        });
    }

    /// <summary>
    /// Does work in a transaction of its own, which the work commits. If another writer came first, it is done again on the state that
    /// that one left, until it succeeds: the last writer wins, unless it named what it expects to find.
    /// </summary>
    /// <param name="options">What the commit says about itself.</param>
    /// <param name="cancellation">Stops the attempts.</param>
    /// <param name="work">What to do in a transaction, given the seq that it takes for the first of its own; perhaps several times.</param>
    private T CommitAlone<T>(CommitOptions? options, CancellationToken cancellation, Func<WriteTransaction, long, T> work)
    {
        using var turn = Engine.Turns.Start();
        while (true)
        {
            turn.Next(cancellation);
            using var transaction = Engine.Store.BeginTransaction();
            transaction.IdempotencyKey = options?.IdempotencyKey;
            try
            {
                return work(transaction, transaction.View.Seq + 1);
            }
            catch (StorageException failure) when (failure.Code == StorageErrorCode.WriteConflict)
            {
                // Somebody else came first.
            }
        }
    }

    /// <summary>
    /// Does work in a transaction of its own and commits it, without blocking the caller while the commit waits for the disk. No
    /// transaction is open. If another writer came first, the work is done again on the state that it left, until it succeeds.
    /// </summary>
    /// <param name="work">What to do in the open transaction of the session; perhaps several times.</param>
    /// <param name="cancellationToken">Stops the attempts.</param>
    /// <returns>What the work gave, the seq that it took for the first of its own, and how far that moved.</returns>
    /// <exception cref="InvalidOperationException">A transaction is open.</exception>
    /// <exception cref="StorageException">A write is refused.</exception>
    public async Task<(T Outcome, long FirstSeq, long Shift)> CommitAloneAsync<T>(
        Func<T> work, CancellationToken cancellationToken = default)
    {
        var options = TakeOptions();
        using var turn = Engine.Turns.Start();
        while (true)
        {
            await turn.NextAsync(cancellationToken).ConfigureAwait(false);
            NextCommitOptions = options;
            Begin();
            var firstSeq = Transaction!.View.Seq + 1;
            try
            {
                var outcome = work();
                var result = await CommitAsync(cancellationToken).ConfigureAwait(false);
                return (outcome, firstSeq, result.Count > 0 ? result.FirstSeq - firstSeq : 0);
            }
            catch (StorageException failure) when (failure.Code == StorageErrorCode.WriteConflict)
            {
                // Somebody else came first.
            }
            catch
            {
                // As with a commit that blocks: the attempt has taken what was said about it.
                NextCommitOptions = null;
                throw;
            }
            finally
            {
                Rollback();
            }
        }
    }

    private WriteOutcome[] WriteIn(WriteTransaction transaction, IReadOnlyList<TypedWrite> writes, CancellationToken cancellation)
    {
        var savepoint = transaction.CreateSavepoint();
        try
        {
            var outcomes = new TypedWriteRun(Engine.Writers, transaction, cancellation).Execute(writes);
            transaction.CheckReferences();
            return outcomes;
        }
        catch
        {
            transaction.RollbackTo(savepoint);
            throw;
        }
    }
}
