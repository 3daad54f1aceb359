using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// A transaction as a fork of the views. Its steps are kept beside the fork, so that they can be applied again to a newer root when
/// somebody else committed in between.
/// </summary>
internal sealed partial class StoreTransaction : WriteTransaction
{
    private readonly StoreContext _context;
    private readonly ICommitter _committer;
    private readonly StateEditor _editor;
    private PiecedList<PendingNode> _steps = new();
    private readonly ReadLog? _reads;
    private int _checkedSteps;
    private long _ticks;
    private ReadView? _view;
    private PresentView? _present;
    private bool _isOver;

    public StoreTransaction(StoreContext context, ICommitter committer, StateRoot root, IsolationMode isolation)
    {
        _context = context;
        _committer = committer;
        _editor = new(root, context.Compiler);
        BaseRoot = root;
        Isolation = isolation;
        _reads = isolation == IsolationMode.Serializable ? new() : null;
    }

    public override IsolationMode Isolation { get; }

    public override bool IsEmpty => _steps.Count == 0;

    public override ReadView View
    {
        get
        {
            CheckOpen();
            if (_repetition is not null)
                return _repetition.View;
            if (_view is null)
            {
                // With writes of its own it has a present that nobody else shares.
                _view = new StateView(_editor.ToRoot(), _editor.Seq, _context.Clock, _steps.Count == 0 ? _context.Commits : null);
                if (_reads is not null)
                    _view = new RecordingView(_view, _reads);
            }

            return _view;
        }
    }

    // What a serializable transaction reads is remembered by its view; a repetition reads the state of then.
    public override ReadView Present
    {
        get
        {
            CheckOpen();
            return _reads is not null || _repetition is not null ? View : _present ??= new(this, _editor);
        }
    }

    /// <summary>The state that the transaction began with.</summary>
    internal StateRoot BaseRoot { get; }

    /// <summary>The steps of the transaction, in order. After <see cref="Rebase"/> they carry the seqs of the root that it
    /// gave.</summary>
    internal PiecedList<PendingNode> Steps => _steps;

    /// <summary>The fork with all writes.</summary>
    internal StateRoot Root => _editor.ToRoot();

    public override Catalog Catalog => _editor.Catalog;

    /// <summary>
    /// A view would freeze the trees of the fork, and the next write would copy its way through them again; what a serializable
    /// transaction reads must be remembered, and its view does that.
    /// </summary>
    public override Document? Find(int collectionId, ReadOnlySpan<byte> key)
    {
        CheckOpen();
        return _reads is null ? _editor.Find(collectionId, key) : View.Find(collectionId, key);
    }

    public override Savepoint CreateSavepoint()
    {
        CheckOpen();
        return new TransactionSavepoint(this, _editor.ToRoot(), _steps.Count, _checkedSteps)
        {
            Kept = _kept.Count,
            Repetition = _repetition?.Mark,
        };
    }

    public override void RollbackTo(Savepoint savepoint)
    {
        CheckOpen();
        if (savepoint is not TransactionSavepoint mark || mark.Owner != this || mark.Steps > _steps.Count)
            throw new ArgumentException("The savepoint is of another transaction, or of writes that were taken back.", nameof(savepoint));
        if (mark.Repetition is { } repeated)
            _repetition!.Mark = repeated;
        _editor.Reset(mark.Root);
        _steps.Truncate(mark.Steps);
        _checkedSteps = mark.CheckedSteps;
        if (_kept.Count > mark.Kept)
            _kept.RemoveRange(mark.Kept, _kept.Count - mark.Kept);
        _view = null;
    }

    public override long NextIdentity(int collectionId, int fieldId)
    {
        CheckOpen();
        return NextRepeated(collectionId)?.GetValue(fieldId) is { Kind: Values.ValueKind.Int64 } number
            ? number.AsInt64()
            : _context.Identities.Next(collectionId, fieldId);
    }

    public override CommitResult Commit(CommitOptions? options = null)
    {
        options = PrepareToCommit(options);
        return _repetition is null ? _committer.Commit(this, options) : _repetition.Finish(options);
    }

    public override ValueTask<CommitResult> CommitAsync(CommitOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        options = PrepareToCommit(options);
        return _repetition is null ? _committer.CommitAsync(this, options, cancellationToken) : new(_repetition.Finish(options));
    }

    public override void Dispose() => _isOver = true;

    private CommitOptions PrepareToCommit(CommitOptions? options)
    {
        CheckOpen();
        _isOver = true;
        CheckReferencesOf(_checkedSteps);
        options ??= CommitOptions.Default;
        if (options.Provenance is { } provenance)
            CheckProvenance(provenance, BaseRoot.Seq);
        return _hasErasures && options.IdempotencyKey is not null ? throw NeedsNoKey() : WithKey(options);
    }

    /// <summary>Adds a node to the fork and to the steps.</summary>
    private void Append(VersionEntry version, CollectionDefinition collection, StoredDocument? current)
    {
        _steps.Add(new(version, collection, _editor.Apply(version, current)));
        _view = null;
    }

    private CollectionDefinition Definition(int collectionId) => Catalog.Find(collectionId)
        ?? throw new StorageException(StorageErrorCode.NotFound, $"There is no collection with the identity {collectionId}.");

    // Until a version is committed it has the time of the first write beside it: asking the clock costs as much as the rest of a write.
    private long NowTicks() => _ticks != 0 ? _ticks : _ticks = _context.Clock.GetUtcNow().UtcTicks;

    private void CheckOpen()
    {
        if (_isOver)
            throw new StorageException(
                StorageErrorCode.Closed, "The transaction is over: it was committed, given up, or failed to commit. Begin another one.");
    }
}
