using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>
/// Reads commits back from the files, in order. Each must continue the one before; anything else is damage, never the end.
/// </summary>
internal sealed class LogReplay : IDisposable
{
    private readonly IFileSystem _files;
    private readonly IReadOnlyList<LogCut> _cuts;
    private readonly Vault? _vault;
    private readonly Func<RecordRoom> _room;
    private SegmentReader? _reader;
    private int _next;
    private long _start = Format.SegmentHeader.SizeBytes;
    private long _position;
    private long _seq;

    /// <summary>Begins at the beginning, or after a mark.</summary>
    /// <param name="files">The files.</param>
    /// <param name="cuts">What of them to read.</param>
    /// <param name="vault">The data key; null where the database is not encrypted.</param>
    /// <param name="after">The mark; null for the beginning.</param>
    /// <param name="room">Where the nodes of the next commit go; null for a room of their own.</param>
    public LogReplay(
        IFileSystem files, IReadOnlyList<LogCut> cuts, Vault? vault = null, LogMark? after = null, Func<RecordRoom>? room = null)
    {
        _room = room ?? (static () => new(0));
        _vault = vault;
        _files = files;
        _cuts = cuts;
        if (after is null)
            return;
        while (_next < cuts.Count && cuts[_next].FirstSeq != after.Frame.SegmentFirstSeq)
            _next++;
        _start = after.Frame.End;
        _seq = after.Seq;
    }

    /// <summary>The next commit; null after the last.</summary>
    /// <exception cref="StorageException">The files are not what was written, or cannot be read.</exception>
    public CommitRecord? Read()
    {
        try
        {
            while (_reader is null || _position >= _cuts[_next - 1].End)
            {
                if (_next == _cuts.Count)
                    return null;
                _reader?.Dispose();
                _reader = null;
                var cut = _cuts[_next++];
                _reader = new SegmentReader(_files, cut.Path, cut.End, _vault);
                _position = _start;
                _start = Format.SegmentHeader.SizeBytes;
                if (_reader.Header.FirstSeq != cut.FirstSeq)
                    throw new CorruptionException(
                        $"'{cut.Path}' begins with seq {_reader.Header.FirstSeq}; expected {cut.FirstSeq}.", cut.Path, 0, cut.FirstSeq);
            }

            return ReadFrame(_reader);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Reading", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader?.Dispose();

    private CommitRecord ReadFrame(SegmentReader reader)
    {
        if (!reader.TryRead(_position) || reader.Frame.FirstSeq != _seq + 1)
        {
            throw new CorruptionException(
                $"The log is damaged at byte {_position} of '{reader.Path}': expected the frame of seq {_seq + 1}; found none that is"
                    + " whole. It was whole when the database was opened.",
                reader.Path,
                _position,
                _seq + 1);
        }

        var commit = CommitDecoder.Decode(reader, _position, _room());
        _seq = commit.LastSeq;
        commit.Place = new(reader.Header.FirstSeq, _position, _position + reader.Frame.Extent);
        _position += reader.Frame.Extent;
        return commit;
    }
}
