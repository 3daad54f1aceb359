using Nedb.Query.Writes;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Query;

/// <summary>
/// A conversation with the engine: an open transaction, if there is one, and defaults. Outside of a transaction each script that writes is one commit.
/// Used by one thread at a time, but several results may be open at once: each reads the state of the moment its statement began.
/// </summary>
public sealed class NqlSession : IDisposable
{
    internal NqlSession(NqlEngine engine) => Engine = engine;

    /// <summary>The engine.</summary>
    public NqlEngine Engine { get; }

    /// <summary>The open transaction, or null.</summary>
    public WriteTransaction? Transaction { get; private set; }

    /// <summary>The seq that every query without <c>AS OF</c> of its own reads at, which makes the session read-only; null for the present.</summary>
    public long? ReadAsOf { get; set; }

    /// <summary>The state that a query would read now.</summary>
    public ReadView View => throw new NotImplementedException();

    /// <summary>What the next commit made by this session says about itself, in or out of a transaction; taken by that commit.</summary>
    public CommitOptions? NextCommitOptions { get; set; }

    /// <summary>The outcome of the last commit that this session made; null before the first.</summary>
    public CommitResult? LastCommit { get; private set; }

    /// <summary>Begins a transaction.</summary>
    /// <exception cref="InvalidOperationException">One is open.</exception>
    public void Begin(IsolationMode isolation = IsolationMode.Snapshot) => throw new NotImplementedException();

    /// <summary>Commits the open transaction.</summary>
    /// <exception cref="InvalidOperationException">None is open.</exception>
    public CommitResult Commit() => throw new NotImplementedException();

    /// <summary>As <see cref="Commit"/>, without blocking the caller while the commit waits for the disk.</summary>
    public ValueTask<CommitResult> CommitAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Gives up the open transaction, if there is one.</summary>
    public void Rollback() => throw new NotImplementedException();

    /// <summary>Executes a script.</summary>
    /// <exception cref="Diagnostics.NqlException">A name is not known, a parameter is missing, or a value cannot be used as written.</exception>
    /// <exception cref="Nedb.Storage.Diagnostics.StorageException">A write is refused.</exception>
    public NqlResult Execute(NqlScript script, NqlParameters parameters, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>
    /// Executes typed writes without any text: all of them, in order, in the open transaction or as one commit. Defaults, computed fields, identities, checks and
    /// foreign keys hold as for NQL's INSERT, UPDATE and DELETE. A refused write takes back the whole call.
    /// </summary>
    /// <returns>For each write its outcome.</returns>
    public IReadOnlyList<WriteOutcome> Write(IReadOnlyList<TypedWrite> writes, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => Rollback();
}
