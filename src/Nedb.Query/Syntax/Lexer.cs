using System.Globalization;
using System.Text;
using Nedb.Query.Diagnostics;

namespace Nedb.Query.Syntax;

/// <summary>Cuts a text into tokens. Blanks and comments (<c>-- …</c> to the end of the line, <c>/* … */</c>) are left out.</summary>
internal sealed class Lexer
{
    /// <summary>The greatest length of a text in UTF-16 code units.</summary>
    public const int MaxTextLength = 16 * 1024 * 1024;

    private readonly SourceText _source;
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;

    private Lexer(SourceText source)
    {
        _source = source;
        _text = source.Text;
    }

    /// <summary>The tokens of a text, ending with one of kind <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="NqlException">The text is too long, or something in it is not a token.</exception>
    public static List<Token> Scan(SourceText source)
    {
        if (source.Text.Length > MaxTextLength)
            throw new NqlException(
                NqlErrorCode.Syntax,
                $"a text may have {MaxTextLength} characters; this one has {source.Text.Length}. Send large values as parameters.");
        var lexer = new Lexer(source);
        lexer.Run();
        return lexer._tokens;
    }

    /// <summary>Whether a word can begin with that character.</summary>
    public static bool IsWordStart(Rune rune) =>
        rune.Value == '_' || Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber;

    /// <summary>Whether a word can go on with that character.</summary>
    public static bool IsWordPart(Rune rune) => IsWordStart(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.Format;

    private void Run()
    {
        while (true)
        {
            SkipBlank();
            if (_at >= _text.Length)
                break;
            var start = _at;
            var kind = ScanToken();
            _tokens.Add(new Token(kind, start, _at - start));
        }

        _tokens.Add(new Token(TokenKind.End, _text.Length, 0));
    }

    private void SkipBlank()
    {
        while (_at < _text.Length)
        {
            var current = _text[_at];
            if (char.IsWhiteSpace(current) || current == '\uFEFF')
            {
                _at++;
            }
            else if (current == '-' && Next() == '-')
            {
                var length = _text.AsSpan(_at).IndexOfAny('\r', '\n');
                _at = length < 0 ? _text.Length : _at + length;
            }
            else if (current == '/' && Next() == '*')
            {
                var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0)
                    throw Error(_at, 2, "a comment begins with '/*' and does not end; expected '*/'");
                _at = end + 2;
            }
            else
            {
                return;
            }
        }
    }

    private TokenKind ScanToken()
    {
        var current = _text[_at];
        if (current is '"' or '\'')
            return ScanText(current);
        if (current is '`')
            return ScanQuotedName();
        if (char.IsAsciiDigit(current) || (current == '.' && char.IsAsciiDigit(Next()) && !FollowsOperand()))
            return ScanNumber();
        if (current is '@')
            return ScanParameter();
        if (Rune.TryGetRuneAt(_text, _at, out var rune) && IsWordStart(rune))
        {
            SkipWord();
            return TokenKind.Word;
        }

        return ScanSign(current, Next());
    }

    private char Next() => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    // `tags.0` is a mistake to be reported at the dot, not the number .0 after a name.
    private bool FollowsOperand() =>
        _tokens.Count > 0 && _tokens[^1].End == _at &&
        _tokens[^1].Kind is TokenKind.Word or TokenKind.QuotedName or TokenKind.Text or TokenKind.CloseParen or TokenKind.CloseBracket;

    private void SkipWord()
    {
        while (_at < _text.Length && Rune.TryGetRuneAt(_text, _at, out var rune) && IsWordPart(rune))
            _at += rune.Utf16SequenceLength;
    }

    private TokenKind ScanText(char quote)
    {
        var start = _at++;
        while (_at < _text.Length)
        {
            var current = _text[_at++];
            if (current == '\\')
                _at++;
            else if (current == quote && !Accept(quote))
                return TokenKind.Text;
        }

        _at = start;
        throw Error(start, 1, $"text begins with {quote} and does not end; expected {quote}");
    }

    private TokenKind ScanQuotedName()
    {
        var start = _at++;
        while (_at < _text.Length)
            if (_text[_at++] == '`' && !Accept('`'))
                return _at - start > 2 ? TokenKind.QuotedName : throw Error(start, 2, "expected a name between the backticks");
        throw Error(start, 1, "a name begins with ` and does not end; expected `");
    }

    private bool Accept(char expected)
    {
        if (_at >= _text.Length || _text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private TokenKind ScanNumber()
    {
        var start = _at;
        if (_text[_at] == '0' && Next() is 'x' or 'X')
        {
            _at += 2;
            while (_at < _text.Length && char.IsAsciiHexDigit(_text[_at]))
                _at++;
        }
        else
        {
            SkipDigits();
            if (_at < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(Next()))
            {
                _at++;
                SkipDigits();
            }

            if (_at < _text.Length && _text[_at] is 'e' or 'E')
                SkipExponent();
            if (_at < _text.Length && _text[_at] is 'm' or 'M')
                _at++;
        }

        if (_at < _text.Length && Rune.TryGetRuneAt(_text, _at, out var rune) && IsWordPart(rune))
        {
            SkipWord();
            throw Error(start, _at - start,
                $"'{_text[start.._at]}' is neither a number nor a name; a name that begins with a digit goes in backticks");
        }

        return TokenKind.Number;
    }

    private void SkipDigits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
    }

    private void SkipExponent()
    {
        var digits = Next() is '+' or '-' ? _at + 2 : _at + 1;
        if (digits >= _text.Length || !char.IsAsciiDigit(_text[digits]))
            return;
        _at = digits;
        SkipDigits();
    }

    private TokenKind ScanParameter()
    {
        var start = _at++;
        while (_at < _text.Length && Rune.TryGetRuneAt(_text, _at, out var rune) && IsWordPart(rune))
            _at += rune.Utf16SequenceLength;
        return _at - start > 1 ? TokenKind.Parameter : throw Error(start, 1, "expected the name of a parameter after '@'");
    }

    private TokenKind ScanSign(char current, char next)
    {
        var (kind, length) = (current, next) switch
        {
            ('-', '>') => (TokenKind.Arrow, 2),
            ('!', '=') or ('<', '>') => (TokenKind.NotEqual, 2),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('<', '<') => (TokenKind.ShiftLeft, 2),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('>', '>') => (TokenKind.ShiftRight, 2),
            ('|', '|') => (TokenKind.DoubleBar, 2),
            ('(', _) => (TokenKind.OpenParen, 1),
            (')', _) => (TokenKind.CloseParen, 1),
            ('[', _) => (TokenKind.OpenBracket, 1),
            (']', _) => (TokenKind.CloseBracket, 1),
            ('{', _) => (TokenKind.OpenBrace, 1),
            ('}', _) => (TokenKind.CloseBrace, 1),
            (',', _) => (TokenKind.Comma, 1),
            ('.', _) => (TokenKind.Dot, 1),
            (';', _) => (TokenKind.Semicolon, 1),
            (':', not ':') => (TokenKind.Colon, 1),
            ('=', not '=') => (TokenKind.Equal, 1),
            ('<', _) => (TokenKind.Less, 1),
            ('>', _) => (TokenKind.Greater, 1),
            ('+', _) => (TokenKind.Plus, 1),
            ('-', _) => (TokenKind.Minus, 1),
            ('*', _) => (TokenKind.Star, 1),
            ('/', _) => (TokenKind.Slash, 1),
            ('%', _) => (TokenKind.Percent, 1),
            ('&', not '&') => (TokenKind.Ampersand, 1),
            ('|', _) => (TokenKind.Bar, 1),
            ('^', _) => (TokenKind.Caret, 1),
            ('~', _) => (TokenKind.Tilde, 1),
            _ => (TokenKind.End, 0),
        };
        if (kind == TokenKind.End)
            throw UnknownSign(current, next);
        _at += length;
        return kind;
    }

    private NqlException UnknownSign(char current, char next) => (current, next) switch
    {
        ('=', _) => Error(_at, 2, "'==' is not an operator of NQL; did you mean '='?"),
        ('&', _) => Error(_at, 2, "'&&' is not an operator of NQL; did you mean AND?"),
        ('!', _) => Error(_at, 1, "'!' is not an operator of NQL; did you mean NOT or '!='?"),
        (':', _) => Error(_at, 2, "'::' is not an operator of NQL; write CAST(value AS type)"),
        ('?', _) => Error(_at, 1, "parameters have names in NQL; write '@name' instead of '?'"),
        ('$', _) => Error(_at, 1, "'$' does not begin a name; parameters are written '@name', other names go in backticks"),
        _ => Error(_at, 1, $"the character {Describe(_at)} has no meaning here; names that are not words go in backticks"),
    };

    private string Describe(int at) => Rune.TryGetRuneAt(_text, at, out var rune)
        ? Rune.IsControl(rune) ? $"U+{rune.Value:X4}" : $"'{rune}' (U+{rune.Value:X4})"
        : $"U+{(int)_text[at]:X4}, half of a surrogate pair,";

    private NqlException Error(int offset, int length, string message) =>
        _source.Error(NqlErrorCode.Syntax, new SourceSpan(offset, length), message);
}
