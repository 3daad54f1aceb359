using System.Data;
using System.Data.Common;
using Nedb.Data.Diagnostics;
using Nedb.Query;
using Nedb.Storage.Transactions;

namespace Nedb.Data;

/// <summary>
/// An open transaction of a connection: reads see the state of its beginning and its own writes. All that it writes becomes one commit,
/// or nothing. Disposing it without a commit takes everything back.
/// </summary>
public sealed class NedbTransaction : DbTransaction
{
    private readonly List<(string Name, Savepoint Mark)> _savepoints = [];
    private readonly IsolationMode _isolation;
    private readonly long _firstSeq;
    private NedbConnection? _connection;
    private bool _hasFailed;

    internal NedbTransaction(NedbConnection connection, IsolationMode isolation)
    {
        _connection = connection;
        _isolation = isolation;
        _firstSeq = (connection.Session.Transaction?.View.Seq ?? 0) + 1;
    }

    /// <summary>The connection; null when the transaction is over.</summary>
    public new NedbConnection? Connection => _connection;

    /// <summary>
    /// What really holds: <see cref="IsolationLevel.Snapshot"/> or <see cref="IsolationLevel.Serializable"/>, never less than was
    /// asked.
    /// </summary>
    public override IsolationLevel IsolationLevel =>
        _isolation == IsolationMode.Serializable ? IsolationLevel.Serializable : IsolationLevel.Snapshot;

    /// <inheritdoc/>
    public override bool SupportsSavepoints => true;

    /// <summary>
    /// What the commit says about itself; null for nothing but what the connection's <see cref="NedbConnection.NextCommit"/> says.
    /// </summary>
    /// <remarks>
    /// An idempotency key is best said before the first write: where a commit was made under it, the writes are then compared with those
    /// of
    /// that commit, and not refused because they are there already.
    /// </remarks>
    public NedbCommitOptions? Options
    {
        get;
        set
        {
            field = value;
            try
            {
                if (_connection?.Session.Transaction is { IsEmpty: true } transaction)
                    transaction.IdempotencyKey = value?.IdempotencyKey;
            }
            catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
            {
                throw translated;
            }
        }
    }

    /// <summary>Who commits; null where nobody was named.</summary>
    public string? Client
    {
        get => Options?.Client;
        set => Options = (Options ?? new()) with { Client = value };
    }

    /// <summary>A number that must be greater than the last one of the same client; null where replays are not guarded against.</summary>
    public long? Nonce
    {
        get => Options?.Nonce;
        set => Options = (Options ?? new()) with { Nonce = value };
    }

    /// <summary>
    /// A name under which the commit happens at most once; null for none. See <see cref="NedbCommitOptions.IdempotencyKey"/>.
    /// </summary>
    public string? IdempotencyKey
    {
        get => Options?.IdempotencyKey;
        set => Options = (Options ?? new()) with { IdempotencyKey = value };
    }

    /// <summary>The seqs of the nodes that caused every write without causes of its own.</summary>
    public IReadOnlyList<long> CausedBy
    {
        get => Options?.CausedBy ?? [];
        set => Options = (Options ?? new()) with { CausedBy = value };
    }

    /// <summary>What those writes rest on; null where nothing is said.</summary>
    public string? Evidence
    {
        get => Options?.Evidence;
        set => Options = (Options ?? new()) with { Evidence = value };
    }

    /// <summary>How sure the writer is, 0 to 1; null where nothing is said.</summary>
    public double? Confidence
    {
        get => Options?.Confidence;
        set => Options = (Options ?? new()) with { Confidence = value };
    }

    /// <summary>The outcome; null before the commit, and where there was none.</summary>
    public NedbCommitInfo? CommitInfo { get; private set; }

    /// <summary>
    /// What is to be added to each seq that this transaction showed for its own writes before it committed: 0 unless others committed
    /// meanwhile.
    /// <see cref="CorrectSeq"/> adds it where it belongs.
    /// </summary>
    public long SeqShift { get; private set; }

    /// <inheritdoc/>
    protected override DbConnection? DbConnection => _connection;

    /// <summary>Whether it was committed or rolled back.</summary>
    internal bool IsOver => _connection is null;

    /// <summary>
    /// The true seq of a version that this transaction showed, after its commit: versions of its own moved if others committed
    /// meanwhile.
    /// </summary>
    /// <param name="seq">A seq as it was shown before the commit.</param>
    public long CorrectSeq(long seq) => seq >= _firstSeq ? seq + SeqShift : seq;

    /// <summary>Commits. The transaction is over, whatever the outcome.</summary>
    /// <exception cref="NedbException">A conflict, a broken rule, or a failed write; nothing was written.</exception>
    /// <exception cref="InvalidOperationException">The transaction is over.</exception>
    public override void Commit()
    {
        var session = BeginCommit();
        try
        {
            Finish(session?.Commit());
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
        finally
        {
            End();
        }
    }

    /// <summary>As <see cref="Commit"/>, without blocking the caller while the commit waits for the disk.</summary>
    public override async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = BeginCommit();
        try
        {
            Finish(session is null ? null : await session.CommitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Takes everything back. After a commit that failed there is nothing to take back, and this does nothing.</summary>
    /// <exception cref="InvalidOperationException">The transaction is over.</exception>
    public override void Rollback()
    {
        if (_hasFailed)
            return;
        Open();
        End();
    }

    /// <inheritdoc cref="Rollback()"/>
    public override Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            Rollback();
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    /// <summary>Marks the present state of the writes under a name; a name used before is hidden until this one is released.</summary>
    /// <exception cref="InvalidOperationException">The transaction is over.</exception>
    public override void Save(string savepointName)
    {
        ArgumentException.ThrowIfNullOrEmpty(savepointName);
        if (Open().Session.Transaction is { } transaction)
            _savepoints.Add((savepointName, transaction.CreateSavepoint()));
    }

    /// <summary>Takes the writes back to a mark, which stays; marks made after it are forgotten.</summary>
    /// <exception cref="InvalidOperationException">The transaction is over.</exception>
    /// <exception cref="ArgumentException">There is no such mark.</exception>
    public override void Rollback(string savepointName)
    {
        var connection = Open();
        if (connection.Session.Transaction is not { } transaction)
            return;
        var index = Find(savepointName);
        transaction.RollbackTo(_savepoints[index].Mark);
        _savepoints.RemoveRange(index + 1, _savepoints.Count - index - 1);
    }

    /// <summary>Forgets a mark and those made after it. The writes stay.</summary>
    /// <exception cref="InvalidOperationException">The transaction is over.</exception>
    /// <exception cref="ArgumentException">There is no such mark.</exception>
    public override void Release(string savepointName)
    {
        var connection = Open();
        if (connection.Session.Transaction is null)
            return;
        var index = Find(savepointName);
        _savepoints.RemoveRange(index, _savepoints.Count - index);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        End();
        return default;
    }

    /// <summary>Ends a transaction whose connection closes.</summary>
    internal void End()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        _savepoints.Clear();
        connection.EndTransaction(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            End();
    }

    private NqlSession? BeginCommit()
    {
        var session = Open().Session;
        if (session.Transaction is null)
            return null;
        _hasFailed = true;
        if (Options is { } options)
            session.NextCommitOptions = options.ToStorage();
        return session;
    }

    private void Finish(CommitResult? result)
    {
        _hasFailed = false;
        if (result is null)
            return;
        CommitInfo = NedbCommitInfo.From(result);
        SeqShift = result.Count > 0 ? result.FirstSeq - _firstSeq : 0;
    }

    private NedbConnection Open() => _connection
        ?? throw new InvalidOperationException("The transaction is over: it was committed or rolled back, or its connection was closed.");

    private int Find(string savepointName)
    {
        for (var i = _savepoints.Count - 1; i >= 0; i--)
            if (_savepoints[i].Name == savepointName)
                return i;
        throw new NedbException(NedbErrorCode.NotFound, $"There is no savepoint '{savepointName}' in the transaction.");
    }
}
