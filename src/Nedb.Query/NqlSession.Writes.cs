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
        using var turn = Engine.Turns.Start();
        while (true)
        {
            turn.Next(cancellationToken);
            using var transaction = Engine.Store.BeginTransaction();
            transaction.IdempotencyKey = options?.IdempotencyKey;
            var firstSeq = transaction.View.Seq + 1;
            try
            {
                var run = new TypedWriteRun(Engine.Writers, transaction, cancellationToken);
                var outcomes = run.Execute(writes);
                transaction.CheckReferences();
                LastCommit = transaction.Commit(options);
                TypedWriteRun.CorrectSeqs(writes, outcomes, firstSeq, LastCommit.FirstSeq - firstSeq);
                return outcomes;
            }
            catch (StorageException failure) when (failure.Code == StorageErrorCode.WriteConflict)
            {
                // Somebody else came first. The last writer wins, unless it named what it expects to find.
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
