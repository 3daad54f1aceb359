using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Computes one window function over rows that are all in memory.</summary>
/// <param name="frame">The state of the execution.</param>
/// <param name="window">The function.</param>
/// <param name="like">A function that takes each row before and has the same partitions; null for none.</param>
internal sealed class WindowRun(Frame frame, Window window, WindowRun? like)
{
    private readonly KeyTable _table = like?._table ?? new(window.PartitionBy);
    private readonly PiecedRows<int> _partitions = like?._partitions ?? new(1); // of each row
    private readonly List<int> _counts = like?._counts ?? []; // of each partition
    private readonly PiecedRows<NedbValue> _keys = new(window.OrderBy.Length); // of each row those of the order

    /// <summary>Computes the function for every row.</summary>
    /// <param name="rows">The rows, each of which was taken.</param>
    /// <param name="results">Takes the results: for each row those of all functions.</param>
    /// <param name="ordinal">Which of them this one is.</param>
    public void Compute(RowBuffer rows, PiecedRows<NedbValue> results, int ordinal)
    {
        var members = new int[rows.Count];
        var ends = Partition(members);
        var function = new WindowFunction(frame, window);
        var partition = new HeldPartition(frame, rows, members, Compare, results, ordinal);
        var byKeys = Ordering.MakeStoppable<int>(frame, CompareRows);
        var start = 0;
        foreach (var end in ends)
        {
            if (window.OrderBy.Length > 0)
                Ordering.SortStoppably(frame, members.AsSpan(start, end - start), byKeys);
            partition.Begin(start, end - start);
            function.Compute(partition);
            start = end;
        }
    }

    /// <summary>Takes the keys of the next rows.</summary>
    public void AddAll(RowBatch batch)
    {
        if (like is null)
            AddToPartitions(batch);
        var first = _keys.Count;
        for (var row = 0; row < batch.Count; row++)
            _keys.Add();
        for (var i = 0; i < window.OrderBy.Length; i++)
        {
            var vector = frame.RentVector();
            window.OrderBy[i].Value.Fill(frame, batch, vector);
            for (var row = 0; row < batch.Count; row++)
                _keys[first + row][i] = vector.Get(row);
            frame.ReturnVector(vector);
        }
    }

    /// <summary>Gives the memory of all rows back.</summary>
    public void Release()
    {
        _table.Release();
        _partitions.Clear();
        _keys.Clear();
    }

    private void AddToPartitions(RowBatch batch)
    {
        Span<int> partitions = stackalloc int[batch.Count];
        _table.AddAll(frame, batch, partitions);
        while (_counts.Count < _table.Count)
            _counts.Add(0);
        foreach (var partition in partitions)
        {
            _counts[partition]++;
            _partitions.Add()[0] = partition;
        }
    }

    /// <summary>Puts the numbers of the rows of each partition side by side, in their order.</summary>
    /// <returns>Where each partition ends.</returns>
    private int[] Partition(int[] members)
    {
        var ends = new int[_counts.Count];
        for (var i = 1; i < ends.Length; i++)
            ends[i] = ends[i - 1] + _counts[i - 1];
        // Each end begins as the start of its partition and moves on with every row.
        for (var row = 0; row < members.Length; row++)
            members[ends[_partitions[row][0]]++] = row;
        return ends;
    }

    /// <summary>Whether another function has the same partitions: equal expressions are one.</summary>
    public bool HasPartitionsOf(Window other) => window.PartitionBy.AsSpan().SequenceEqual(other.PartitionBy);

    // Rows that the order does not tell apart keep the order in which they came.
    private int CompareRows(int left, int right) => Compare(left, right) is var order && order != 0 ? order : left.CompareTo(right);

    private int Compare(int left, int right)
    {
        var leftKeys = _keys[left];
        var rightKeys = _keys[right];
        for (var i = 0; i < leftKeys.Length; i++)
        {
            var order = ValueComparer.Compare(in leftKeys[i], in rightKeys[i]);
            if (order != 0)
                return window.OrderBy[i].IsDescending ? -order : order;
        }

        return 0;
    }
}
