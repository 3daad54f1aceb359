using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Computes one window function over rows that are all there.</summary>
internal sealed class WindowRun(Frame frame, RowBuffer rows, Window window)
{
    private NedbValue[] _keys = [];

    public void Compute(NedbValue[][] results, int ordinal)
    {
        foreach (var partition in Partitions())
        {
            Sort(partition);
            switch (window.Kind)
            {
                case WindowKind.RowNumber or WindowKind.Rank or WindowKind.DenseRank:
                    Rank(partition, results, ordinal);
                    break;
                case WindowKind.Aggregate when window.Frame is null:
                    AggregateToPeers(partition, results, ordinal);
                    break;
                case WindowKind.Aggregate:
                    AggregateFrames(partition, results, ordinal);
                    break;
                default:
                    Pick(partition, results, ordinal);
                    break;
            }
        }
    }

    private List<int[]> Partitions()
    {
        var table = new ValueTable(window.PartitionBy.Length);
        var members = new List<List<int>>();
        var key = new NedbValue[window.PartitionBy.Length];
        _keys = new NedbValue[rows.Count * window.OrderBy.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            frame.Tick();
            rows.Restore(frame, row);
            for (var i = 0; i < key.Length; i++)
                window.PartitionBy[i].Evaluate(frame, out key[i]);
            for (var i = 0; i < window.OrderBy.Length; i++)
                window.OrderBy[i].Value.Evaluate(frame, out _keys[(row * window.OrderBy.Length) + i]);
            var partition = table.FindOrAdd(key, out var isNew);
            if (isNew)
                members.Add([]);
            members[partition].Add(row);
        }

        return members.ConvertAll(static list => list.ToArray());
    }

    private void Sort(int[] partition)
    {
        if (window.OrderBy.Length > 0)
            Array.Sort(partition, (left, right) => Compare(left, right) is var order && order != 0 ? order : left.CompareTo(right));
    }

    private int Compare(int left, int right)
    {
        for (var i = 0; i < window.OrderBy.Length; i++)
        {
            var order = ValueComparer.Compare(in _keys[(left * window.OrderBy.Length) + i], in _keys[(right * window.OrderBy.Length) + i]);
            if (order != 0)
                return window.OrderBy[i].IsDescending ? -order : order;
        }

        return 0;
    }

    private void Rank(int[] partition, NedbValue[][] results, int ordinal)
    {
        long rank = 0, dense = 0;
        for (var i = 0; i < partition.Length; i++)
        {
            if (i == 0 || Compare(partition[i - 1], partition[i]) != 0)
            {
                rank = i + 1;
                dense++;
            }

            results[partition[i]][ordinal] = NedbValue.FromInt64(window.Kind switch
            {
                WindowKind.RowNumber => i + 1,
                WindowKind.Rank => rank,
                _ => dense,
            });
        }
    }

    private void AggregateToPeers(int[] partition, NedbValue[][] results, int ordinal)
    {
        var accumulator = new AggregateState(window.Aggregate!);
        var start = 0;
        while (start < partition.Length)
        {
            var end = start;
            while (end < partition.Length && Compare(partition[start], partition[end]) == 0)
                Add(accumulator, partition[end++]);
            var result = accumulator.Result();
            for (; start < end; start++)
                results[partition[start]][ordinal] = result;
        }
    }

    private void AggregateFrames(int[] partition, NedbValue[][] results, int ordinal)
    {
        if (window.Frame is { From: null, To: null })
        {
            var whole = Sum(partition, 0, partition.Length - 1);
            foreach (var row in partition)
                results[row][ordinal] = whole;
            return;
        }

        for (var i = 0; i < partition.Length; i++)
        {
            var from = Math.Max(0, window.Frame!.From is { } before ? i + before : 0);
            var to = Math.Min(partition.Length - 1, window.Frame.To is { } after ? i + after : partition.Length - 1);
            results[partition[i]][ordinal] = Sum(partition, from, to);
        }
    }

    private NedbValue Sum(int[] partition, long from, long to)
    {
        var accumulator = new AggregateState(window.Aggregate!);
        for (var i = from; i <= to; i++)
            Add(accumulator, partition[i]);
        return accumulator.Result();
    }

    private void Add(AggregateState accumulator, int row)
    {
        frame.Tick();
        rows.Restore(frame, row);
        accumulator.Add(frame);
    }

    private void Pick(int[] partition, NedbValue[][] results, int ordinal)
    {
        for (var i = 0; i < partition.Length; i++)
        {
            rows.Restore(frame, partition[i]);
            var distance = window.Arguments.Length > 1 && window.Arguments[1].Get(frame) is { Kind: ValueKind.Int64 } steps
                ? steps.AsInt64() : 1;
            var place = window.Kind switch
            {
                WindowKind.Lag => i - distance,
                WindowKind.Lead => i + distance,
                WindowKind.FirstValue => window.Frame?.From is { } before ? Math.Max(0, i + before) : 0,
                _ => LastOfFrame(partition, i),
            };
            if (place >= 0 && place < partition.Length)
            {
                rows.Restore(frame, partition[place]);
                window.Arguments[0].Evaluate(frame, out results[partition[i]][ordinal]);
            }
            else if (window.Arguments.Length > 2)
            {
                window.Arguments[2].Evaluate(frame, out results[partition[i]][ordinal]);
            }
        }
    }

    private long LastOfFrame(int[] partition, int place)
    {
        if (window.Frame is { } bounds)
            return bounds.To is { } after ? Math.Min(partition.Length - 1, place + after) : partition.Length - 1;
        while (place + 1 < partition.Length && Compare(partition[place], partition[place + 1]) == 0)
            place++;
        return place;
    }
}
