using System.Collections.Immutable;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Folding;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Runs;
using Nedb.Storage.Schema;
using Nedb.Storage.Sealing;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// The views on disk. A layer in memory becomes two runs, runs are merged, and the record is replaced after either: it names only runs that
/// are whole and durable. The gate guards the record and where the newest base lies; it is held while the record is written.
/// </summary>
internal sealed partial class ViewStore : ITreeHashes
{
    private readonly Lock _gate = new();
    private readonly IFileSystem _files;
    private readonly Vault? _vault;
    private readonly IBlockCodec _codec;
    private readonly StoreContext _context;
    private readonly BlockCache _cache;
    private readonly LayoutTable _layouts;
    private ViewsRecord? _record;
    private ViewBase? _newest;
    private long _lastRunId;
    private bool _isDistrusted;

    /// <summary>Makes views that are empty on disk.</summary>
    /// <param name="files">Where they are.</param>
    /// <param name="vault">The data key; null where the database is not encrypted.</param>
    /// <param name="context">What the store's transactions share.</param>
    /// <param name="options">How the store is opened.</param>
    public ViewStore(IFileSystem files, Vault? vault, StoreContext context, StoreOptions options)
    {
        _vault = vault;
        _codec = vault is null ? PlainBlockCodec.Instance : new SealedBlockCodec(vault);
        _files = files;
        _context = context;
        _layouts = new(context.Shapes);
        _cache = new(options.CacheBytes);
        Runs = RunSet.CreateEmpty(_layouts);
    }

    /// <summary>The runs that the newest base lies in, or lies over.</summary>
    public RunSet Runs { get; private set; }

    /// <summary>The place in the log that the views on disk go up to; null where there are none.</summary>
    public LogMark? Mark => _record?.Mark;

    /// <summary>The memory that blocks of runs take.</summary>
    public BlockCache Cache => _cache;

    /// <summary>Opens the views on disk.</summary>
    /// <returns>Whether there are any, whole as far as opening can tell; if not, nothing is kept of them.</returns>
    public bool TryLoad()
    {
        ViewsRecord? before = null;
        // A reader takes no lock: runs that the record names may be merged away before they are opened, and then there is a newer record.
        while (ViewFolder.TryRead(_files, _vault) is { } record && record.Generation != before?.Generation)
        {
            if (TryLoad(record))
                return true;
            before = record;
        }

        return false;
    }

    private bool TryLoad(ViewsRecord record)
    {
        var opened = new List<Run>();
        try
        {
            foreach (var (fieldIds, keyFieldIds) in record.Layouts)
                _layouts.Intern(fieldIds, keyFieldIds);
            Runs = new(OpenAll(record.Present, opened), OpenAll(record.Past, opened), _layouts);
        }
        catch (StorageException error)
        {
            foreach (var run in opened)
                run.Dispose();
            // Views are derived: what cannot be read is made again from the log, which has its own checks. Where it is the process that may
            // not read, it would make again what is there.
            if (IoFailure.IsOfProcess(error))
                throw;
            return false;
        }

        _record = record;
        _lastRunId = record.NextRunId - 1;
        return true;
    }

    /// <summary>The state that the views on disk hold.</summary>
    public (StateRoot Root, LoggedFields Logged) ToState()
    {
        var record = _record!;
        var catalog = Catalog.Restore(record.Definitions, record.Names, record.NextCollectionId);
        var below = new ViewBase(record.Mark.Seq, new(null, Runs));
        var collections = new CollectionState?[record.Figures.Max(figures => StateRoot.SlotOf(figures.CollectionId)) + 1];
        foreach (var figures in record.Figures)
        {
            var definition = figures.CollectionId == LinkKey.CollectionId ? LinkKey.Collection : catalog.Find(figures.CollectionId)!;
            collections[StateRoot.SlotOf(figures.CollectionId)] = CollectionState.CreateEmpty(figures.CollectionId) with
            {
                Count = figures.Count,
                Indexes = [.. figures.Indexes.Select(index => ToIndex(definition, index.IndexId, index.BuiltSeq))],
            };
        }

        foreach (var (collectionId, fieldId, greatest) in record.Identities)
            _context.Identities.Observe(collectionId, fieldId, greatest);
        _newest = below;
        return (StateRoot.Over(below, catalog, collections, record.Horizon), record.Logged.Copy());
    }

    /// <summary>Deletes what is on disk of views that were not opened, or that another program left.</summary>
    public void DeleteOthers()
    {
        if (_record is null)
            ViewFolder.DeleteAll(_files);
        else
            ViewFolder.DeleteOthers(_files, _record);
    }

    /// <summary>Lets the next opening rebuild the views: something in them is not as it was written.</summary>
    public void Distrust()
    {
        lock (_gate)
        {
            // A merge that is under way must not write the record again, for it would name what was damaged.
            _isDistrusted = true;
            ViewFolder.DeleteRecord(_files);
        }
    }

    /// <summary>Closes the trees of a root into a layer in memory; the newest base is then that of the root that it gives.</summary>
    public StateRoot Close(StateRoot root, LogMark mark, LoggedFields logged)
    {
        lock (_gate)
        {
            var closed = root.Close(mark, logged, Runs);
            _newest = closed.Base;
            return closed;
        }
    }

    /// <summary>Writes the layer in memory of the newest base to runs, and lets go of it.</summary>
    public void Flush()
    {
        var below = _newest!;
        var layer = below.Stack.Memory!;
        var tree = _record is null ? new MerkleTree() : new MerkleTree(_record.Mark.Seq, _record.Mark.Peaks);
        var writer = new LayerWriter(layer, below.Stack.Runs);
        var present = WriteRun(layer, writer.WritePresent);
        foreach (var run in present)
            run.Whole = [.. layer.CollectionsThatHideOlder()];
        var past = WriteRun(layer, run => writer.WritePast(run, tree));
        lock (_gate)
        {
            var runs = below.Stack.Runs;
            runs = runs with { Present = [.. present, .. runs.Present], Past = [.. past, .. runs.Past] };
            Replace(ToRecord(layer, tree, runs), runs);
            below.Replace(new(null, runs));
        }

        tree.Release();
    }

    /// <inheritdoc/>
    public Hash256 ReadTreeHash(int level, long index) => Runs.ReadTreeHash(level, index);

    private Run[] OpenAll(ImmutableArray<RunInfo> infos, List<Run> opened)
    {
        var runs = new Run[infos.Length];
        for (var i = 0; i < runs.Length; i++)
            opened.Add(runs[i] = Run.Open(_files, infos[i], _cache, _codec));
        return runs;
    }

    private IndexState ToIndex(CollectionDefinition definition, int indexId, long builtSeq)
    {
        var index = definition.Indexes.First(index => index.Id == indexId);
        return IndexState.CreateEmpty(index, builtSeq, IndexFilter.Compile(_context.Compiler, definition, index));
    }

    private Run[] WriteRun(MemoryLayer layer, Action<RunWriter> write)
    {
        using var writer = new RunWriter(_files, _context.DatabaseId, NextRunId(), _codec)
        {
            SeqMin = layer.Nodes.BaseSeq + 1,
            SeqMax = layer.Seq,
        };
        write(writer);
        if (writer.EntryCount > 0)
            return [Run.Open(_files, writer.Finish(), _cache, _codec)];
        writer.Discard();
        return [];
    }

    private long NextRunId() => Interlocked.Increment(ref _lastRunId);

    private ViewsRecord ToRecord(MemoryLayer layer, MerkleTree tree, RunSet runs)
    {
        var figures = ImmutableArray.CreateBuilder<CollectionFigures>();
        foreach (var collection in layer.Collections)
            if (collection is not null && (collection.Id == LinkKey.CollectionId || layer.Catalog.Find(collection.Id) is not null))
                figures.Add(new(
                    collection.Id, collection.Count, [.. collection.Indexes.Select(index => (index.Definition.Id, index.BuiltSeq))]));
        return new()
        {
            DatabaseId = _context.DatabaseId,
            Generation = (_record?.Generation ?? 0) + 1,
            Mark = layer.Mark with { Peaks = tree.Peaks(layer.Seq) },
            Definitions = [.. layer.Catalog.Collections.OrderBy(static definition => definition.Id)],
            NextCollectionId = layer.Catalog.NextCollectionId,
            Names = layer.Catalog.Names,
            Horizon = layer.Horizon,
            Figures = figures.ToImmutable(),
            Identities = [.. _context.Identities.All],
            Logged = layer.Logged,
            Layouts = [.. _layouts.All.ToArray().Select(static layout => (layout.Shape.FieldIds.ToArray(), layout.KeyFieldIds))],
            NextRunId = Interlocked.Read(ref _lastRunId) + 1,
            Present = [.. runs.Present.Select(static run => run.Info)],
            Past = [.. runs.Past.Select(static run => run.Info)],
            // Those of a collection that is gone go too; the next opening deletes their files.
            Words = [.. (_record?.Words ?? []).Where(words => layer.Catalog.Find(words.CollectionId) is not null)],
        };
    }

    private void Replace(ViewsRecord record, RunSet runs)
    {
        try
        {
            if (!_isDistrusted)
                ViewFolder.Write(_files, _vault, record);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Writing the views of", error);
        }

        _record = record;
        Runs = runs;
    }
}
