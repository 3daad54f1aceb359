using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>
/// Reads one segment frame by frame through a window of memory. What it hands out is valid until the next call. For one thread.
/// </summary>
internal sealed class SegmentReader : IDisposable
{
    private const int WindowBytes = 256 * 1024;

    private readonly IFile _file;
    private readonly PackedFile? _packed;
    private readonly Vault? _vault;
    private byte[] _window;
    private long _windowStart;
    private int _windowLength;
    private int _contentStart;
    private byte[] _opened = [];
    private int _openedLength;
    private Sealer? _sealer;

    /// <summary>Opens a segment and reads its header.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="path">Its path.</param>
    /// <param name="end">Where to stop reading; null for the end of the file.</param>
    /// <param name="vault">The data key; null where the database is not encrypted.</param>
    /// <exception cref="StorageException">The header is damaged or of another format.</exception>
    public SegmentReader(IFileSystem files, string path, long? end = null, Vault? vault = null)
    {
        Path = path;
        _vault = vault;
        _file = files.Open(path, FileIntent.Read);
        try
        {
            FileLength = _file.Length;
            End = Math.Min(FileLength, SegmentHeader.SizeBytes);
            _window = new byte[SegmentHeader.SizeBytes];
            Header = SegmentHeader.Read(Peek(0, SegmentHeader.SizeBytes), path);
            CheckSealing();
            if (Header.IsPacked)
                _file = _packed = PackedFile.Open(_file, Header, path, vault);
            FileLength = _file.Length;
            End = Math.Min(end ?? FileLength, FileLength);
            _window = new byte[(int)Math.Clamp(End, SegmentHeader.SizeBytes, WindowBytes)];
            _windowLength = 0;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The path of the segment.</summary>
    public string Path { get; }

    /// <summary>The header of the segment.</summary>
    public SegmentHeader Header { get; }

    /// <summary>What is wrong with the file beneath its frames, so that they cannot be read; null where nothing was found.</summary>
    public string? Fault => _packed?.Fault;

    /// <summary>The length of the segment when it was opened; of a packed one, as it reads.</summary>
    public long FileLength { get; }

    /// <summary>Where reading stops.</summary>
    public long End { get; }

    /// <summary>The header of the frame last read, where there was one.</summary>
    public FrameHeader Frame { get; private set; }

    /// <summary>The content of the frame last read; not to be trusted unless the frame was whole.</summary>
    public ReadOnlySpan<byte> Content =>
        Header.AreFramesSealed ? _opened.AsSpan(0, _openedLength) : _window.AsSpan(_contentStart, Frame.ContentLength);

    /// <summary>Looks at the place where a frame should begin.</summary>
    public FrameOutcome Read(long position)
    {
        var head = Peek(position, FrameHeader.SizeBytes);
        if (head.IsEmpty)
            return FrameOutcome.Nothing;
        if (!head.ContainsAnyExcept((byte)0))
            return FrameOutcome.Blank;
        if (!FrameHeader.TryRead(head, Header.Salt, position, out var frame) || frame.Seal.IsSealed != Header.AreFramesSealed)
            return FrameOutcome.HeaderBad;
        Frame = frame;
        _openedLength = 0;
        if (frame.Extent > End - position)
            return FrameOutcome.CutShort; // also keeps a length that lies from sizing anything
        var bytes = Peek(position, (int)frame.Extent);
        if (bytes.Length < frame.Extent)
            return FrameOutcome.CutShort;
        _contentStart = (int)(position - _windowStart) + FrameHeader.SizeBytes;
        var content = _window.AsSpan(_contentStart, frame.ContentLength);
        if (Checksum.Compute(Header.Salt, position, content) != frame.ContentChecksum
            || (Header.AreFramesSealed && !TryUnseal(content, position)))
            return FrameOutcome.ContentBad;
        return bytes[(FrameHeader.SizeBytes + frame.ContentLength)..].ContainsAnyExcept(FrameHeader.PaddingByte)
            ? FrameOutcome.PaddingBad
            : FrameOutcome.Whole;
    }

    /// <summary>
    /// Reads a frame whose content is whole. Opening may have passed over the unwritten end of the padding of the last frames when it only
    /// reads.
    /// </summary>
    public bool TryRead(long position) => Read(position) is FrameOutcome.Whole or FrameOutcome.PaddingBad;

    /// <summary>The bytes of the frame last read from a position, header and padding included.</summary>
    public ReadOnlySpan<byte> FrameAt(long position) => Peek(position, (int)Frame.Extent);

    /// <summary>The bytes from a position on: as many as asked for, or as there are before <see cref="End"/>.</summary>
    public ReadOnlySpan<byte> Peek(long position, int count)
    {
        var wanted = (int)Math.Clamp(End - position, 0, count);
        if (position < _windowStart || position + wanted > _windowStart + _windowLength)
            Fill(position, wanted);
        var start = (int)(position - _windowStart);
        return _window.AsSpan(start, Math.Min(wanted, _windowLength - start));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sealer?.Dispose();
        _file.Dispose();
    }

    private void CheckSealing()
    {
        if (Header.IsSealed == _vault is not null && Header.KeyId == (_vault?.KeyId ?? 0))
            return;
        throw new CorruptionException(
            $"'{Path}' {(Header.IsSealed ? $"is sealed under data key {Header.KeyId}" : "is not sealed")}; the database is"
                + $" {(_vault is null ? "not encrypted" : $"encrypted under data key {_vault.KeyId}")}. The file does not belong here.",
            Path,
            SegmentHeader.KeyIdOffset,
            Header.FirstSeq);
    }

    private bool TryUnseal(ReadOnlySpan<byte> content, long position)
    {
        if (content.Length < Sealer.TagBytes)
            return false;
        if (_sealer is null || _sealer.Salt != Frame.Seal.Salt)
        {
            // The frames of one opening follow each other, so one sealer is enough.
            _sealer?.Dispose();
            _sealer = _vault!.CreateSealer(Header.Path, Frame.Seal.Salt);
        }

        var length = content.Length - Sealer.TagBytes;
        if (_opened.Length < length)
            _opened = new byte[Math.Max(length, Math.Min(2 * length, WindowBytes))];
        if (!FrameSealer.TryOpen(_sealer, content, _opened.AsSpan(0, length), Frame, position))
            return false;
        _openedLength = length;
        return true;
    }

    private void Fill(long position, int count)
    {
        // Frames grow little by little, and the window is not made anew for each.
        if (count > _window.Length)
            _window = GC.AllocateUninitializedArray<byte>((int)Math.Max(count, Math.Min(2L * _window.Length, End - position)));
        _windowStart = position;
        _windowLength = 0;
        var target = (int)Math.Min(_window.Length, End - position);
        while (_windowLength < target)
        {
            var read = _file.Read(_window.AsSpan(_windowLength, target - _windowLength), position + _windowLength);
            if (read == 0)
                return; // the file shrank while it was read; the caller sees fewer bytes
            _windowLength += read;
        }
    }
}
