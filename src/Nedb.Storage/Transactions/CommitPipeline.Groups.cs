using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Folding;
using Nedb.Storage.Log;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>What the leader does. Only one thread at a time is here.</content>
internal sealed partial class CommitPipeline
{
    private readonly CommitEncoder _encoder;
    private readonly List<CommitRecord> _records = [];
    private readonly List<CommitRequest> _accepted = [];
    private LoggedFields _logged;
    private long _ticks;
    private Exception? _failure;

    /// <summary>A commit that writes nothing and says nothing about itself needs no turn.</summary>
    private CommitResult? FindTrivialOutcome(StoreTransaction transaction, CommitOptions options) =>
        transaction.IsEmpty && options is { IdempotencyKey: null, Nonce: null } ? MakeEmptyResult() : null;

    private CommitResult MakeEmptyResult()
    {
        var checkpoint = _log.Checkpoint;
        var ticks = Math.Max(_log.TimestampTicks, _context.Clock.GetUtcNow().UtcTicks);
        return new(checkpoint.Seq + 1, checkpoint.Seq, new(ticks, DateTimeKind.Utc), checkpoint.Head, false);
    }

    private void Process(List<CommitRequest> group)
    {
        var root = _newest;
        var logged = _logged;
        var ticks = _ticks;
        _records.Clear();
        _accepted.Clear();
        _encoder.Reset();
        try
        {
            foreach (var request in group)
                Accept(request, ref root, ref logged, ref ticks);
            if (_records.Count > 0)
            {
                _log.Append(_records);
                if (Telemetry.GroupSize.Enabled)
                    Telemetry.GroupSize.Record(_records.Count, new KeyValuePair<string, object?>(Telemetry.Database, _context.Name));
                Publish(root);
                _logged = logged;
                _ticks = ticks;
            }
        }
        catch (Exception error)
        {
            // One that is tried again takes another time.
            _context.Commits.Land();
            Refuse(group, error);
            return;
        }

        _context.Commits.Land();
        EraseWhatIsLogged();
        foreach (var request in group)
            request.Complete(request.HasFailed ? null : ResultOf(request));
        CloseTreesIfFull();
    }

    /// <summary>
    /// Takes a transaction into the group, or notes why not. One that is refused leaves no trace in what the others build on.
    /// </summary>
    private void Accept(CommitRequest request, ref StateRoot root, ref LoggedFields logged, ref long ticks)
    {
        try
        {
            var after = root;
            var steps = PrepareSteps(request, ref after);
            var count = 0;
            var touchesSchemaless = false;
            for (var i = 0; i < steps.Count; i++)
            {
                ref readonly var step = ref steps[i];
                count += step.Version is null ? 0 : 1;
                touchesSchemaless |= step.Collection is { IsDeclared: false };
            }

            var known = touchesSchemaless ? logged.Copy() : logged;
            var nodes = count == 0 ? [] : _encoder.Encode(steps, count, known);
            if (FindRepeated(request, nodes))
                return;
            CheckNonce(request.Options);
            if (nodes.Length == 0)
                return;
            var time = _context.Commits.Next(ticks);
            request.Record = new()
            {
                FirstSeq = root.Seq + 1,
                TimestampTicks = time,
                Client = request.Options.Client,
                Nonce = request.Options.Nonce,
                IdempotencyKey = request.Options.IdempotencyKey,
                Fingerprint = request.Options.IdempotencyKey is null ? null : request.Fingerprint,
                Nodes = nodes,
            };
            _records.Add(request.Record);
            _accepted.Add(request);
            (root, logged, ticks) = (after, known, time);
        }
        catch (Exception refusal)
        {
            // Nothing of it was written, so whatever it is concerns nobody else.
            request.Fail(refusal);
        }
    }

    private static readonly PiecedList<PendingNode> NoSteps = new();

    private PiecedList<PendingNode> PrepareSteps(CommitRequest request, ref StateRoot root)
    {
        var transaction = request.Transaction;
        if (transaction.IsEmpty)
            return NoSteps;
        if (_isReadOnly)
            throw new StorageException(
                StorageErrorCode.ReadOnly, "The database was opened for reading only; open it for writing to commit.");
        if (Failure is { } failure)
            throw new StorageException(
                StorageErrorCode.ReadOnlyAfterError,
                $"An earlier write failed ({failure.Message}), and nothing more is written until the database is opened again. Reading "
                + $"goes on.",
                failure);
        var canAdopt = ReferenceEquals(transaction.BaseRoot, root) && request.Options.Provenance is null;
        root = canAdopt ? transaction.Root : transaction.Rebase(root, request.Options.Provenance);
        return transaction.Steps;
    }

    /// <summary>Whether the commit repeats an earlier one, of which it gets the outcome.</summary>
    private bool FindRepeated(CommitRequest request, NodeRecord[] nodes)
    {
        if (request.Options.IdempotencyKey is not { } key)
            return false;
        request.Fingerprint = CommitFingerprint.Compute(nodes);
        // Writes that are all there already make no nodes, so they repeat whatever was committed under the key.
        if (_newest.FindOutcome(key) is { } outcome)
        {
            if (nodes.Length > 0 && outcome.Fingerprint != request.Fingerprint)
                throw OtherContent(key, outcome.FirstSeq);
            request.Outcome = outcome.ToReplay();
            return true;
        }

        foreach (var earlier in _accepted)
        {
            if (earlier.Options.IdempotencyKey != key)
                continue;
            if (nodes.Length > 0 && earlier.Fingerprint != request.Fingerprint)
                throw OtherContent(key, earlier.Record!.FirstSeq);
            request.Repeats = earlier;
            return true;
        }

        return false;
    }

    private static StorageException OtherContent(string key, long firstSeq) => new(
        StorageErrorCode.ReplayMismatch,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Other content was committed under the idempotency key '{key}', at seq {firstSeq}. Use a new key for new content."))
    {
        Constraint = key,
    };

    private void CheckNonce(CommitOptions options)
    {
        if (options.Nonce is not { } nonce)
            return;
        if (options.Client is not { } client)
            throw new StorageException(StorageErrorCode.ValueInvalid, "A nonce belongs to a client, and none was named.");
        var last = _newest.FindNonce(client);
        foreach (var earlier in _accepted)
            if (earlier.Options.Client == client && earlier.Options.Nonce is { } taken)
                last = taken;
        if (last is { } greatest && nonce <= greatest)
            throw new StorageException(
                StorageErrorCode.ReplayMismatch,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The nonce {nonce} of the client '{client}' is not greater than its last one, {greatest}."));
    }

    private void Publish(StateRoot root)
    {
        foreach (var request in _accepted)
        {
            var record = request.Record!;
            var next = 0;
            var steps = request.Transaction.Steps;
            for (var i = 0; i < steps.Count; i++)
                if (steps[i].Version is { } version)
                {
                    version.Seal(version.Seq, record.TimestampTicks, record.Nodes[next].Hash);
                    next++;
                }

            if (record.IdempotencyKey is { } key)
                _newest.Commits.Outcomes[key] = new(
                    request.Fingerprint, record.FirstSeq, record.LastSeq, record.TimestampTicks, record.Head);
            if (record is { Client: { } client, Nonce: { } nonce })
                _newest.Commits.Nonces[client] = nonce;
            _newest.Commits.Heads.Add(record.Head, record.LastSeq);
        }

        Volatile.Write(ref _newest, root.Publish());
        foreach (var request in _accepted)
            _keeper?.Count(request.Transaction.Steps, root);
    }

    /// <summary>
    /// Takes what the erasures of the group name out of log and views. Until that is done nobody is told that it is committed, and no
    /// views are written that the next opening would take for complete: it finds the erasures in the log and finishes them.
    /// </summary>
    private void EraseWhatIsLogged()
    {
        var table = new ErasureTable();
        foreach (var request in _accepted)
            foreach (var node in request.Record!.Nodes)
                if (node.Kind == NodeKind.Erasure)
                    table.Add(node.Payload.Span, node.Seq);
        if (table.Count == 0)
            return;
        try
        {
            _log.Erase(table.Seqs);
            Volatile.Write(ref _newest, _keeper is null ? FoldAgain(table) : _keeper.Erase(_newest, _logged.Copy(), table));
            _keeper?.EndErasing();
        }
        catch (Exception error)
        {
            _failure = error;
            _keeper?.HoldBack();
            foreach (var request in _accepted)
                if (Array.Exists(request.Record!.Nodes, static node => node.Kind == NodeKind.Erasure))
                    request.Fail(Unfinished(request.Record, error));
        }
    }

    /// <summary>The views of a database that has them in memory only.</summary>
    private StateRoot FoldAgain(ErasureTable table)
    {
        foreach (var version in table.Versions)
            _context.Erasures.Add(version);
        var fold = new LogFold(_context, StateRoot.CreateEmpty(), new(), _context.Erasures);
        foreach (var commit in _log.Replay())
            fold.Add(commit);
        return fold.ToRoot();
    }

    private static StorageException Unfinished(CommitRecord record, Exception error) => new(
        StorageErrorCode.Io,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The erasure at seq {record.LastSeq} is committed, and what it names is not gone from all files yet: {error.Message} Nothing"
            + $" more is written. Close the database, put the cause right, and open it for writing: that finishes the erasure."),
        error);

    /// <summary>Hands the trees over to be written when they are large enough; waits where the writing does not keep up.</summary>
    private void CloseTreesIfFull()
    {
        if (_keeper is not null && _keeper.IsFull && _log.TakeMark() is { } mark)
            Volatile.Write(ref _newest, _keeper.Close(_newest, mark, _logged.Copy()));
    }

    private CommitResult ResultOf(CommitRequest request)
    {
        if (request.Outcome is { } outcome)
            return outcome;
        if (request.Repeats is { } earlier)
            return ResultOf(earlier) with { IsReplayed = true };
        return request.Record is { } record
            ? new(record.FirstSeq, record.LastSeq, new(record.TimestampTicks, DateTimeKind.Utc), record.Head, false)
            : MakeEmptyResult();
    }

    private void Refuse(List<CommitRequest> group, Exception error)
    {
        // These were refused before a byte was written; every other failure leaves it unknown what reached the disk.
        var isHarmless = error is ArgumentException
            or StorageException { Code: StorageErrorCode.ValueInvalid or StorageErrorCode.ReadOnly or StorageErrorCode.Closed };
        if (!isHarmless)
            _failure = error;
        if (isHarmless && _accepted.Count > 1)
        {
            // One of them is at fault; alone, each gets what it deserves.
            foreach (var request in group.ToArray())
            {
                request.Record = null;
                request.Repeats = null;
                Process([request]);
            }

            return;
        }

        foreach (var request in group)
        {
            request.Fail(error);
            request.Complete(null);
        }
    }
}
