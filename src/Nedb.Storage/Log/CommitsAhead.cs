using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Nedb.Storage.Log;

/// <summary>Reads commits on a thread of its own, some ahead of who takes them, so that reading and what follows share the cores.</summary>
internal static class CommitsAhead
{
    private const int BatchNodes = 1024;
    private const int BatchBytes = 1024 * 1024;
    private const int BatchesMax = 4;

    /// <summary>The same commits in the same order; what reading throws is thrown where it is met.</summary>
    /// <param name="source">The commits.</param>
    public static IEnumerable<CommitRecord> Read(IEnumerable<CommitRecord> source)
    {
        using var batches = new BlockingCollection<List<CommitRecord>>(BatchesMax);
        using var ending = new CancellationTokenSource();
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(Fill) { IsBackground = true, Name = "log: read ahead" };
        thread.UnsafeStart();
        try
        {
            foreach (var batch in batches.GetConsumingEnumerable())
                foreach (var commit in batch)
                    yield return commit;
            thread.Join();
            failure?.Throw();
        }
        finally
        {
            ending.Cancel();
            thread.Join();
        }

        void Fill()
        {
            try
            {
                var batch = new List<CommitRecord>();
                var (nodes, bytes) = (0, 0L);
                foreach (var commit in source)
                {
                    batch.Add(commit);
                    nodes += commit.Nodes.Length;
                    foreach (var node in commit.Nodes)
                        bytes += node.Payload.Length;
                    if (nodes < BatchNodes && bytes < BatchBytes)
                        continue;
                    batches.Add(batch, ending.Token);
                    (batch, nodes, bytes) = ([], 0, 0);
                }

                batches.Add(batch, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // Nobody takes any more.
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
            finally
            {
                batches.CompleteAdding();
            }
        }
    }
}
