using Nedb.Query.Diagnostics;

namespace Nedb.Query.Syntax;

/// <summary>A text that was or will be parsed: turns places in it into lines and columns, and failures into exceptions.</summary>
internal sealed class SourceText(string text)
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <summary>The line and column of an offset, both from 1; columns count UTF-16 code units. A line ends with LF, CR or CR LF.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        int line = 1, start = 0;
        offset = Math.Min(offset, Text.Length);
        for (var i = 0; i < offset; i++)
            if (Text[i] is '\n' || (Text[i] is '\r' && (i + 1 >= Text.Length || Text[i + 1] is not '\n')))
            {
                line++;
                start = i + 1;
            }

        return (line, offset - start + 1);
    }

    /// <summary>The text of a span.</summary>
    public string Slice(SourceSpan span) => Text.Substring(span.Offset, span.Length);

    /// <summary>Makes the exception for a failure at a place.</summary>
    public NqlException Error(NqlErrorCode code, SourceSpan span, string message, Exception? inner = null)
    {
        var (line, column) = Locate(span.Offset);
        return new NqlException(code, message, line, column, inner);
    }
}
