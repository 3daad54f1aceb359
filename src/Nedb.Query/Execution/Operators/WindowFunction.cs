using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Computes one window function over the rows of a partition.</summary>
internal sealed class WindowFunction(Frame frame, Window window)
{
    public void Compute(WindowPartition partition)
    {
        switch (window.Kind)
        {
            case WindowKind.RowNumber or WindowKind.Rank or WindowKind.DenseRank:
                Rank(partition);
                break;
            case WindowKind.Aggregate when window.Frame is null:
                AggregateToPeers(partition);
                break;
            case WindowKind.Aggregate:
                AggregateFrames(partition);
                break;
            default:
                Pick(partition);
                break;
        }
    }

    private void Rank(WindowPartition partition)
    {
        long rank = 0, dense = 0;
        for (long i = 0; i < partition.Count; i++)
        {
            frame.Tick();
            if (partition.StartsPeers(i))
            {
                rank = i + 1;
                dense++;
            }

            partition.SetResult(i, NedbValue.FromInt64(window.Kind switch
            {
                WindowKind.RowNumber => i + 1,
                WindowKind.Rank => rank,
                _ => dense,
            }));
        }
    }

    private void AggregateToPeers(WindowPartition partition)
    {
        var accumulator = new AggregateState(window.Aggregate!);
        long start = 0;
        while (start < partition.Count)
        {
            var end = start;
            do
                Add(accumulator, partition, end++);
            while (end < partition.Count && !partition.StartsPeers(end));
            var result = accumulator.Result();
            for (; start < end; start++)
            {
                frame.Tick();
                partition.SetResult(start, in result);
            }
        }
    }

    private void AggregateFrames(WindowPartition partition)
    {
        if (window.Frame is { From: null, To: null })
        {
            var whole = Sum(partition, 0, partition.Count - 1);
            for (long i = 0; i < partition.Count; i++)
            {
                frame.Tick();
                partition.SetResult(i, in whole);
            }

            return;
        }

        for (long i = 0; i < partition.Count; i++)
        {
            var from = Math.Max(0, window.Frame!.From is { } before ? i + before : 0);
            var to = Math.Min(partition.Count - 1, window.Frame.To is { } after ? i + after : partition.Count - 1);
            partition.SetResult(i, Sum(partition, from, to));
        }
    }

    private NedbValue Sum(WindowPartition partition, long from, long to)
    {
        var accumulator = new AggregateState(window.Aggregate!);
        for (var i = from; i <= to; i++)
            Add(accumulator, partition, i);
        return accumulator.Result();
    }

    private void Add(AggregateState accumulator, WindowPartition partition, long place)
    {
        frame.Tick();
        partition.Restore(place);
        accumulator.Add(frame);
    }

    private void Pick(WindowPartition partition)
    {
        for (long i = 0; i < partition.Count; i++)
        {
            frame.Tick();
            partition.Restore(i);
            var distance = window.Arguments.Length > 1 && window.Arguments[1].Get(frame) is { Kind: ValueKind.Int64 } steps
                ? steps.AsInt64() : 1;
            var place = window.Kind switch
            {
                WindowKind.Lag => i - distance,
                WindowKind.Lead => i + distance,
                WindowKind.FirstValue => window.Frame?.From is { } before ? Math.Max(0, i + before) : 0,
                _ => LastOfFrame(partition, i),
            };
            NedbValue picked = default;
            if (place >= 0 && place < partition.Count)
            {
                partition.Restore(place);
                window.Arguments[0].Evaluate(frame, out picked);
            }
            else if (window.Arguments.Length > 2)
            {
                window.Arguments[2].Evaluate(frame, out picked);
            }

            partition.SetResult(i, in picked);
        }
    }

    private long LastOfFrame(WindowPartition partition, long place)
    {
        if (window.Frame is { } bounds)
            return bounds.To is { } after ? Math.Min(partition.Count - 1, place + after) : partition.Count - 1;
        while (place + 1 < partition.Count && !partition.StartsPeers(place + 1))
        {
            frame.Tick();
            place++;
        }

        return place;
    }
}
