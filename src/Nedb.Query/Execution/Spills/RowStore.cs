using Nedb.Storage.Scratch;

namespace Nedb.Query.Execution.Spills;

/// <summary>Rows by their numbers, from 0, each with a number of the caller's. What the memory has no room for lies in a file.</summary>
/// <param name="memory">Counts what is held.</param>
/// <param name="slots">The slots that the rows set.</param>
internal sealed class RowStore(StepMemory memory, int[] slots)
{
    private readonly RowBuffer _rows = new(slots);
    private readonly List<long> _tags = [];
    private readonly RowGauge _gauge = new(slots);
    private ScratchWriter? _writer;
    private RecordListBuilder? _builder;
    private RecordReader? _reader;

    /// <summary>How many rows there are.</summary>
    public long Count => _reader?.List.Count ?? _builder?.Count ?? _rows.Count;

    /// <summary>Adds the row that the slots hold.</summary>
    public void Add(long tag = 0)
    {
        if (_builder is not null)
        {
            Write(tag);
            return;
        }

        _rows.Add(memory.Frame);
        _tags.Add(tag);
        _gauge.Add(memory.Frame);
        if (memory.Hold(_gauge.Bytes + (sizeof(long) * (long)_rows.Count)))
            Spill();
    }

    /// <summary>Puts a row into the slots. After the first time no more rows are added.</summary>
    public void Restore(long row)
    {
        if (_builder is null)
        {
            _rows.Restore(memory.Frame, (int)row);
            return;
        }

        var reader = Open(row);
        reader.ReadInt64();
        RowPacker.Read(memory.Frame, slots, ref reader);
    }

    /// <summary>The number that came with a row.</summary>
    public long TagOf(long row) => _builder is null ? _tags[(int)row] : Open(row).ReadInt64();

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _rows.Clear();
        _tags.Clear();
        _gauge.Clear();
        _builder = null;
        _reader = null;
        memory.Hold(0);
    }

    private ScratchReader Open(long row)
    {
        _reader ??= new(_builder!.Build());
        return new(memory.Scratch, _reader.ContentOf(row));
    }

    private void Spill()
    {
        _writer ??= new(memory.Scratch);
        _builder = new(memory);
        var present = new HeldRow(memory.Frame, slots);
        for (var row = 0; row < _rows.Count; row++)
        {
            _rows.Restore(memory.Frame, row);
            Write(_tags[row]);
        }

        present.Restore();
        _rows.Clear();
        _tags.Clear();
        _gauge.Clear();
        memory.Hold(RecordListBuilder.BlockBytes);
    }

    private void Write(long tag)
    {
        _writer!.Clear();
        _writer.WriteInt64(tag);
        RowPacker.Write(memory.Frame, slots, _writer);
        _builder!.Add([], _writer.Written);
    }
}
