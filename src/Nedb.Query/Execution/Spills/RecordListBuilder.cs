using Nedb.Storage.Scratch;

namespace Nedb.Query.Execution.Spills;

/// <summary>Writes records, block by block.</summary>
/// <param name="memory">Counts what is written.</param>
/// <param name="isKeyed">Whether records will be looked up by their keys, in whose order they come: blocks are then small.</param>
internal sealed class RecordListBuilder(StepMemory memory, bool isKeyed = false)
{
    /// <summary>About how large a block is.</summary>
    public const int BlockBytes = 16 * 1024;

    private const int KeyedBlockBytes = 4 * 1024;

    private readonly ScratchFile _file = memory.Scratch;
    private readonly ScratchWriter _writer = new(memory.Scratch);
    private readonly List<ScratchBlock> _blocks = [];
    private readonly List<long> _firstRecords = [];
    private readonly List<byte[]> _firstKeys = [];

    /// <summary>How many records there are.</summary>
    public long Count { get; private set; }

    /// <summary>Appends a record.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content)
    {
        if (_writer.Length == 0)
        {
            _firstRecords.Add(Count);
            if (isKeyed)
                _firstKeys.Add(key.ToArray());
        }

        _writer.WriteInt32(key.Length);
        _writer.WriteInt32(content.Length);
        _writer.WriteBytes(key);
        _writer.WriteBytes(content);
        Count++;
        if (_writer.Length >= (isKeyed ? KeyedBlockBytes : BlockBytes))
            Flush();
    }

    /// <summary>Writes what is left.</summary>
    public RecordList Build()
    {
        if (_writer.Length > 0)
            Flush();
        return new(_file, _blocks, _firstRecords, _firstKeys, Count);
    }

    private void Flush()
    {
        memory.Frame.Cancellation.ThrowIfCancellationRequested();
        _blocks.Add(_file.Append(_writer.Written));
        memory.Spill(_writer.Length);
        _writer.Clear();
    }
}
