using System.Collections.Concurrent;
using System.Transactions;
using Nedb.Data.Diagnostics;
using Nedb.Query;
using Nedb.Storage.Transactions;

namespace Nedb.Data.Connections;

/// <summary>
/// The part that one database takes in a <see cref="Transaction"/>: a session of its own, which every connection to that database
/// inside of the transaction shares, and which outlasts their closing. It can only be the one that decides: with a second durable or
/// voting participant the whole is rolled back, since a prepared commit that survives a crash is not something that the log has.
/// </summary>
internal sealed class AmbientEnlistment : ISinglePhaseNotification
{
    private static readonly ConcurrentDictionary<(Transaction Transaction, EngineSlot Slot), AmbientEnlistment> Active = new();

    private readonly (Transaction Transaction, EngineSlot Slot) _place;
    private readonly EngineHandle _handle;
    private volatile bool _isOver;

    private AmbientEnlistment(Transaction transaction, EngineSlot slot, EngineHandle handle)
    {
        _place = (transaction, slot);
        _handle = handle;
        Session = handle.Engine.OpenSession();
    }

    public NqlSession Session { get; }

    /// <summary>
    /// Whether the transaction was decided: connections that used the session need another one. A timeout decides it on a thread of its
    /// own.
    /// </summary>
    public bool IsOver => _isOver;

    /// <summary>The outcome; null where nothing was committed.</summary>
    public NedbCommitInfo? CommitInfo { get; private set; }

    /// <summary>Whether this is the part that a transaction takes.</summary>
    public bool Belongs(Transaction transaction) => _place.Transaction == transaction;

    /// <summary>Joins the part that the database has in a transaction, or makes it have one.</summary>
    public static AmbientEnlistment Join(Transaction transaction, EngineSlot slot, EngineHandle handle)
    {
        if (transaction.TransactionInformation.Status == TransactionStatus.Aborted)
            throw Aborted();
        // A clone outlives the scope that made the transaction, and equals it.
        var own = transaction.Clone();
        if (Active.TryGetValue((own, slot), out var known))
            return known;
        if (!handle.TryHold())
            throw new InvalidOperationException("The database was closed while a connection enlisted in a transaction.");
        var enlistment = new AmbientEnlistment(own, slot, handle);
        try
        {
            enlistment.Session.Begin(
                transaction.IsolationLevel == IsolationLevel.Serializable ? IsolationMode.Serializable : IsolationMode.Snapshot);
            Active[enlistment._place] = enlistment;
            own.EnlistVolatile(enlistment, EnlistmentOptions.None);
            return enlistment;
        }
        catch (TransactionException) when (own.TransactionInformation.Status == TransactionStatus.Aborted)
        {
            enlistment.End();
            throw Aborted();
        }
        catch
        {
            enlistment.End();
            throw;
        }
    }

    /// <summary>What whoever uses a connection in a transaction that was rolled back is told.</summary>
    public static TransactionAbortedException Aborted() => new(
        "The transaction that the connection takes part in was rolled back, by a timeout or by somebody else, and nothing of it was "
        + "written. Leave its scope (dispose the transaction) before you use the connection again, or close it and open it outside; "
        + "EnlistTransaction(null) leaves it too.");

    public void SinglePhaseCommit(SinglePhaseEnlistment singlePhaseEnlistment)
    {
        try
        {
            CommitInfo = NedbCommitInfo.From(Session.Commit());
            End();
            singlePhaseEnlistment.Committed();
        }
        catch (Exception e)
        {
            End();
            singlePhaseEnlistment.Aborted(ErrorMap.Translate(e) ?? e);
        }
    }

    public void Prepare(PreparingEnlistment preparingEnlistment)
    {
        End();
        preparingEnlistment.ForceRollback(new NotSupportedException(
            $"The database '{_place.Slot.Name}' cannot take part in a transaction together with other databases or resources. "
            + "Use a scope for each."));
    }

    public void Commit(Enlistment enlistment) => enlistment.Done();

    public void Rollback(Enlistment enlistment)
    {
        End();
        enlistment.Done();
    }

    public void InDoubt(Enlistment enlistment)
    {
        End();
        enlistment.Done();
    }

    private void End()
    {
        if (_isOver)
            return;
        _isOver = true;
        Active.TryRemove(_place, out _);
        try
        {
            Session.Dispose();
        }
        finally
        {
            _handle.Release();
        }
    }
}
