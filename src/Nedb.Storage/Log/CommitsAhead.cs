using System.Runtime.ExceptionServices;

namespace Nedb.Storage.Log;

/// <summary>
/// Reads commits on a thread of its own, some ahead of who takes them, so that reading and what follows share the cores. Of a long log the
/// nodes are as many objects, which die in the middle of their life: the rooms that they are in are used again.
/// </summary>
internal sealed class CommitsAhead : IDisposable
{
    private const int BatchNodes = 1024;
    private const int BatchBytes = 1024 * 1024;
    private const int BatchesMax = 4;

    // Waiting without spinning: both cores have other work meanwhile.
    private readonly object _gate = new();
    private readonly Queue<(List<CommitRecord> Commits, RecordRoom Room)> _batches = new();
    private readonly Stack<RecordRoom> _rooms = new();
    private readonly IEnumerable<CommitRecord> _source;
    private readonly Thread _thread;
    private RecordRoom _room = new(BatchBytes);
    private ExceptionDispatchInfo? _failure;
    private bool _isOver;
    private bool _isEnding;

    private CommitsAhead(Func<Func<RecordRoom>, IEnumerable<CommitRecord>> source)
    {
        _source = source(() => _room);
        _thread = new Thread(Fill) { IsBackground = true, Name = "log: read ahead" };
        _thread.UnsafeStart();
    }

    /// <summary>
    /// The same commits in the same order, each good until the next is asked for; what reading throws is thrown where it is met.
    /// </summary>
    /// <param name="source">Gives the commits, whose nodes it puts where it is told to.</param>
    public static IEnumerable<CommitRecord> Read(Func<Func<RecordRoom>, IEnumerable<CommitRecord>> source)
    {
        using var ahead = new CommitsAhead(source);
        while (ahead.Take() is var (commits, room))
        {
            foreach (var commit in commits)
                yield return commit;
            ahead.GiveBack(room);
        }
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

    private void GiveBack(RecordRoom room)
    {
        room.Reset();
        lock (_gate)
            _rooms.Push(room);
    }

    private (List<CommitRecord> Commits, RecordRoom Room)? Take()
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
            _batches.Enqueue((batch, _room));
            _room = _rooms.TryPop(out var room) ? room : new(BatchBytes);
            Monitor.PulseAll(_gate);
            return !_isEnding;
        }
    }
}
