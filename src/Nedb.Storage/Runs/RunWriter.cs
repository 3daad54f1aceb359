using System.Buffers.Binary;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Values;

namespace Nedb.Storage.Runs;

/// <summary>
/// Writes one run, front to back. Until <see cref="Finish"/> returns the file has a name that nobody opens. A failure of a file, or a key
/// out of order, ends the writer: it is to be discarded. For one thread.
/// </summary>
internal sealed class RunWriter : IDisposable
{
    private const int FlushBytes = 256 * 1024;
    private const int KeptBytes = 4 * FlushBytes;

    // What the writer before gathered its bytes in: an array of that size is collected only together with everything else.
    private static ByteBuffer? _spare;

    private readonly IFileSystem _files;
    private readonly IBlockCodec _codec;
    private readonly RunHeader _header;
    private readonly IFile _file;
    private readonly string _path;
    private readonly ByteBuffer _pending = Interlocked.Exchange(ref _spare, null) ?? new();
    private readonly List<BlockBuilder> _levels = [new()];
    private readonly KeyFilterBuilder _filter = new();
    private readonly ByteBuffer _lastKey = new();
    private byte[] _smallestKey = [];
    private long _flushed;
    private long _entryCount;
    private State _state;

    /// <summary>Begins a run.</summary>
    /// <param name="files">Where it goes; the folder of the views is made if need be.</param>
    /// <param name="databaseId">The database that it belongs to.</param>
    /// <param name="runId">Its id, at least 1 and never used before.</param>
    /// <param name="codec">How blocks are stored; null for as they are.</param>
    /// <param name="salt">What makes the checksums of this file its own; null for chance.</param>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public RunWriter(IFileSystem files, Guid databaseId, long runId, IBlockCodec? codec = null, UInt128? salt = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runId, 1);
        _files = files;
        _codec = codec ?? PlainBlockCodec.Instance;
        _path = RunName.PathOf(runId);
        _header = new RunHeader(databaseId, runId, salt ?? BinaryPrimitives.ReadUInt128LittleEndian(Chance.Bytes(16)), _codec.Id);
        try
        {
            files.CreateFolder(RunName.Folder);
            _file = files.Open(_path + SegmentName.UnfinishedExtension, FileIntent.Replace);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw Failed(error);
        }

        _pending.Clear();
        _pending.Append(_header.ToBytes());
    }

    private enum State
    {
        Open,
        Finished,
        Failed,
    }

    /// <summary>About how many bytes the file has by now.</summary>
    public long Length => Position + _levels[0].Length;

    /// <summary>The entries so far.</summary>
    public long EntryCount => _entryCount;

    /// <summary>The least seq that the entries come from; kept for the user of the run.</summary>
    public long SeqMin { get; set; }

    /// <summary>The greatest seq that the entries come from; kept for the user of the run.</summary>
    public long SeqMax { get; set; }

    /// <summary>Whether a block that comes now would leave none behind that is much smaller than it should be.</summary>
    public bool TakesBlocks => _levels[0].Count == 0 || _levels[0].Length >= RunLimits.BlockBytes / 4;

    private long Position => _flushed + _pending.Length;

    /// <summary>Adds an entry, whose key must be greater than all before.</summary>
    /// <exception cref="ArgumentException">The key is not greater, or key or value are too long.</exception>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        RequireOpen();
        if (key.Length > RunLimits.KeyBytesMax || value.Length > RunLimits.ValueBytesMax)
        {
            throw Refuse($"A run takes keys of at most {RunLimits.KeyBytesMax:N0} bytes and values of at most {RunLimits.ValueBytesMax:N0};"
                + $" found {key.Length:N0} and {value.Length:N0}.");
        }

        var data = _levels[0];
        if (_entryCount == 0)
        {
            _smallestKey = key.ToArray();
        }
        else
        {
            var common = CommonWithLast(key);
            if (data.Count > 0 && data.Length + key.Length + value.Length > 2 * RunLimits.BlockBytes)
                FinishBlock(0); // what is small need not be read together with what is large
            if (data.Count == 0)
                data.Separator = key[..(common + 1)].ToArray();
        }

        data.Add(key, value);
        _filter.Add(key);
        _lastKey.Clear();
        _lastKey.Append(key);
        _entryCount++;
        if (data.Length >= RunLimits.BlockBytes)
            FinishBlock(0);
    }

    /// <summary>
    /// Adds the entries of a block of another run as they are stored there. Their keys must be greater than all before.
    /// </summary>
    /// <param name="block">Stands on the first entry of the block, and afterwards on the last.</param>
    /// <exception cref="ArgumentException">The first key is not greater.</exception>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public void AddBlock(RunCursor block)
    {
        RequireOpen();
        byte[] separator = [];
        if (_entryCount == 0)
            _smallestKey = block.Key.ToArray();
        else
            separator = block.Key[..(CommonWithLast(block.Key) + 1)].ToArray();
        if (_levels[0].Count > 0)
            FinishBlock(0);
        _filter.Add(block.Key);
        for (var i = 1; i < block.Leaf.Count; i++)
        {
            block.MoveNext();
            _filter.Add(block.Key);
        }

        _lastKey.Clear();
        _lastKey.Append(block.Key);
        _entryCount += block.Leaf.Count;
        Point(1, separator, Append(block.Leaf.Span));
    }

    /// <summary>Writes the rest, syncs the file and gives it its name, durably.</summary>
    /// <exception cref="InvalidOperationException">The run has no entries.</exception>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public RunInfo Finish()
    {
        RequireOpen();
        if (_entryCount == 0)
            throw new InvalidOperationException("A run without entries is not written; discard it.");
        var root = FinishLevels();
        var pages = _filter.Build();
        var filter = new BlockPointer[pages.Length];
        for (var i = 0; i < pages.Length; i++)
            filter[i] = Append(pages[i]);
        var largestKey = _lastKey.ToArray();
        var footer = new ByteBuffer();
        new RunFooter(_entryCount, SeqMin, SeqMax, root, _levels.Count - 1, pages[0].Length, filter, _smallestKey, largestKey)
            .Write(footer);
        var place = Append(footer.Written);
        _pending.Append(RunTail.ToBytes(place, _header, Position));
        try
        {
            Flush();
            _file.Sync();
            _file.Dispose();
            _files.Rename(_path + SegmentName.UnfinishedExtension, _path);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw Failed(error);
        }

        _state = State.Finished;
        var length = _flushed;
        if (_pending.Capacity <= KeptBytes)
            Volatile.Write(ref _spare, _pending);
        return new RunInfo(_header.DatabaseId, _header.RunId, length, _entryCount, _smallestKey, largestKey, SeqMin, SeqMax);
    }

    /// <summary>Deletes what was written of a run that is not wanted any more.</summary>
    /// <exception cref="IOException">Deleting failed; the file means nothing all the same.</exception>
    public void Discard()
    {
        if (_state == State.Finished)
            throw new InvalidOperationException("The run is finished.");
        _state = State.Failed;
        _file.Dispose();
        _files.Delete(_path + SegmentName.UnfinishedExtension);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private BlockPointer FinishLevels()
    {
        for (var level = 0; ; level++)
        {
            // The topmost level has had no block but the one at hand: that one is the root.
            if (level == _levels.Count - 1)
                return Append(_levels[level].Finish());
            if (_levels[level].Count > 0)
                FinishBlock(level);
        }
    }

    private void FinishBlock(int level)
    {
        var builder = _levels[level];
        var place = Append(builder.Finish());
        builder.Clear();
        Point(level + 1, builder.Separator, place);
    }

    /// <summary>Adds an entry for a block to a level of the index.</summary>
    private void Point(int level, byte[] separator, BlockPointer place)
    {
        if (level == _levels.Count)
            _levels.Add(new BlockBuilder());
        var index = _levels[level];
        if (index.Count == 0)
            index.Separator = separator;
        Span<byte> pointer = stackalloc byte[BlockPointer.SizeBytes];
        place.CopyTo(pointer);
        index.Add(separator, pointer);
        if (index.Length >= RunLimits.BlockBytes && index.Count > 1)
            FinishBlock(level);
    }

    /// <summary>How many bytes a key shares with the one before.</summary>
    /// <exception cref="ArgumentException">It is not greater.</exception>
    private int CommonWithLast(ReadOnlySpan<byte> key)
    {
        var common = _lastKey.Written.CommonPrefixLength(key);
        return common < key.Length && (common == _lastKey.Length || _lastKey.Written[common] < key[common])
            ? common
            : throw Refuse($"Keys must come in ascending order, each once; entry {_entryCount} is not greater than the one before.");
    }

    private BlockPointer Append(ReadOnlySpan<byte> block)
    {
        var position = Position;
        var start = _pending.Length;
        _codec.Seal(block, new BlockPlace(_header.DatabaseId, _header.RunId, _header.Salt, position), _pending);
        var stored = _pending.Written[start..];
        var pointer = new BlockPointer(position, stored.Length);
        var checksum = Checksum.Compute(_header.ChecksumSalt, position, stored);
        BinaryPrimitives.WriteUInt32LittleEndian(_pending.Reserve(RunLimits.ChecksumBytes), checksum);
        if (_pending.Length >= FlushBytes)
            Flush();
        return pointer;
    }

    private void Flush()
    {
        try
        {
            _file.Write(_pending.Written, _flushed);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw Failed(error);
        }

        _flushed += _pending.Length;
        _pending.Clear();
    }

    private void RequireOpen()
    {
        if (_state != State.Open)
            throw new InvalidOperationException($"The run is {(_state == State.Finished ? "finished" : "not to be finished: it failed")}.");
    }

    private ArgumentException Refuse(string message)
    {
        _state = State.Failed;
        return new ArgumentException(message);
    }

    private Diagnostics.StorageException Failed(Exception error)
    {
        _state = State.Failed;
        return IoFailure.Wrap(_files, $"Writing '{_path}' of", error);
    }
}
