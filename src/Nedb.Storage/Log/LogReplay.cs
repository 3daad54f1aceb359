using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>
/// Reads commits back from the files, in order. Each must continue the one before; anything else is damage, never the end.
/// </summary>
internal sealed class LogReplay(IFileSystem files, IReadOnlyList<LogCut> cuts, Vault? vault = null) : IDisposable
{
    private SegmentReader? _reader;
    private int _next;
    private long _position;
    private long _seq;

    /// <summary>The next commit; null after the last.</summary>
    /// <exception cref="StorageException">The files are not what was written, or cannot be read.</exception>
    public CommitRecord? Read()
    {
        try
        {
            while (_reader is null || _position >= cuts[_next - 1].End)
            {
                if (_next == cuts.Count)
                    return null;
                _reader?.Dispose();
                _reader = null;
                var cut = cuts[_next++];
                _reader = new SegmentReader(files, cut.Path, cut.End, vault);
                _position = Format.SegmentHeader.SizeBytes;
                if (_reader.Header.FirstSeq != cut.FirstSeq)
                    throw new CorruptionException(
                        $"'{cut.Path}' begins with seq {_reader.Header.FirstSeq}; expected {cut.FirstSeq}.", cut.Path, 0, cut.FirstSeq);
            }

            return ReadFrame(_reader);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(files, "Reading", error);
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

        var commit = CommitDecoder.Decode(reader, _position);
        _seq = commit.LastSeq;
        _position += reader.Frame.Extent;
        return commit;
    }
}
