using System.Buffers.Binary;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Scratch;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Window functions over rows that memory has no room for: for each function the rows are ordered by partition and order, one partition
/// after the other is computed, and the results are put back into the order in which the rows came.
/// </summary>
/// <param name="memory">Counts what is held.</param>
/// <param name="slots">The slots that the rows set.</param>
/// <param name="windows">The functions.</param>
internal sealed class SpilledWindows(StepMemory memory, int[] slots, Window[] windows)
{
    private readonly RowStore _rows = new(memory.Fork(), slots);
    private readonly RecordSorter[] _ordered = Array.ConvertAll(windows, _ => new RecordSorter(memory.Fork()));
    private readonly ScratchWriter _key = new(memory.Scratch);
    private readonly ScratchWriter _content = new(memory.Scratch);
    private RecordCursor[]? _results;
    private long _next;

    /// <summary>Takes the row that the slots hold.</summary>
    public void Add()
    {
        var frame = memory.Frame;
        var number = _rows.Count;
        _rows.Add();
        for (var i = 0; i < windows.Length; i++)
        {
            _key.Clear();
            foreach (var expression in windows[i].PartitionBy)
            {
                expression.Evaluate(frame, out var value);
                _key.WriteKey(in value);
            }

            _content.Clear();
            _content.WriteInt32(_key.Length);
            _content.WriteInt64(number);
            foreach (var order in windows[i].OrderBy)
            {
                order.Value.Evaluate(frame, out var value);
                _key.WriteKey(in value, order.IsDescending);
            }

            RowPacker.Write(frame, slots, _content);
            _ordered[i].Add(_key.Written, _content.Written);
        }
    }

    /// <summary>Puts the next row into the slots. After the first time no more are taken.</summary>
    /// <param name="values">The results for the row.</param>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext(out NedbValue[] values)
    {
        _results ??= Compute();
        values = [];
        if (_next >= _rows.Count)
            return false;
        _rows.Restore(_next++);
        values = new NedbValue[windows.Length];
        for (var i = 0; i < values.Length; i++)
        {
            _results[i].MoveNext();
            values[i] = new ScratchReader(memory.Scratch, _results[i].Content).ReadValue();
        }

        return true;
    }

    private RecordCursor[] Compute()
    {
        var results = new RecordCursor[windows.Length];
        for (var i = 0; i < windows.Length; i++)
            results[i] = Compute(windows[i], _ordered[i].Sort());
        return results;
    }

    private RecordCursor Compute(Window window, RecordCursor ordered)
    {
        var frame = memory.Frame;
        var results = new RecordSorter(memory.Fork());
        var partition = new SpilledPartition(new(memory.Fork(), slots), results, memory.Scratch);
        var function = new WindowFunction(frame, window);
        byte[] key = [];
        var length = -1;
        while (ordered.MoveNext())
        {
            var partitionLength = BinaryPrimitives.ReadInt32LittleEndian(ordered.Content);
            var isNew = partitionLength != length || !ordered.Key[..length].SequenceEqual(key.AsSpan(0, length));
            if (isNew && length >= 0)
            {
                function.Compute(partition);
                partition.Clear();
            }

            var startsPeers = isNew || !ordered.Key.SequenceEqual(key);
            if (startsPeers)
                key = ordered.Key.ToArray();
            length = partitionLength;
            var reader = new ScratchReader(memory.Scratch, ordered.Content);
            reader.ReadInt32();
            var number = reader.ReadInt64();
            RowPacker.Read(frame, slots, ref reader);
            partition.Add(number, startsPeers);
        }

        function.Compute(partition);
        partition.Clear();
        return results.Sort();
    }
}
