using Nedb.Storage.Diagnostics;
using Nedb.Storage.Folding;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// Brings transactions into their order and into the log. The first thread that waits leads: it takes all that wait, checks each against
/// the newest state and those accepted before it, appends them as one group with one sync, publishes, and wakes the others. A lone writer
/// switches no thread.
/// </summary>
internal sealed partial class CommitPipeline : ICommitter
{
    private readonly Lock _gate = new();
    private readonly StoreContext _context;
    private readonly ICommitLog _log;
    private readonly bool _isReadOnly;
    private readonly GroupCompany _company = new();
    private readonly ViewKeeper? _keeper;
    private List<CommitRequest> _waiting = [];
    private List<CommitRequest> _spare = [];
    private bool _isLed;
    private bool _isClosed;
    private TaskCompletionSource? _ended; // of a pipeline that is closed: ends when nobody leads any more
    private StateRoot _newest;

    public CommitPipeline(StoreContext context, ICommitLog log, StateRoot root, LoggedFields logged, bool isReadOnly, ViewKeeper? keeper)
    {
        _context = context;
        _log = log;
        _isReadOnly = isReadOnly;
        _keeper = keeper;
        _newest = root;
        _encoder = new(context.Shapes);
        _logged = logged;
        _ticks = log.TimestampTicks;
        context.Commits.Newest = () => Newest;
    }

    /// <summary>Why nothing more is written; null while nothing failed.</summary>
    public Exception? Failure => Volatile.Read(ref _failure) ?? _keeper?.Failure;

    /// <summary>The state after the last commit that was acknowledged or is about to be.</summary>
    public StateRoot Newest => Volatile.Read(ref _newest);

    /// <summary>What the log knows of schemaless collections; asked when no commit is under way.</summary>
    public LoggedFields Logged => _logged;

    /// <summary>The outcome of the commit with an idempotency key, or null.</summary>
    public CommitResult? FindOutcome(string idempotencyKey) => Newest.FindOutcome(idempotencyKey)?.ToReplay();

    /// <inheritdoc/>
    public byte[]? ReadPayload(long seq) =>
        _log.Prove(seq) is { Commitment: null } proof ? proof.Payload.ToArray() : null;

    /// <summary>Commits on this thread, or waits for the thread that does.</summary>
    public CommitResult Commit(StoreTransaction transaction, CommitOptions options)
    {
        if (FindTrivialOutcome(transaction, options) is { } trivial)
            return trivial;
        var watch = CommitWatch.Start(_context);
        try
        {
            var request = new CommitRequest(transaction, options, isAsync: false);
            if (Enqueue(request) || request.WaitOrLead())
                Lead();
            var result = request.GetResult();
            watch.Succeed(result);
            return result;
        }
        catch (Exception error)
        {
            watch.Fail(error);
            throw;
        }
    }

    /// <summary>Commits on a thread of the pool.</summary>
    public ValueTask<CommitResult> CommitAsync(StoreTransaction transaction, CommitOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (FindTrivialOutcome(transaction, options) is { } trivial)
            return new(trivial);
        return CommitWatch.IsWanted ? Watch(transaction, options) : EnqueueElsewhere(transaction, options);
    }

    /// <summary>Refuses new commits and waits for those that were begun.</summary>
    public void Close()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _isClosed = true;
            if (!_isLed)
                return;
            _ended = ended;
        }

        // Whoever leads hands on until nobody waits. Who leads last has more to do after all have their outcome: it may hand trees over to
        // be written, which must not begin behind the end.
        ended.Task.Wait();
    }

    // A span that begins in here is over for the caller when this returns.
    private async ValueTask<CommitResult> Watch(StoreTransaction transaction, CommitOptions options)
    {
        var watch = CommitWatch.Start(_context);
        try
        {
            var result = await EnqueueElsewhere(transaction, options).ConfigureAwait(false);
            watch.Succeed(result);
            return result;
        }
        catch (Exception error)
        {
            watch.Fail(error);
            throw;
        }
    }

    private ValueTask<CommitResult> EnqueueElsewhere(StoreTransaction transaction, CommitOptions options)
    {
        var request = new CommitRequest(transaction, options, isAsync: true);
        if (Enqueue(request))
            LeadElsewhere();
        return new(request.Task);
    }

    /// <summary>Puts a request in line.</summary>
    /// <returns>Whether this thread is to lead.</returns>
    private bool Enqueue(CommitRequest request)
    {
        lock (_gate)
        {
            if (_isClosed)
                throw new StorageException(
                    StorageErrorCode.Closed, "The database was closed before the transaction was committed; nothing was written.");
            _waiting.Add(request);
            _company.Arrive(_waiting.Count);
            if (_isLed)
                return false;
            _isLed = true;
            return true;
        }
    }

    private void Lead()
    {
        List<CommitRequest> group;
        lock (_gate)
            _company.Expect(_waiting.Count);
        _company.Wait();
        lock (_gate)
        {
            _company.Take(_waiting.Count);
            group = _waiting;
            _waiting = _spare;
        }

        // Whatever happens, each one that waits gets an outcome and the next leader is named.
        try
        {
            Process(group);
        }
        finally
        {
            group.Clear();
            HandOn(group);
        }
    }

    private void HandOn(List<CommitRequest> spare)
    {
        CommitRequest? next = null;
        var hasWaiting = false;
        lock (_gate)
        {
            _spare = spare;
            hasWaiting = _waiting.Count > 0;
            if (!hasWaiting)
            {
                _isLed = false;
                _ended?.SetResult();
            }

            foreach (var request in _waiting)
            {
                if (request.IsAsync)
                    continue;
                next = request;
                break;
            }
        }

        if (next is not null)
            next.Promote();
        else if (hasWaiting)
            LeadElsewhere();
    }

    private void LeadElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(static pipeline => pipeline.Lead(), this, preferLocal: false);
}
