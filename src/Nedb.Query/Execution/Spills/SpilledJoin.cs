using Nedb.Query.Execution.Batches;
using Nedb.Storage.Scratch;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Spills;

/// <summary>
/// Rows by the values of their keys, in a file in the order of the keys; rows of equal keys in the order in which they came. In memory
/// there is one key for each block. After <see cref="Complete"/> rows have the numbers of their places.
/// </summary>
/// <param name="memory">Counts what is held while the rows are ordered.</param>
/// <param name="slots">The slots that the rows set.</param>
/// <param name="keys">What gives their keys.</param>
/// <param name="nullsMatch">For each key whether null can be found.</param>
internal sealed class SpilledJoin(StepMemory memory, int[] slots, Evaluator[] keys, bool[] nullsMatch)
{
    private const int NumberBytes = sizeof(long);

    // Below the encoding of any value: the key of rows that nothing can find.
    private const byte Unfindable = 0;

    private readonly ScratchWriter _key = new(memory.Scratch);
    private readonly ScratchWriter _content = new(memory.Scratch);
    private RecordSorter? _sorter = new(memory);
    private RecordReader? _reader;

    /// <summary>How many rows there are.</summary>
    public int Count => checked((int)(_reader?.List.Count ?? _sorter!.Count));

    /// <summary>Takes the row that the slots hold.</summary>
    public void Add(Frame frame)
    {
        if (!TryWriteKey(frame, keys))
        {
            _key.Clear();
            _key.WriteByte(Unfindable);
        }

        _content.Clear();
        _content.WriteKey(_sorter!.Count);
        RowPacker.Write(frame, slots, _content);
        _sorter.Add(_key.Written, _content.Written);
    }

    /// <summary>Orders what was taken; no more is.</summary>
    public void Complete()
    {
        _reader = new(_sorter!.ToList());
        _sorter = null;
    }

    /// <summary>The same rows, for another thread.</summary>
    public SpilledJoin Fork(Frame frame) =>
        new(new StepMemory(frame, (StepCounter?)null), slots, keys, nullsMatch) { _reader = _reader!.Fork(), _sorter = null };

    /// <summary>The first row with the keys that the frame gives, or -1.</summary>
    public int Find(Frame frame, Evaluator[] probeKeys) =>
        TryWriteKey(frame, probeKeys) ? checked((int)_reader!.Find(_key.Written)) : -1;

    /// <summary>For each row of a batch the first row with the keys that it gives, or -1. They are looked for in the order of their keys,
    /// so that each block is read once for all of them.</summary>
    public void FindAll(Frame frame, RowBatch batch, Evaluator[] probeKeys, Span<int> rows)
    {
        var wanted = new (byte[] Key, int Row)[batch.Count];
        var count = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            rows[row] = -1;
            batch.Restore(frame, row);
            if (TryWriteKey(frame, probeKeys))
                wanted[count++] = (_key.Written.ToArray(), row);
        }

        Ordering.Sort(frame, wanted.AsSpan(0, count), static (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        foreach (var (key, row) in wanted.AsSpan(0, count))
        {
            frame.Tick();
            rows[row] = checked((int)_reader!.Find(key));
        }
    }

    /// <summary>The next row with the same keys, or -1.</summary>
    public int NextOf(int row) => (int)_reader!.NextOf(row);

    /// <summary>Puts a row into the slots of a frame.</summary>
    public void Restore(Frame frame, int row)
    {
        var reader = new ScratchReader(_reader!.List.File, _reader.ContentOf(row)[NumberBytes..]);
        RowPacker.Read(frame, slots, ref reader);
    }

    /// <summary>Puts a row at the end of a batch; the caller counts it.</summary>
    public void Copy(int row, RowBatch batch)
    {
        var reader = new ScratchReader(_reader!.List.File, _reader.ContentOf(row)[NumberBytes..]);
        foreach (var slot in slots)
            batch.Column(slot)[batch.Count] = new RowHandle(RowPacker.Read(ref reader));
    }

    /// <summary>The rows that are not marked, in the order in which they came.</summary>
    public OrderedRows Unmarked(bool[] marks)
    {
        var sorter = new RecordSorter(memory.Fork());
        var all = _reader!.List.Scan(memory.Frame);
        for (var row = 0; all.MoveNext(); row++)
            if (!marks[row])
                sorter.Add(all.Content[..NumberBytes], all.Content[NumberBytes..]);
        return new(_reader.List.File, sorter.Sort(), slots);
    }

    private bool TryWriteKey(Frame frame, Evaluator[] evaluators)
    {
        _key.Clear();
        for (var i = 0; i < evaluators.Length; i++)
        {
            evaluators[i].Evaluate(frame, out var value);
            if (value.IsNull && !nullsMatch[i])
                return false;
            _key.WriteKey(in value);
        }

        return true;
    }
}
