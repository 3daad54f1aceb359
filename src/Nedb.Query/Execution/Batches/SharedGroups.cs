using System.Runtime.ExceptionServices;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Execution.Spills;

namespace Nedb.Query.Execution.Batches;

/// <summary>
/// Groups the rows of a plan by several threads. Each takes parts of the one scan that the plan begins with, takes their rows through the
/// steps behind it, and groups what is left by itself; the groups are then merged. What is merged this way depends neither on the order of
/// rows nor on who took them.
/// </summary>
internal static class SharedGroups
{
    private const int PartsOfThread = 8;

    /// <param name="frame">The state of the execution.</param>
    /// <param name="input">The plan; it can be shared.</param>
    /// <param name="create">Makes an empty table of groups.</param>
    /// <param name="threads">How many threads take part, this one included.</param>
    /// <returns>Null where the groups exceed the memory.</returns>
    public static GroupTable? Run(Frame frame, Plan input, Func<GroupTable> create, int threads)
    {
        var leaf = input;
        while (leaf.Inputs.Count > 0)
            leaf = leaf.Inputs[0];
        Prepare(frame, input);
        // More parts than threads: who is done with one early, or shares a processor with others, takes fewer.
        var shared = ((ScanPlan)leaf).Share(frame, PartsOfThread * threads);
        var tables = new GroupTable[threads];
        Exception? failure = null;
        var isTooMuch = false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(frame.Cancellation);
        var others = new Task[threads - 1];
        for (var i = 0; i < others.Length; i++)
        {
            var part = i + 1;
            others[i] = Task.Run(() => Work(part), CancellationToken.None);
        }

        Work(0);
        Task.WaitAll(others);
        if (isTooMuch)
        {
            frame.Cancellation.ThrowIfCancellationRequested();
            return null;
        }

        if (failure is not null)
        {
            frame.Cancellation.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(failure);
        }

        for (var i = 1; i < threads; i++)
            tables[0].Merge(tables[i]);
        return tables[0];

        void Work(int part)
        {
            StepMemory? memory = null;
            try
            {
                using var own = frame.Fork(shared, stop.Token);
                memory = new(own, counter: null);
                var table = tables[part] = create();
                using var rows = input.Open(own);
                rows.Start();
                var reader = new BatchReader(own, rows, input.Slots);
                while (reader.Read())
                {
                    table.Add(own, reader.Batch);
                    if (!memory.Hold(table.Bytes))
                        continue;
                    Volatile.Write(ref isTooMuch, true);
                    stop.Cancel();
                    break;
                }
            }
            catch (Exception reason)
            {
                // The first failure is the one to tell; it makes the others stop.
                Interlocked.CompareExchange(ref failure, reason, null);
                stop.Cancel();
            }
            finally
            {
                memory?.Release();
            }
        }
    }

    /// <summary>Reads what the steps look up, once for all threads.</summary>
    private static void Prepare(Frame frame, Plan plan)
    {
        plan.Prepare(frame);
        foreach (var input in plan.Inputs)
            Prepare(frame, input);
    }
}
