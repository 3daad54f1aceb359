using Nedb.Storage.Scratch;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Spills;

/// <summary>Rows of values of which equal ones are told apart only at the end: each once, the first of its equals, in the order of arrival.
/// Memory is bounded.</summary>
/// <param name="memory">Counts what is held.</param>
/// <param name="width">The number of values in a row.</param>
internal sealed class LateRows(StepMemory memory, int width)
{
    private const int NumberBytes = sizeof(long);

    private readonly RecordSorter _records = new(memory);
    private readonly ScratchWriter _key = new(memory.Scratch);
    private readonly ScratchWriter _content = new(memory.Scratch);
    private RecordCursor? _sorted;

    /// <summary>Takes a row.</summary>
    public void Add(ReadOnlySpan<NedbValue> row)
    {
        _key.Clear();
        foreach (ref readonly var value in row)
            _key.WriteKey(in value);
        _content.Clear();
        _content.WriteKey(_records.Count);
        RowPacker.Write(row, _content);
        _records.Add(_key.Written, _content.Written);
    }

    /// <summary>The next row. After the first time no more are taken.</summary>
    public bool TryRead(out NedbValue[] row)
    {
        _sorted ??= Order();
        if (!_sorted.MoveNext())
        {
            row = [];
            return false;
        }

        var reader = new ScratchReader(memory.Scratch, _sorted.Content);
        row = RowPacker.Read(width, ref reader);
        return true;
    }

    private RecordCursor Order()
    {
        var equals = _records.Sort();
        var firsts = new RecordSorter(memory.Fork());
        var key = Array.Empty<byte>();
        var isFirst = true;
        while (equals.MoveNext())
        {
            if (!isFirst && equals.Key.SequenceEqual(key))
                continue;
            isFirst = false;
            key = equals.Key.ToArray();
            firsts.Add(equals.Content[..NumberBytes], equals.Content[NumberBytes..]);
        }

        memory.Hold(0);
        return firsts.Sort();
    }
}
