using System.Text.Json;
using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Exports;

/// <summary>Reads an export line by line, each as JSON of its own.</summary>
internal sealed class LineReader(Stream source)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = ExportFormat.JsonDepth, AllowDuplicateProperties = false };

    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the next line; null after the last.</summary>
    /// <exception cref="StorageException">ImportInvalid: it is not JSON, or too long.</exception>
    public JsonDocument? Read()
    {
        if (FindLine() is not { } line)
            return null;
        Line++;
        try
        {
            return JsonDocument.Parse(Line == 1 && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line, Strict);
        }
        catch (JsonException error)
        {
            throw Fault(Line, $"Expected one object in JSON; {error.Message}", error);
        }
    }

    /// <summary>A refusal that names a line.</summary>
    public static StorageException Fault(long line, string message, Exception? inner = null) => new(
        StorageErrorCode.ImportInvalid, $"Line {line} of the export: {message} Nothing was imported.", inner);

    // The memory is that of the buffer, until the next call.
    private ReadOnlyMemory<byte>? FindLine()
    {
        var searched = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + at);
                _start += searched + at + 1;
                return line;
            }

            searched = _end - _start;
            if (Fill())
                continue;
            if (searched == 0)
                return null;
            var last = _buffer.AsMemory(_start, searched);
            _start = _end;
            return last;
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == ExportFormat.LineBytesMax)
            throw Fault(Line + 1, $"Expected at most {ExportFormat.LineBytesMax} bytes in a line; found more.");
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, ExportFormat.LineBytesMax));
        var read = source.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
