using System.Collections.Immutable;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;

namespace Nedb.Storage.Runs;

/// <summary>
/// A finished run: entries in the order of their keys, in an immutable file. For any number of threads. Disposing closes the file; who
/// still reads then gets an <see cref="ObjectDisposedException"/>.
/// </summary>
internal sealed class Run : IDisposable
{
    private readonly IFileSystem _files;
    private readonly IFile _file;
    private readonly BlockCache _cache;
    private readonly IBlockCodec _codec;
    private readonly RunHeader _header;
    private readonly RunFooter _footer;
    private readonly long _end;
    private readonly int _fileNumber;
    private readonly string _path;
    private readonly CachedBytes?[] _filterPages;

    private Run(IFileSystem files, IFile file, string path, RunHeader header, long length, BlockCache cache, IBlockCodec codec)
    {
        (_files, _file, _path, _header, _cache, _codec) = (files, file, path, header, cache, codec);
        _fileNumber = cache.AddFile();
        _end = length - RunTail.SizeBytes;
        var tail = new byte[RunTail.SizeBytes];
        ReadExactly(tail, _end);
        var place = RunTail.Read(tail, header, _end, path);
        if (!RunFooter.IsWithin(place, _end) || place.End != _end)
            throw RunFault.Damaged(path, _end, "a footer that ends where the tail begins", $"{place}");
        if (!RunFooter.TryRead(ReadBlock(place, NewRoom(place)), place.Position, out var footer))
            throw RunFault.Damaged(path, place.Position, "a footer", "other bytes");
        _footer = footer;
        _filterPages = new CachedBytes?[footer.FilterPages.Length];
        _end = place.Position;
        var (smallest, largest) = (footer.SmallestKey, footer.LargestKey);
        Info = new(header.DatabaseId, header.RunId, length, footer.EntryCount, smallest, largest, footer.SeqMin, footer.SeqMax);
        Root = Parse(footer.Root, isIndex: footer.Depth > 0);
    }

    /// <summary>What is known of the run.</summary>
    public RunInfo Info { get; }

    /// <summary>
    /// The collections of which the run has all that was current when it was written, so that it hides what older runs have of them.
    /// Set before the run is read, and known as long as the store is open: what is hidden so is merged away meanwhile.
    /// </summary>
    public ImmutableArray<int> Whole { get; set; } = [];

    /// <summary>Whether the run hides all that older runs have as current of a collection.</summary>
    public bool HidesOlder(int collectionId) => Whole.Contains(collectionId);

    /// <summary>The levels of index above the blocks with entries.</summary>
    internal int Depth => _footer.Depth;

    /// <summary>The topmost block, which stays in memory.</summary>
    internal Block Root { get; }

    /// <summary>Opens a run that is known, and checks that it is that one.</summary>
    /// <exception cref="StorageException">See the other overload; Corruption also if it is another run than described.</exception>
    public static Run Open(IFileSystem files, RunInfo info, BlockCache cache, IBlockCodec? codec = null)
    {
        var run = Open(files, info.DatabaseId, info.RunId, info.Length, cache, codec);
        var found = run.Info;
        if (found.EntryCount == info.EntryCount && found.SmallestKey.AsSpan().SequenceEqual(info.SmallestKey)
            && found.LargestKey.AsSpan().SequenceEqual(info.LargestKey) && found.SeqMin == info.SeqMin && found.SeqMax == info.SeqMax)
            return run;
        run.Dispose();
        throw RunFault.Damaged(
            info.Path,
            run._end,
            $"{info.EntryCount} entries of seqs {info.SeqMin} to {info.SeqMax}",
            $"{found.EntryCount} of {found.SeqMin} to {found.SeqMax}, or other keys at the ends");
    }

    /// <summary>Opens a run: reads its header, tail, footer and topmost block of index.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="databaseId">The database that it must belong to.</param>
    /// <param name="runId">Its id.</param>
    /// <param name="length">The length that its file must have.</param>
    /// <param name="cache">Where its blocks are kept.</param>
    /// <param name="codec">How its blocks are stored; null for as they are.</param>
    /// <exception cref="StorageException">
    /// Corruption: it is missing, damaged, of another length, run, database or codec. UnknownFormat: a later version wrote it. Io: reading
    /// failed.
    /// </exception>
    public static Run Open(
        IFileSystem files, Guid databaseId, long runId, long length, BlockCache cache, IBlockCodec? codec = null)
    {
        var path = RunName.PathOf(runId);
        IFile? file = null;
        try
        {
            file = files.Open(path, FileIntent.Read);
            codec ??= PlainBlockCodec.Instance;
            var header = ReadHeader(file, path, length);
            if (header.DatabaseId != databaseId)
                throw RunFault.Damaged(path, RunHeader.DatabaseIdOffset, $"the database {databaseId}", $"{header.DatabaseId}");
            if (header.RunId != runId)
                throw RunFault.Damaged(path, RunHeader.RunIdOffset, $"run {runId}", $"run {header.RunId}");
            if (header.Codec != codec.Id)
                throw RunFault.Damaged(path, RunHeader.CodecOffset, $"blocks stored by codec {codec.Id}", $"by codec {header.Codec}");
            return new Run(files, file, path, header, length, cache, codec);
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (error is FileNotFoundException or DirectoryNotFoundException)
                throw RunFault.Damaged(path, 0, $"a file of {length} bytes", "none");
            if (IoFailure.Matches(error))
                throw IoFailure.Wrap(files, $"Opening '{path}' of", error);
            throw;
        }
    }

    /// <summary>Finds the value of a key.</summary>
    /// <exception cref="StorageException">Corruption, or Io.</exception>
    public bool TryFind(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        value = default;
        return MayContain(key) && TryFindExpected(key, out value);
    }

    /// <summary>
    /// As <see cref="TryFind"/>, of a key that is likely there: the filter, which takes more of the memory's time than a search, is only
    /// asked where it may save a block from being read.
    /// </summary>
    public bool TryFindLikely(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        if (TryFindLeafInMemory(key) is not { } block)
            return TryFind(key, out value);
        return TryFindIn(block, key, out value);
    }

    /// <summary>As <see cref="TryFind"/>, of a key that is likely there: the filter is not asked.</summary>
    public bool TryFindExpected(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        var block = FindLeaf(key);
        return TryFindIn(block, key, out value);
    }

    /// <summary>Finds the value of the last entry whose key is less than a bound, if that key begins with a prefix.</summary>
    /// <param name="before">The bound.</param>
    /// <param name="prefix">What the key must begin with.</param>
    /// <param name="keyLength">How long it must be.</param>
    /// <param name="value">The value.</param>
    public bool TryFindLast(ReadOnlySpan<byte> before, ReadOnlySpan<byte> prefix, int keyLength, out ReadOnlyMemory<byte> value)
    {
        value = default;
        var block = FindLeaf(before);
        var index = block.LowerBound(before, out _) - 1;
        if (index < 0)
        {
            // It may be the last one of the block before.
            var cursor = OpenCursor();
            if (!cursor.SeekBefore(before) || cursor.Key.Length != keyLength || !cursor.Key.StartsWith(prefix))
                return false;
            value = cursor.Value;
            return true;
        }

        if (block.Entry(index).KeyLength != keyLength || !block.StartsWith(index, prefix))
            return false;
        value = ValueOf(block, index);
        return true;
    }

    /// <summary>Whether the filter lets a key pass. If not, the run has no such key; some 1 % of other keys pass too.</summary>
    public bool MayContain(ReadOnlySpan<byte> key)
    {
        var hash = KeyFilter.Hash(key);
        var number = KeyFilter.PageOf(hash, _filterPages.Length);
        if (!BlockCache.TryFind(_filterPages, number, out var page))
            page = LoadFilterPage(number);
        return KeyFilter.MayContain(page.Span, hash);
    }

    /// <summary>A cursor over the entries, standing on none.</summary>
    /// <param name="keepsBlocks">Whether the blocks that it reads go into the cache; merging, which reads all once, says no.</param>
    public RunCursor OpenCursor(bool keepsBlocks = true) => new(this, keepsBlocks);

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _cache.RemoveFile(_fileNumber);
    }

    /// <summary>The block that an entry of an index points to.</summary>
    /// <param name="parent">The block of the index.</param>
    /// <param name="index">The entry.</param>
    /// <param name="isLeaf">Whether it points to a block with entries of the run.</param>
    /// <param name="use">What such a block is read for.</param>
    /// <param name="room">Of one that is read once: an array that may be written over, or is replaced by a larger one.</param>
    internal Block LoadChild(Block parent, int index, bool isLeaf, BlockUse use, ref byte[] room)
    {
        if (BlockCache.TryFind(parent.Children, index, out var cached))
            return (Block)cached;
        if (!parent.TryReadPointer(index, out var place) || !RunFooter.IsWithin(place, _end))
            throw Damaged(_end, "an index that points into the run", $"{place}");
        if (use == BlockUse.Once && isLeaf)
        {
            if (room.Length < place.Length + RunLimits.ChecksumBytes)
                room = NewRoom(place);
            return Parse(place, isIndex: false, room);
        }

        var block = Parse(place, isIndex: !isLeaf);
        _cache.Add(_fileNumber, parent.Children, index, block, isScan: isLeaf && use == BlockUse.Scan);
        return block;
    }

    /// <summary>Keeps what was decoded from a block of this run, where the cache has room.</summary>
    internal bool TryKeep(Block block, DecodedField field) => _cache.TryKeep(block, field);

    /// <summary>Keeps something else that was decoded from this run, where the cache has room; it goes when the run is closed.</summary>
    /// <param name="holder">Where it is found as long as it is kept.</param>
    /// <param name="index">At which place.</param>
    /// <param name="content">What is kept; <see cref="CachedBytes.Footprint"/> says how much memory it takes.</param>
    internal void Keep(CachedBytes?[] holder, int index, CachedBytes content) => _cache.Add(_fileNumber, holder, index, content);

    private static ReadOnlyMemory<byte> ValueOf(Block block, int index)
    {
        var entry = block.Entry(index);
        return new(block.Array, entry.ValueStart, entry.ValueLength);
    }

    /// <summary>The block that a key is in, if it is in the run.</summary>
    internal Block FindLeaf(ReadOnlySpan<byte> key)
    {
        var parent = FindParent(key, out var index);
        return LoadLeaf(parent, index);
    }

    /// <summary>The block of the index that points to the one that a key is in; the root where there is no index.</summary>
    /// <param name="key">The key.</param>
    /// <param name="index">The entry; what it points to is asked for.</param>
    internal Block FindParent(ReadOnlySpan<byte> key, out int index)
    {
        byte[] room = [];
        var block = Root;
        index = 0;
        for (var level = 0; level < Depth; level++)
        {
            if (level > 0)
                block = LoadChild(block, index, isLeaf: false, BlockUse.Seek, ref room);
            index = block.FindChild(key);
        }

        if (Depth > 0)
            Memory.Prefetch(ref block.Children[index]);
        return block;
    }

    /// <summary>The block with entries that an entry of the index which <see cref="FindParent"/> gave points to.</summary>
    internal Block LoadLeaf(Block parent, int index)
    {
        byte[] room = [];
        return Depth == 0 ? Root : LoadChild(parent, index, isLeaf: true, BlockUse.Seek, ref room);
    }

    private static bool TryFindIn(Block block, ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        value = default;
        block.Prefetch();
        var index = block.LowerBound(key, out var isEqual);
        if (!isEqual)
            return false;
        var entry = block.Entry(index);
        block.Prefetch(entry.ValueStart, entry.ValueLength);
        value = new(block.Array, entry.ValueStart, entry.ValueLength);
        return true;
    }

    private Block? TryFindLeafInMemory(ReadOnlySpan<byte> key)
    {
        var block = Root;
        for (var level = 0; level < Depth; level++)
        {
            if (!BlockCache.TryFind(block.Children, block.FindChild(key), out var child))
                return null;
            block = (Block)child;
        }

        return block;
    }

    private static RunHeader ReadHeader(IFile file, string path, long length)
    {
        if (file.Length != length || length < RunHeader.SizeBytes + RunTail.SizeBytes)
            throw RunFault.Damaged(path, Math.Min(length, file.Length), $"a file of {length} bytes", $"{file.Length}");
        var bytes = new byte[RunHeader.SizeBytes];
        return RunHeader.Read(bytes.AsSpan(0, ReadUpTo(file, bytes, 0)), path);
    }

    private static int ReadUpTo(IFile file, Span<byte> bytes, long position)
    {
        var done = 0;
        while (done < bytes.Length && file.Read(bytes[done..], position + done) is var count and > 0)
            done += count;
        return done;
    }

    private CachedBytes LoadFilterPage(int number)
    {
        var place = _footer.FilterPages[number];
        var content = ReadBlock(place, NewRoom(place));
        if (content.Count != _footer.FilterPageBytes)
            throw Damaged(place.Position, $"a page of the filter of {_footer.FilterPageBytes} bytes", $"{content.Count}");
        var page = new CachedBytes(content);
        _cache.Add(_fileNumber, _filterPages, number, page);
        return page;
    }

    private Block Parse(BlockPointer place, bool isIndex) =>
        Parse(place, isIndex, NewRoom(place));

    private static byte[] NewRoom(BlockPointer place) => GC.AllocateUninitializedArray<byte>(place.Length + RunLimits.ChecksumBytes);

    private Block Parse(BlockPointer place, bool isIndex, byte[] room) => Block.TryRead(ReadBlock(place, room), isIndex, out var block)
        ? block
        : throw Damaged(place.Position, "a block of entries", "other bytes");

    private ArraySegment<byte> ReadBlock(BlockPointer place, byte[] bytes)
    {
        ReadExactly(bytes.AsSpan(0, place.Length + RunLimits.ChecksumBytes), place.Position);
        var stored = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place.Length));
        var computed = Checksum.Compute(_header.ChecksumSalt, place.Position, bytes.AsSpan(0, place.Length));
        if (stored != computed)
            throw Damaged(place.Position, $"a block with the checksum {stored:x8}", $"one with {computed:x8}");
        return _codec.TryOpen(bytes, place.Length, new(_header.DatabaseId, _header.RunId, _header.Salt, place.Position), out var block)
            ? block
            : throw Damaged(place.Position, "a block that was sealed for this place", "another one");
    }

    private void ReadExactly(Span<byte> bytes, long position)
    {
        int done;
        try
        {
            done = ReadUpTo(_file, bytes, position);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, $"Reading '{_path}' of", error);
        }

        if (done < bytes.Length)
            throw Damaged(position + done, $"{bytes.Length} bytes from {position} on", $"{done}");
    }

    private CorruptionException Damaged(long position, string expected, string found)
    {
        var damage = RunFault.Damaged(_path, position, expected, found);
        _cache.OnDamage?.Invoke(damage);
        return damage;
    }
}
