using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Expiry;
using Nedb.Storage.Exports;
using Nedb.Storage.Folding;
using Nedb.Storage.Io;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Scratch;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Storage.Words;

namespace Nedb.Storage;

/// <summary>A store over a log: opening it takes the views from disk and folds what the log has behind them.</summary>
internal sealed class LogStore : NedbStore
{
    private const int ReadOnlyAttempts = 20;

    private readonly ICommitLog _log;
    private readonly StoreContext _context;
    private readonly CommitPipeline _pipeline;
    private readonly ViewKeeper? _keeper;
    private readonly ExpirySweeper? _sweeper;
    private readonly ScratchFolder _scratch;
    private readonly IFileSystem? _files;
    private int _isDisposed;

    private LogStore(
        string name, ICommitLog log, StoreContext context, CommitPipeline pipeline, ViewKeeper? keeper, StoreOptions options,
        ScratchFolder scratch, IFileSystem? files = null)
    {
        Name = name;
        _log = log;
        _context = context;
        context.Name = name;
        _pipeline = pipeline;
        _keeper = keeper;
        _scratch = scratch;
        _files = files;
        if (options is { IsReadOnly: false, SweepInterval: { } interval })
            _sweeper = new(this, interval, options.Clock);
    }

    public override string Name { get; }

    public override Guid DatabaseId => _log.DatabaseId;

    public override long Seq => _pipeline.Newest.Seq;

    public override Hash256 Head => _log.Head;

    public override Hash256 Root => _log.Root;

    public override Checkpoint Checkpoint => _log.Checkpoint;

    public override Exception? WriteFailure => _pipeline.Failure;

    public override Exception? SweepFailure => _sweeper?.Failure;

    public override long TornBytesCut => _log.TornBytesCut;

    /// <summary>Opens the database in a folder of any file system.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="keepsViews">Whether views are kept on disk; if not, they are all in memory.</param>
    public static LogStore Open(IFileSystem files, StoreOptions options, bool keepsViews = true)
    {
        for (var attempt = 1; ; attempt++)
        {
            var manifest = options.IsReadOnly ? ManifestFile.TryLook(files) : null;
            try
            {
                return OpenOnce(files, options, keepsViews);
            }
            catch (StorageException error) when (
                manifest is not null && attempt < ReadOnlyAttempts && IsOfMovedFile(error)
                && ManifestFile.TryLook(files) is { } newer && !manifest.AsSpan().SequenceEqual(newer))
            {
                // A reader takes no lock: a writer wrote anew what was to be read, and now there is something else to read.
            }
        }
    }

    private static bool IsOfMovedFile(StorageException error) =>
        error is CorruptionException || error.InnerException is FileNotFoundException or DirectoryNotFoundException;

    private static LogStore OpenOnce(IFileSystem files, StoreOptions options, bool keepsViews)
    {
        var opening = new StoreOpening(files, options, keepsViews);
        var (log, context, root, logged, keeper) = opening.Run();
        if (!options.IsReadOnly)
            ScratchFolder.Sweep(files);
        return new(
            files.Name, log, context, new(context, log, root, logged, options.IsReadOnly, keeper), keeper, options,
            new(files, log.Vault, options.IsReadOnly), files);
    }

    /// <summary>Opens the database of a log, which is the store's from here on; its views are in memory.</summary>
    public static LogStore Open(ICommitLog log, string name, StoreOptions options)
    {
        try
        {
            var context = StoreOpening.MakeContext(options);
            foreach (var version in log.Erasures.Versions)
                context.Erasures.Add(version);
            if (!options.IsReadOnly)
                log.Erase(log.Erasures.Seqs);
            var fold = new LogFold(context, StateRoot.CreateEmpty(), new(), context.Erasures);
            foreach (var commit in log.Replay())
                fold.Add(commit);
            return new(
                name, log, context, new(context, log, fold.ToRoot(), fold.Logged, options.IsReadOnly, null), null, options,
                new(new MemoryFileSystem(name), log.Vault, isReadOnly: false));
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    public override bool IsAt(string folder) => _files is not null && _files.IsAt(folder);

    public override ReadView OpenSnapshot()
    {
        CheckOpen();
        // An erasure ends after its root is published, so a root that is read behind the epoch is at least as new.
        var epoch = _keeper?.Epoch ?? StateView.NoEpoch;
        var root = _pipeline.Newest;
        return new StateView(root, root.Seq, _context.Clock, _context.Commits) { Epoch = epoch };
    }

    public override WriteTransaction BeginTransaction(IsolationMode isolation = IsolationMode.Snapshot)
    {
        CheckOpen();
        return new StoreTransaction(_context, _pipeline, _pipeline.Newest, isolation);
    }

    public override CommitResult? FindCommit(string idempotencyKey)
    {
        CheckOpen();
        return _pipeline.FindOutcome(idempotencyKey);
    }

    public override HashPlace? FindByHash(Hash256 hash)
    {
        CheckOpen();
        var root = _pipeline.Newest;
        if (root.FindByHash(hash) is > 0 and var seq)
            return new(HashKind.Node, seq);
        foreach (var last in root.FindCommits(hash))
            if (_log.FindCheckpoint(last)?.Head == hash)
                return new(HashKind.Commit, last);
        return hash == HashDomain.HashGenesis(DatabaseId) ? new(HashKind.Commit, 0) : null;
    }

    public override VerifyReport Verify(
        Checkpoint? expected = null, IProgress<VerifyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        return _log.Verify(expected, progress, cancellationToken);
    }

    public override InclusionProof Prove(long seq, long? treeSize = null)
    {
        CheckOpen();
        return _log.Prove(seq, treeSize);
    }

    public override ConsistencyProof ProveConsistency(long seq, long? laterSeq = null)
    {
        CheckOpen();
        return _log.ProveConsistency(seq, laterSeq);
    }

    public override Checkpoint CheckpointAt(long seq)
    {
        CheckOpen();
        return _log.FindCheckpoint(seq) ?? throw new StorageException(
            StorageErrorCode.NotFound,
            $"The database never stood at seq {seq}: the seq is inside a commit, and a checkpoint is taken after a whole one.");
    }

    public override HistoryComparison Compare(Checkpoint kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        CheckOpen();
        return HistoryCheck.Compare(_log, kept);
    }

    public override void RotateKey(EncryptionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        CheckOpen();
        _log.RotateKey(key);
    }

    public override Checkpoint Backup(
        string folder, IProgress<VerifyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        return _log.Backup(new OsFileSystem(folder), progress, cancellationToken);
    }

    public override ExportReport Export(Stream target, long? asOf = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        CheckOpen();
        if (asOf is not { } seq)
        {
            // The history of content that is gone is told together with the act that erased it.
            using var later = _log.OpenLater();
            var log = later ?? _log;
            return new HistoryExporter(log, log.Checkpoint).Run(target, cancellationToken);
        }

        var checkpoint = _log.Checkpoint;
        var view = OpenSnapshot().AsOf(seq);
        var past = new PastCatalog(_log, checkpoint, seq, view.Catalog, cancellationToken);
        using var lines = new LineWriter(target);
        return new StateExporter(view, past, checkpoint, lines).Run(cancellationToken);
    }

    public override long Prune(long horizon, Provenance? provenance = null, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        return Pruning.Run(() => BeginTransaction(), horizon, provenance, cancellationToken);
    }

    public override ScratchFile OpenScratch(ReadView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        CheckOpen();
        return _scratch.Open(view);
    }

    public override WordStore? Words => _keeper?.Words;

    public override void Flush()
    {
        CheckOpen();
        _log.Flush();
    }

    /// <summary>Waits until nothing is written to the views in the background.</summary>
    internal void WaitForViews() => _keeper?.WaitForAll();

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        try
        {
            _sweeper?.Dispose();
            _pipeline.Close();
            _keeper?.Finish(_pipeline.Newest, _pipeline.Logged);
            _keeper?.Dispose();
        }
        finally
        {
            _log.Dispose(); // which gives the lock back, whatever went wrong before
        }
    }

    private void CheckOpen()
    {
        if (Volatile.Read(ref _isDisposed) != 0)
            throw new StorageException(StorageErrorCode.Closed, $"The database '{Name}' was closed; open it again.");
    }
}
