using System.Runtime.ExceptionServices;

namespace Nedb.Storage.Log;

/// <summary>Reads commits on a thread of its own, some ahead of who takes them, so that reading and what follows share the cores.</summary>
internal sealed class CommitsAhead : IDisposable
{
    private const int BatchNodes = 1024;
    private const int BatchBytes = 1024 * 1024;
    private const int BatchesMax = 4;

    // Waiting without spinning: both cores have other work meanwhile.
    private readonly object _gate = new();
    private readonly Queue<List<CommitRecord>> _batches = new();
    private readonly IEnumerable<CommitRecord> _source;
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;
    private bool _isOver;
    private bool _isEnding;

    private CommitsAhead(IEnumerable<CommitRecord> source)
    {
        _source = source;
        _thread = new Thread(Fill) { IsBackground = true, Name = "log: read ahead" };
        _thread.UnsafeStart();
    }

    /// <summary>The same commits in the same order; what reading throws is thrown where it is met.</summary>
    /// <param name="source">The commits.</param>
    public static IEnumerable<CommitRecord> Read(IEnumerable<CommitRecord> source)
    {
        using var ahead = new CommitsAhead(source);
        while (ahead.Take() is { } batch)
            foreach (var commit in batch)
                yield return commit;
    }

    /// <summary>Ends the reading, and waits for it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private List<CommitRecord>? Take()
    {
        lock (_gate)
        {
            while (_batches.Count == 0 && !_isOver)
                Monitor.Wait(_gate);
            if (_batches.TryDequeue(out var batch))
            {
                Monitor.PulseAll(_gate);
                return batch;
            }
        }

        _failure?.Throw();
        return null;
    }

    private void Fill()
    {
        try
        {
            var batch = new List<CommitRecord>();
            var (nodes, bytes) = (0, 0L);
            foreach (var commit in _source)
            {
                batch.Add(commit);
                nodes += commit.Nodes.Length;
                foreach (var node in commit.Nodes)
                    bytes += node.Payload.Length;
                if (nodes < BatchNodes && bytes < BatchBytes)
                    continue;
                if (!Put(batch))
                    return;
                (batch, nodes, bytes) = ([], 0, 0);
            }

            Put(batch);
        }
        catch (Exception error)
        {
            _failure = ExceptionDispatchInfo.Capture(error);
        }
        finally
        {
            lock (_gate)
            {
                _isOver = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Hands a batch over when there is room.</summary>
    /// <returns>Whether anybody still takes.</returns>
    private bool Put(List<CommitRecord> batch)
    {
        lock (_gate)
        {
            while (_batches.Count == BatchesMax && !_isEnding)
                Monitor.Wait(_gate);
            _batches.Enqueue(batch);
            Monitor.PulseAll(_gate);
            return !_isEnding;
        }
    }
}
