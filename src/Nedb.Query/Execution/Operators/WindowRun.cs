using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Computes one window function over rows that are all in memory.</summary>
internal sealed class WindowRun(Frame frame, RowBuffer rows, Window window)
{
    private NedbValue[] _keys = [];

    public void Compute(NedbValue[][] results, int ordinal)
    {
        var function = new WindowFunction(frame, window);
        foreach (var partition in Partitions())
        {
            Sort(partition);
            function.Compute(new HeldPartition(frame, rows, partition, Compare, results, ordinal));
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
            Ordering.Sort(
                frame,
                partition.AsSpan(),
                (left, right) => Compare(left, right) is var order && order != 0 ? order : left.CompareTo(right));
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
}
