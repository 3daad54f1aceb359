using System.Runtime.ExceptionServices;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Execution.Spills;

namespace Nedb.Query.Execution.Batches;

/// <summary>
/// Takes the rows of a plan by several threads. Each takes parts of the one scan that the plan begins with, in their order, takes their
/// rows through the steps behind it, and puts what is left into something of its own, which the caller puts together.
/// </summary>
internal static class SharedWork
{
    // Waking a thread costs about what reading some thousand rows does.
    private const double LeastRows = 20_000;

    private const int PartsOfThread = 8;

    /// <summary>Whether the rows of a plan can be shared out, and are so many that it pays.</summary>
    public static bool Pays(Plan input)
    {
        if (!input.CanShare)
            return false;
        while (input.Inputs.Count > 0)
            input = input.Inputs[0];
        return input.EstimatedRows >= LeastRows;
    }

    /// <param name="frame">The state of the execution.</param>
    /// <param name="input">The plan; it can be shared.</param>
    /// <param name="create">Makes what takes the rows of one thread.</param>
    /// <param name="add">Gives it rows.</param>
    /// <param name="measure">Tells how much memory it takes.</param>
    /// <returns>Of each thread what took its rows; null where that exceeds the memory.</returns>
    public static T[]? Run<T>(
        Frame frame, Plan input, Func<T> create, Action<T, Frame, RowBatch> add, Func<T, long> measure)
    {
        var leaf = input;
        while (leaf.Inputs.Count > 0)
            leaf = leaf.Inputs[0];
        Prepare(frame, input);
        // More parts than threads: who is done with one early, or shares a processor with others, takes fewer.
        var shared = ((ScanPlan)leaf).Share(frame, PartsOfThread * frame.Threads);
        var taken = new T[frame.Threads];
        Exception? failure = null;
        var isTooMuch = false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(frame.Cancellation);
        var others = new Task[taken.Length - 1];
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

        return taken;

        void Work(int part)
        {
            StepMemory? memory = null;
            try
            {
                using var own = frame.Fork(shared, stop.Token);
                memory = new(own, counter: null);
                var mine = taken[part] = create();
                using var rows = input.Open(own);
                rows.Start();
                var reader = new BatchReader(own, rows, input.Slots);
                while (reader.Read())
                {
                    add(mine, own, reader.Batch);
                    if (!memory.Hold(measure(mine)))
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
