using System.Globalization;
using System.Text;
using Nedb.Query.Diagnostics;

namespace Nedb.Query.Syntax;

/// <summary>The escapes of text: how it is written between quotes, and read back.</summary>
internal static class TextEscapes
{
    /// <summary>Reads the text of a token with its quotes. A doubled quote stands for one, as in SQL.</summary>
    public static string Unescape(SourceText source, SourceSpan span)
    {
        var quoted = source.Text.AsSpan(span.Offset, span.Length);
        var quote = quoted[0];
        var body = quoted[1..^1];
        if (body.IndexOfAny('\\', quote) < 0)
            return body.ToString();
        var text = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            var current = body[i];
            if (current == quote)
                i++;
            if (current != '\\')
            {
                text.Append(current);
                continue;
            }

            var escape = body[++i];
            if (escape is 'u')
            {
                if (!ushort.TryParse(body.Slice(i + 1, Math.Min(4, body.Length - i - 1)), NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture, out var code)
                    || body.Length - i - 1 < 4)
                    throw source.Error(NqlErrorCode.Syntax, new SourceSpan(span.Offset + i, 2),
                        @"expected four hexadecimal digits after '\u'");
                text.Append((char)code);
                i += 4;
                continue;
            }

            text.Append(Decode(escape) ?? throw source.Error(
                NqlErrorCode.Syntax,
                new SourceSpan(span.Offset + i, 2),
                $@"'\{escape}' is not an escape; expected \"" \' \\ \/ \b \f \n \r \t \0 or \uXXXX, and \\ for a backslash"));
        }

        return text.ToString();
    }

    /// <summary>Appends text in double quotes, so that <see cref="Unescape"/> gives it back.</summary>
    public static void AppendQuoted(StringBuilder builder, string text)
    {
        builder.Append('"');
        foreach (var current in text)
        {
            switch (current)
            {
                case '"':
                    builder.Append("\\\"");
                    break;
                case '\\':
                    builder.Append("\\\\");
                    break;
                case '\n':
                    builder.Append("\\n");
                    break;
                case '\r':
                    builder.Append("\\r");
                    break;
                case '\t':
                    builder.Append("\\t");
                    break;
                default:
                    if (char.IsControl(current) || char.IsSurrogate(current) || current is '\u2028' or '\u2029')
                        builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)current:X4}");
                    else
                        builder.Append(current);
                    break;
            }
        }

        builder.Append('"');
    }

    private static char? Decode(char escape) => escape switch
    {
        '"' or '\'' or '\\' or '/' => escape,
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        _ => null,
    };
}
