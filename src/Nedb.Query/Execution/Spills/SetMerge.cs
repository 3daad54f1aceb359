using System.Buffers.Binary;
using Nedb.Storage.Scratch;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Spills;

/// <summary>EXCEPT and INTERSECT of inputs that exceed the memory: both are ordered by their values, gone through side by side, and what is
/// kept is put back into the order of the first.</summary>
/// <param name="memory">Counts what is held.</param>
/// <param name="width">The number of values in a row.</param>
/// <param name="keeps">Whether a row of the first input stays, given how often the second still has it.</param>
/// <param name="isAll">Whether equal rows of the first may all stay; otherwise the first of them alone.</param>
internal sealed class SetMerge(StepMemory memory, int width, SetMerge.Keeping keeps, bool isAll)
{
    private const int NumberBytes = sizeof(long);

    private readonly RecordSorter _first = new(memory.Fork());
    private readonly RecordSorter _second = new(memory.Fork());
    private readonly ScratchWriter _key = new(memory.Scratch);
    private readonly ScratchWriter _content = new(memory.Scratch);
    private RecordCursor? _kept;

    /// <summary>Tells whether a row of the first input stays.</summary>
    /// <param name="left">How often the second still has it.</param>
    public delegate bool Keeping(ref int left);

    /// <summary>Takes a row of the second input.</summary>
    public void AddSecond(ReadOnlySpan<NedbValue> row, int count)
    {
        _content.Clear();
        _content.WriteInt32(count);
        _second.Add(KeyOf(row), _content.Written);
    }

    /// <summary>Takes a row of the first input.</summary>
    public void AddFirst(ReadOnlySpan<NedbValue> row)
    {
        _content.Clear();
        _content.WriteKey(_first.Count);
        RowPacker.Write(row, _content);
        _first.Add(KeyOf(row), _content.Written);
    }

    /// <summary>The next row that stays. After the first time no more are taken.</summary>
    public bool TryRead(out NedbValue[] row)
    {
        _kept ??= Merge();
        if (!_kept.MoveNext())
        {
            row = [];
            return false;
        }

        var reader = new ScratchReader(memory.Scratch, _kept.Content);
        row = RowPacker.Read(width, ref reader);
        return true;
    }

    private RecordCursor Merge()
    {
        var kept = new RecordSorter(memory.Fork());
        var first = _first.Sort();
        var second = _second.Sort();
        var hasSecond = second.MoveNext();
        byte[]? key = null;
        var left = 0;
        while (first.MoveNext())
        {
            var isFirst = key is null || !first.Key.SequenceEqual(key);
            if (isFirst)
            {
                key = first.Key.ToArray();
                left = 0;
                while (hasSecond && second.Key.SequenceCompareTo(key) < 0)
                    hasSecond = second.MoveNext();
                for (; hasSecond && second.Key.SequenceEqual(key); hasSecond = second.MoveNext())
                    left += BinaryPrimitives.ReadInt32LittleEndian(second.Content);
            }

            if ((isAll || isFirst) && keeps(ref left))
                kept.Add(first.Content[..NumberBytes], first.Content[NumberBytes..]);
        }

        return kept.Sort();
    }

    private ReadOnlySpan<byte> KeyOf(ReadOnlySpan<NedbValue> row)
    {
        _key.Clear();
        foreach (ref readonly var value in row)
            _key.WriteKey(in value);
        return _key.Written;
    }
}
