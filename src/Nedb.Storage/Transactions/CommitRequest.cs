using System.Runtime.ExceptionServices;
using Nedb.Storage.Log;
using Nedb.Storage.Values;

namespace Nedb.Storage.Transactions;

/// <summary>A transaction that waits for its outcome.</summary>
internal sealed class CommitRequest(StoreTransaction transaction, CommitOptions options, bool isAsync)
{
    private readonly TaskCompletionSource<CommitResult>? _completion = isAsync ? new(TaskCreationOptions.RunContinuationsAsynchronously)
        : null;
    private bool _isDone;
    private bool _leads;
    private CommitResult? _result;
    private Exception? _error;

    public StoreTransaction Transaction { get; } = transaction;

    public CommitOptions Options { get; } = options;

    public bool IsAsync => _completion is not null;

    public Task<CommitResult> Task => _completion!.Task;

    /// <summary>What goes to the log; null for a commit that writes nothing, or that repeats another one.</summary>
    public CommitRecord? Record { get; set; }

    /// <summary>The commit of the same group that this one repeats; null where it repeats none.</summary>
    public CommitRequest? Repeats { get; set; }

    /// <summary>The outcome that is known before the log is written.</summary>
    public CommitResult? Outcome { get; set; }

    public Hash256 Fingerprint { get; set; }

    public bool HasFailed => _error is not null;

    /// <summary>Waits until there is an outcome, or until this thread is to lead.</summary>
    /// <returns>Whether to lead.</returns>
    public bool WaitOrLead()
    {
        lock (this)
        {
            while (!_isDone && !_leads)
                Monitor.Wait(this);
            var leads = _leads && !_isDone;
            _leads = false;
            return leads;
        }
    }

    /// <summary>Makes the waiting thread the leader.</summary>
    public void Promote()
    {
        lock (this)
        {
            _leads = true;
            Monitor.Pulse(this);
        }
    }

    /// <summary>Notes a failure; the waiting thread is woken by <see cref="Complete"/>.</summary>
    public void Fail(Exception error) => _error ??= error;

    public void Complete(CommitResult? result)
    {
        if (_completion is not null)
        {
            if (_error is not null)
                _completion.SetException(_error);
            else
                _completion.SetResult(result!);
            return;
        }

        lock (this)
        {
            _result = result;
            _isDone = true;
            Monitor.Pulse(this);
        }
    }

    public CommitResult GetResult()
    {
        if (_error is not null)
            ExceptionDispatchInfo.Throw(_error);
        return _result!;
    }
}
