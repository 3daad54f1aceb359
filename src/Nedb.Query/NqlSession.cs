using Nedb.Storage.Diagnostics;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Query;

/// <summary>
/// A conversation with the engine: an open transaction, if there is one, and defaults. Outside of a transaction each script that writes
/// is one commit.
/// Used by one thread at a time, but several results may be open at once: each reads the state of the moment its statement began.
/// </summary>
public sealed partial class NqlSession : IDisposable
{
    private const long LeastMemoryBytes = 1 << 20;
    private const long MostMemoryBytes = 1L << 40;

    private volatile bool _isDisposed;

    internal NqlSession(NqlEngine engine) => Engine = engine;

    /// <summary>The engine.</summary>
    public NqlEngine Engine { get; }

    /// <summary>The open transaction, or null.</summary>
    public WriteTransaction? Transaction { get; private set; }

    /// <summary>The seq that every query without <c>AS OF</c> of its own reads at, which makes the session read-only; null for the
    /// present.</summary>
    public long? ReadAsOf { get; set; }

    /// <summary>
    /// How many bytes of memory one query may hold for the rows that it sorts, joins, groups and keeps: 1 MiB to 1 TiB; by default 256 MiB.
    /// What exceeds it goes to a temporary file, and the answer is the same. Beside that each step of a query may hold a sixteenth of it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside of the range.</exception>
    public long QueryMemoryBytes
    {
        get => MemoryLimit;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, LeastMemoryBytes);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostMemoryBytes);
            MemoryLimit = value;
        }
    }

    /// <summary>As <see cref="QueryMemoryBytes"/>, also less.</summary>
    internal long MemoryLimit { get; set; } = 256 << 20;

    /// <summary>The state that a query would read now.</summary>
    public ReadView View
    {
        get
        {
            var present = Transaction?.View ?? Engine.Store.OpenSnapshot();
            return ReadAsOf is { } seq ? present.AsOf(seq) : present;
        }
    }

    /// <summary>What the next commit made by this session says about itself, in or out of a transaction; taken by that commit.</summary>
    public CommitOptions? NextCommitOptions { get; set; }

    /// <summary>
    /// Why the statements that run from now on in the open transaction write what they write, where they do not say it themselves; null
    /// for what <see cref="NextCommitOptions"/> says. The end of the transaction takes it back.
    /// </summary>
    public Provenance? WriteProvenance { get; set; }

    /// <summary>The outcome of the last commit that this session made; null before the first.</summary>
    public CommitResult? LastCommit { get; private set; }

    /// <summary>Begins a transaction.</summary>
    /// <exception cref="InvalidOperationException">One is open.</exception>
    public void Begin(IsolationMode isolation = IsolationMode.Snapshot)
    {
        CheckNotDisposed();
        if (Transaction is not null)
            throw new InvalidOperationException("A transaction is open. Commit it or roll it back before beginning another.");
        Transaction = Engine.Store.BeginTransaction(isolation);
        Transaction.IdempotencyKey = NextCommitOptions?.IdempotencyKey;
    }

    /// <summary>Commits the open transaction.</summary>
    /// <exception cref="InvalidOperationException">None is open.</exception>
    public CommitResult Commit()
    {
        var transaction = TakeTransaction();
        using (transaction)
            return LastCommit = transaction.Commit(TakeOptions());
    }

    /// <summary>As <see cref="Commit"/>, without blocking the caller while the commit waits for the disk.</summary>
    public async ValueTask<CommitResult> CommitAsync(CancellationToken cancellationToken = default)
    {
        var transaction = TakeTransaction();
        using (transaction)
            return LastCommit = await transaction.CommitAsync(TakeOptions(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives up the open transaction, if there is one.</summary>
    public void Rollback()
    {
        Transaction?.Dispose();
        Transaction = null;
        WriteProvenance = null;
    }

    /// <summary>
    /// Gives up the open transaction, if there is one, for good. Also from another thread, while a statement runs: that fails, and so does
    /// whatever still comes, since a session that forgot its transaction would commit it by itself.
    /// </summary>
    public void Dispose()
    {
        _isDisposed = true;
        Transaction?.Dispose();
    }

    private void CheckNotDisposed()
    {
        if (_isDisposed)
            throw new StorageException(
                StorageErrorCode.Closed, "The session is over, and its transaction was given up or committed. Use another one.");
    }

    private WriteTransaction TakeTransaction()
    {
        var transaction = Transaction ?? throw new InvalidOperationException("No transaction is open. Call Begin first.");
        Transaction = null;
        WriteProvenance = null;
        return transaction;
    }

    private CommitOptions? TakeOptions()
    {
        var options = NextCommitOptions;
        NextCommitOptions = null;
        return options;
    }
}
