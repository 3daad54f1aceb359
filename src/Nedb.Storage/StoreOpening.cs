using Nedb.Storage.Diagnostics;
using Nedb.Storage.Folding;
using Nedb.Storage.Io;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Sealing;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage;

/// <summary>
/// Opens a database. The views on disk say up to which place of the log they go. If the log has that place, only what comes behind it is
/// read and folded; if not, or if there are no views, or any of their files is missing, damaged or of another database, all of the log is
/// checked, and the views are made again from it.
/// </summary>
internal sealed class StoreOpening(IFileSystem files, StoreOptions options, bool keepsViews)
{
    private const int ProgressEveryNodes = 10_000;

    private readonly StoreContext _context = MakeContext(options);
    private ViewStore? _views;

    private bool IsWriting => keepsViews && !options.IsReadOnly;

    public static StoreContext MakeContext(StoreOptions options) => new() { Clock = options.Clock, Compiler = options.ExpressionCompiler };

    /// <summary>Opens the log, takes over what is to be used of the views, and folds the rest.</summary>
    public (SegmentedLog Log, StoreContext Context, StateRoot Root, LoggedFields Logged, ViewKeeper? Keeper) Run()
    {
        var log = CommitLog.Open(files, options, FindMark, keepsTree: !IsWriting);
        ViewKeeper? keeper = null;
        try
        {
            _context.DatabaseId = log.DatabaseId;
            if (log.OpenedAfter is null)
                _views = IsWriting ? new(files, log.Vault, _context, options) : null;
            if (IsWriting)
                keeper = BeginKeeping(log, _views!);
            var (root, logged) = _views?.Mark is null ? (StateRoot.CreateEmpty(), new LoggedFields()) : _views.ToState();
            // What a crash left of an erasure is finished first. Views that end before it hold what it names; others are made without.
            var isViewToErase = log.Erasures.Count > 0 && log.OpenedAfter is not null;
            if (!options.IsReadOnly)
                log.Erase(log.Erasures.Seqs);
            var fold = new LogFold(_context, root, logged, log.Erasures) { IsTrusting = true };
            if (log.OpenedAfter is null)
                keeper?.BeginRebuilding();
            Fold(log, fold, isViewToErase ? null : keeper);
            root = fold.ToRoot(out var bytes);
            keeper?.Count(bytes);
            GiveTree(log, root, keeper);
            if (!keepsViews)
                foreach (var version in log.Erasures.Versions)
                    _context.Erasures.Add(version);
            if (isViewToErase && keeper is not null)
            {
                root = keeper.Erase(root, fold.Logged.Copy(), log.Erasures);
                keeper.EndErasing();
            }

            keeper?.BeginReading();
            return (log, _context, root, fold.Logged, keeper);
        }
        catch
        {
            keeper?.Dispose();
            log.Dispose();
            throw;
        }
    }

    private LogMark? FindMark(Vault? vault)
    {
        _views = null;
        if (!keepsViews)
            return null;
        var views = new ViewStore(files, vault, _context, options);
        if (!views.TryLoad())
            return null;
        _views = views;
        return views.Mark;
    }

    private ViewKeeper BeginKeeping(SegmentedLog log, ViewStore views)
    {
        try
        {
            views.DeleteOthers();
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(files, "Clearing the views of", error);
        }

        return new(views, log, options);
    }

    private void Fold(SegmentedLog log, LogFold fold, ViewKeeper? keeper)
    {
        var folded = 0L;
        var behind = log.Seq - (log.OpenedAfter?.Seq ?? 0);
        var progress = log.OpenedAfter is null ? options.RebuildProgress : null;
        var commits = behind > ProgressEveryNodes
            ? CommitsAhead.Read(room => log.Replay(log.OpenedAfter, room))
            : log.Replay(log.OpenedAfter);
        foreach (var commit in commits)
        {
            fold.Add(commit);
            folded += commit.Nodes.Length;
            if (folded / ProgressEveryNodes != (folded - commit.Nodes.Length) / ProgressEveryNodes || folded == behind)
                progress?.Report(new(folded, behind));
            if (keeper is null || fold.Bytes < options.MemtableBytes)
                continue;
            var root = fold.ToRoot(out _);
            fold.Reset(keeper.Close(root, new(commit.LastSeq, commit.TimestampTicks, commit.Head, commit.Place, []), fold.Logged.Copy()));
        }

        keeper?.WaitForFlush();
        if (keeper?.Failure is { } failure)
            throw failure is StorageException ? failure : new StorageException(
                StorageErrorCode.Io, $"The views of '{files.Name}' cannot be written: {failure.Message}", failure);
    }

    /// <summary>The log needs the hashes behind the views in memory, and finds the others in the views.</summary>
    private void GiveTree(SegmentedLog log, StateRoot root, ViewKeeper? keeper)
    {
        var mark = _views?.Mark;
        if (keeper is null)
        {
            if (mark is not null)
                log.TrimTree(mark.Seq, _views!);
            return;
        }

        var tree = mark is null ? new MerkleTree() : new MerkleTree(mark.Seq, mark.Peaks);
        for (var seq = tree.Size + 1; seq <= root.Seq; seq++)
            tree.Append(root.Nodes[seq].Hash);
        if (mark is not null)
            tree.Trim(mark.Seq, _views!);
        log.ReplaceTree(tree);
    }
}
