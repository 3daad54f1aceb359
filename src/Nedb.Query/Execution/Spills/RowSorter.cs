using Nedb.Query.Execution.Operators;
using Nedb.Storage.Scratch;

namespace Nedb.Query.Execution.Spills;

/// <summary>Orders rows by keys that the caller writes; rows of equal keys keep the order of their arrival. Memory is bounded.</summary>
/// <param name="memory">Counts what is held.</param>
/// <param name="slots">The slots that the rows set.</param>
internal sealed class RowSorter(StepMemory memory, int[] slots)
{
    private readonly RecordSorter _records = new(memory);
    private readonly ScratchWriter _content = new(memory.Scratch);
    private RecordCursor? _sorted;

    /// <summary>Takes the key of the next row.</summary>
    public ScratchWriter Key { get; } = new(memory.Scratch);

    /// <summary>Takes the row that the slots hold, with the keys that it gives.</summary>
    public void Add(SortKey[] keys)
    {
        foreach (var key in keys)
        {
            key.Value.Evaluate(memory.Frame, out var value);
            Key.WriteKey(in value, key.IsDescending);
        }

        Add();
    }

    /// <summary>Takes the row that the slots hold, whose key was written.</summary>
    public void Add()
    {
        _content.Clear();
        RowPacker.Write(memory.Frame, slots, _content);
        _records.Add(Key.Written, _content.Written);
        Key.Clear();
    }

    /// <summary>Moves to the next row in order, and puts it into the slots. After the first time no more rows are taken.</summary>
    public bool MoveNext()
    {
        _sorted ??= _records.Sort();
        if (!_sorted.MoveNext())
            return false;
        var reader = new ScratchReader(memory.Scratch, _sorted.Content);
        RowPacker.Read(memory.Frame, slots, ref reader);
        return true;
    }

    /// <summary>Whether the key of the present row is that of the row before it; the caller keeps that one.</summary>
    public ReadOnlySpan<byte> PresentKey => _sorted!.Key;
}
