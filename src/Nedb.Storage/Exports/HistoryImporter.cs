using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Folding;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Exports;

/// <summary>
/// Makes a database of the lines of an export: each commit is folded into the views, which finds every contradiction, before it is appended
/// to the log. Where a line is refused, what was made so far is of no use, and is thrown away by whoever gave the folder.
/// </summary>
internal sealed class HistoryImporter : IDisposable
{
    private const int BatchBytes = 4 * 1024 * 1024;
    private const int BatchCommits = 1024;

    private readonly StoreOptions _options;
    private readonly SegmentedLog _log;
    private readonly StoreContext _context;
    private readonly ViewKeeper _keeper;
    private readonly ErasureTable _erasures = new();
    private readonly LogFold _fold;
    private readonly ByteBuffer _header = new();
    private readonly List<CommitRecord> _batch = [];
    private readonly List<NodeLine> _lines = [];
    private readonly long[] _counts = new long[(int)NodeKind.Erasure + 1];
    private long _batchBytes;
    private long _commits;
    private long _erased;
    private long _seq;
    private long _ticks = -1;

    /// <summary>Begins in an empty folder.</summary>
    public HistoryImporter(IFileSystem files, StoreOptions options)
    {
        // Nobody is told of any commit before all are there, so one sync at the end is enough.
        _options = options with { Synchronous = SynchronousMode.Off, IsReadOnly = false, CreateIfMissing = true };
        _log = CommitLog.Open(files, _options);
        _context = StoreOpening.MakeContext(_options);
        _context.DatabaseId = _log.DatabaseId;
        _keeper = new(new ViewStore(files, _log.Vault, _context, _options), _log, _options);
        _fold = new(_context, StateRoot.CreateEmpty(), new(), _erasures);
    }

    /// <summary>Reads all lines and closes what they made.</summary>
    /// <exception cref="StorageException">ImportInvalid: a line is not what it should be. Io: a file cannot be written.</exception>
    public ImportReport Run(Stream source, CancellationToken cancellationToken)
    {
        var reader = new LineReader(source);
        var header = Read(reader, ExportHeader.Read) ?? throw LineReader.Fault(1, "Expected the first line of an export; found nothing.");
        while (Read(reader, element => NodeLine.Read(element, header.IsState)) is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take(line, reader.Line);
        }

        EndCommit(reader.Line + 1);
        if (!header.IsState && _seq != header.AsOf)
            throw LineReader.Fault(
                reader.Line + 1, $"Expected nodes up to seq {header.AsOf}, as the first line says; found the end after seq {_seq}.");
        Append();
        var checkpoint = Close();
        return new(
            header.Source.DatabaseId,
            header.AsOf,
            header.IsState,
            reader.Line,
            _commits,
            _counts[(int)NodeKind.Put],
            _counts[(int)NodeKind.Tombstone],
            _counts[(int)NodeKind.Link] + _counts[(int)NodeKind.Unlink],
            _counts[(int)NodeKind.Definition],
            _counts[(int)NodeKind.Erasure],
            _erased,
            checkpoint);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keeper.Dispose();
        _log.Dispose();
    }

    private static T? Read<T>(LineReader reader, Func<System.Text.Json.JsonElement, T> read)
        where T : class
    {
        using var document = reader.Read();
        if (document is null)
            return null;
        try
        {
            return read(document.RootElement);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException
            or StorageException { Code: StorageErrorCode.ValueInvalid })
        {
            throw LineReader.Fault(reader.Line, error.Message, error);
        }
    }

    private void Take(NodeLine line, long number)
    {
        if (line.Node.Seq != _seq + 1)
            throw LineReader.Fault(number, $"Expected the node with seq {_seq + 1}; found seq {line.Node.Seq}.");
        if (line.Commit == line.Node.Seq)
            EndCommit(number);
        else if (_lines.Count == 0 || _lines[0].Commit != line.Commit || _lines[0].Ticks != line.Ticks)
            throw LineReader.Fault(
                number, $"Expected a node of the commit before, or one that begins a commit; found the commit {line.Commit}.");
        if (_lines.Count == 0 && line.Ticks <= _ticks)
            throw LineReader.Fault(number, "Expected a commit that is later than the one before.");
        if (line.Erased is { } erased)
            _erasures.Add(erased);
        _lines.Add(line);
        _seq = line.Node.Seq;
    }

    /// <summary>Folds the commit whose lines are all there.</summary>
    /// <param name="next">The number of the line behind it.</param>
    private void EndCommit(long next)
    {
        if (_lines.Count == 0)
            return;
        var first = _lines[0];
        var commit = new CommitRecord
        {
            FirstSeq = first.Commit,
            TimestampTicks = first.Ticks,
            Client = first.Client,
            Nonce = first.Nonce,
            IdempotencyKey = first.IdempotencyKey,
            Fingerprint = first.Fingerprint,
            Nodes = [.. _lines.Select(static line => line.Node)],
        };
        _lines.Clear();
        _ticks = commit.TimestampTicks;
        _commits++;
        Fold(commit, next);
        _batch.Add(commit);
        if (_batch.Count >= BatchCommits || _batchBytes >= BatchBytes)
            Append();
    }

    private void Fold(CommitRecord commit, long next)
    {
        try
        {
            foreach (var node in commit.Nodes)
            {
                _header.Clear();
                NodeHeader.Write(commit, node, _header);
                var content = node.IsErased ? node.Commitment : node.Payload.Span;
                node.Hash = HashDomain.HashStoredLeaf(_header.Written, node.Salt.Span, content);
                _batchBytes += _header.Length + content.Length;
                _counts[(int)node.Kind]++;
                _erased += node is { IsErased: true, Kind: NodeKind.Put } ? 1 : 0;
            }

            _fold.Add(commit);
        }
        catch (CorruptionException error)
        {
            throw LineReader.Fault(next - commit.Nodes.Length + error.Seq - commit.FirstSeq, error.Message, error);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or KeyNotFoundException
            || (error is StorageException { Code: not StorageErrorCode.Io }))
        {
            throw LineReader.Fault(
                next - commit.Nodes.Length, $"The commit that begins here does not follow from those before it: {error.Message}", error);
        }
    }

    private void Append()
    {
        if (_batch.Count == 0)
            return;
        _log.Append(_batch);
        foreach (var commit in _batch)
            _fold.AddOutcome(commit);
        _batch.Clear();
        _batchBytes = 0;
        if (_fold.Bytes < _options.MemtableBytes)
            return;
        _fold.Reset(_keeper.Close(_fold.ToRoot(), _log.TakeMark()!, _fold.Logged.Copy()));
        CheckViews();
    }

    private void CheckViews()
    {
        if (_keeper.Failure is { } failure)
            throw failure is StorageException ? failure : new StorageException(
                StorageErrorCode.Io, $"The views of the import cannot be written: {failure.Message}", failure);
    }

    private Checkpoint Close()
    {
        var root = _fold.ToRoot(out var bytes);
        _keeper.Count(bytes);
        _log.Flush();
        _keeper.Finish(root, _fold.Logged);
        CheckViews();
        var checkpoint = _log.Checkpoint;
        Dispose();
        return checkpoint;
    }
}
