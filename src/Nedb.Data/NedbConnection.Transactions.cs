using System.Data;
using System.Data.Common;
using Nedb.Data.Connections;
using Nedb.Data.Diagnostics;
using Nedb.Query;
using Nedb.Storage.Transactions;

namespace Nedb.Data;

public sealed partial class NedbConnection
{
    /// <summary>Begins a transaction that reads at a snapshot.</summary>
    /// <exception cref="InvalidOperationException">The connection is not open, or has an open transaction.</exception>
    public new NedbTransaction BeginTransaction() => BeginTransaction(IsolationLevel.Unspecified);

    /// <summary>
    /// Begins a transaction. <see cref="IsolationLevel.Serializable"/> is checked for at commit; every other level is a snapshot, which
    /// is never weaker.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection is not open, or has an open transaction.</exception>
    /// <exception cref="NotSupportedException">The level is <see cref="IsolationLevel.Chaos"/>.</exception>
    public new NedbTransaction BeginTransaction(IsolationLevel isolationLevel)
    {
        var mode = isolationLevel switch
        {
            IsolationLevel.Unspecified or IsolationLevel.Snapshot or IsolationLevel.RepeatableRead or IsolationLevel.ReadCommitted
                or IsolationLevel.ReadUncommitted => IsolationMode.Snapshot,
            IsolationLevel.Serializable => IsolationMode.Serializable,
            _ => throw new NotSupportedException($"The isolation level {isolationLevel} is not supported. Use Snapshot or Serializable."),
        };
        var session = Session;
        if (CurrentTransaction is not null)
            throw new InvalidOperationException(
                "The connection has an open transaction. Commit or roll it back, or mark a savepoint in it.");
        if (_enlistment is not null)
            throw new InvalidOperationException(
                "The connection takes part in a System.Transactions transaction, and cannot begin another one in it.");
        try
        {
            // What reads the past, or a store opened for reading, stands still by itself, and may not be written.
            if (ReadAsOf is null && !Handle.IsReadOnly)
                session.Begin(mode);
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }

        return CurrentTransaction = new(this, mode);
    }

    /// <summary>
    /// Makes the connection take part in a transaction of <see cref="System.Transactions"/>; opening it inside of a scope does so by
    /// itself. Connections to the same database inside of one transaction see each other's writes. The database must be the only
    /// participant.
    /// </summary>
    /// <remarks>
    /// When the transaction is rolled back, by a timeout or by anybody else, the connection refuses all use, so that nothing that was
    /// meant for it is committed by itself: until the scope, or the transaction, is disposed, the connection is closed, or this is called
    /// with null or with another transaction.
    /// </remarks>
    /// <param name="transaction">The transaction; null to leave one that was rolled back.</param>
    /// <exception cref="InvalidOperationException">The connection is not open, has an open transaction, or takes part in another
    /// one.</exception>
    /// <exception cref="System.Transactions.TransactionAbortedException">The transaction was rolled back already.</exception>
    public override void EnlistTransaction(System.Transactions.Transaction? transaction)
    {
        if (_enlistment is { IsOver: true } left && (transaction is null || !left.Belongs(transaction)))
            LeaveEnlistment();
        var session = Session;
        if (transaction is null)
        {
            if (_enlistment is not null)
                throw new InvalidOperationException("The connection takes part in a transaction until that is decided.");
            return;
        }

        if (_enlistment is not null && _enlistment.Belongs(transaction))
            return;
        if (CurrentTransaction is not null || _enlistment is not null)
            throw new InvalidOperationException("The connection has an open transaction, and cannot take part in another one.");
        CheckWritable();
        try
        {
            _enlistment = AmbientEnlistment.Join(transaction, _slot!, Handle);
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }

        _enlistedIn = transaction;
        _session = _enlistment.Session;
        SetMemory(_session);
        if (_nextCommit is not null)
            _session.NextCommitOptions = _nextCommit.ToStorage();
        session.Dispose();
    }

    /// <summary>
    /// Leaves a transaction of <see cref="System.Transactions"/> that is decided. One that was rolled back is left only when its scope is,
    /// which disposes it: whoever is still inside means his statements for it, and must not have them committed one by one. Whether it is
    /// the ambient one says nothing, since not every flow of control carries that along.
    /// </summary>
    private void LeaveDecided()
    {
        if (_enlistment is { IsOver: true } decided && (decided.CommitInfo is not null || IsDisposed(_enlistedIn!)))
            LeaveEnlistment();
    }

    private void LeaveEnlistment()
    {
        _lastCommit = _enlistment!.CommitInfo ?? _lastCommit;
        if (_enlistment.CommitInfo is not null)
            _nextCommit = null;
        _enlistment = null;
        _enlistedIn = null;
        _session = OpenSession(_handle!);
    }

    private static bool IsDisposed(System.Transactions.Transaction transaction)
    {
        try
        {
            _ = transaction.TransactionInformation;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    internal void EndTransaction(NedbTransaction transaction)
    {
        if (CurrentTransaction != transaction)
            return;
        CurrentTransaction = null;
        _session?.Rollback();
    }

    /// <summary>
    /// Does work as a commit of its own, without blocking while it waits for the disk. No transaction is open. As with every commit
    /// that is not part of a transaction of the caller, the work is done again on the newest state where another writer came first.
    /// </summary>
    /// <returns>What the work gave, the seq that it took for the first of its own, and how far that moved.</returns>
    internal Task<(T Outcome, long FirstSeq, long Shift)> CommitAloneAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        Session.CommitAloneAsync(work, cancellationToken);

    /// <summary>The columns that a script would give. Nothing that it writes remains.</summary>
    internal IReadOnlyList<NqlColumn> Describe(NqlScript script, NqlParameters parameters)
    {
        var session = Session;
        try
        {
            if (script.IsReadOnly)
                return Columns(session, script, parameters);
            if (session.Transaction is { } transaction)
            {
                var mark = transaction.CreateSavepoint();
                var columns = Columns(session, script, parameters);
                transaction.RollbackTo(mark);
                return columns;
            }

            session.Begin();
            try
            {
                return Columns(session, script, parameters);
            }
            finally
            {
                session.Rollback();
            }
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => BeginTransaction(isolationLevel);

    private static IReadOnlyList<NqlColumn> Columns(NqlSession session, NqlScript script, NqlParameters parameters)
    {
        using var result = session.Execute(script, parameters);
        if (result.Columns.Count == 0)
            result.NextResult();
        return result.Columns;
    }
}
