using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax.Nodes;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private TokenKind Kind => _tokens[_at].Kind;

    private SourceSpan Here => _tokens[_at].Span;

    private TokenKind KindAt(int index) => index < _tokens.Count ? _tokens[index].Kind : TokenKind.End;

    private ReadOnlySpan<char> TextAt(int index) => _source.Text.AsSpan(_tokens[index].Offset, _tokens[index].Length);

    // The word here in upper case, or "" where there is none. Asked several times of each token, so the last answer is kept.
    private string Keyword()
    {
        if (_keywordAt == _at)
            return _keyword;
        _keywordAt = _at;
        _keyword = Kind == TokenKind.Word ? Words.ToUpper(TextAt(_at)) : "";
        return _keyword;
    }

    private bool IsWordAt(int index, string word) =>
        KindAt(index) == TokenKind.Word && TextAt(index).Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool IsWord(string word) => IsWordAt(_at, word);

    private bool IsWord(string first, string second) => IsWordAt(_at, first) && IsWordAt(_at + 1, second);

    private bool IsAnyWord(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (IsWord(word))
                return true;
        return false;
    }

    private bool Accept(TokenKind kind)
    {
        if (Kind != kind)
            return false;
        _at++;
        return true;
    }

    private bool AcceptWord(string word)
    {
        if (!IsWord(word))
            return false;
        _at++;
        return true;
    }

    private bool AcceptWords(string first, string second)
    {
        if (!IsWord(first, second))
            return false;
        _at += 2;
        return true;
    }

    private void Expect(TokenKind kind, string expected)
    {
        if (!Accept(kind))
            throw Unexpected(expected);
    }

    private void ExpectWord(string word)
    {
        if (!AcceptWord(word))
            throw Unexpected(word, word);
    }

    private SourceSpan Since(int firstToken) => SourceSpan.Between(_tokens[firstToken].Span, _tokens[Math.Max(firstToken, _at - 1)].Span);

    // A name: any word, a name in backticks, or text in double quotes, which can mean nothing else where only a name can stand.
    private IdentifierSyntax Identifier(string expected)
    {
        if (!IsNameAt(_at))
            throw Unexpected(expected);
        return TakeName();
    }

    private bool IsNameAt(int index) =>
        KindAt(index) is TokenKind.Word or TokenKind.QuotedName || (KindAt(index) == TokenKind.Text && TextAt(index)[0] == '"');

    private IdentifierSyntax TakeName()
    {
        var span = Here;
        var text = Kind switch
        {
            TokenKind.Text => TextEscapes.Unescape(_source, span),
            TokenKind.QuotedName => _source.Text.Substring(span.Offset + 1, span.Length - 2).Replace("``", "`", StringComparison.Ordinal),
            _ => _source.Slice(span),
        };
        if (text.Length == 0)
            throw Error(span, "expected a name, found empty quotes");
        _at++;
        return new IdentifierSyntax(text) { Span = span };
    }

    private IdentifierSyntax? BareAlias()
    {
        if (!IsNameAt(_at) || (Kind == TokenKind.Word && Words.IsNotAlias(TextAt(_at))))
            return null;
        _bareAlias = _at;
        return TakeName();
    }

    private SyntaxList<IdentifierSyntax> NameList(string expected)
    {
        Expect(TokenKind.OpenParen, "'('");
        var names = new List<IdentifierSyntax> { Identifier(expected) };
        while (Accept(TokenKind.Comma))
            names.Add(Identifier(expected));
        Expect(TokenKind.CloseParen, "',' or ')'");
        return [.. names];
    }

    // For each '(' the token of its ')', or the last token; for every other token 0. Made once, and only for texts with doubtful
    // parentheses.
    private int ClosingOf(int open)
    {
        if (_closing is null)
        {
            _closing = new int[_tokens.Count];
            var stack = new Stack<int>();
            for (var i = 0; i < _tokens.Count; i++)
                if (_tokens[i].Kind == TokenKind.OpenParen)
                    stack.Push(i);
                else if (_tokens[i].Kind == TokenKind.CloseParen && stack.TryPop(out var start))
                    _closing[start] = i;
            while (stack.TryPop(out var start))
                _closing[start] = _tokens.Count - 1;
        }

        return _closing[open];
    }

    private void Enter()
    {
        StackGuard.Check();
        if (++_depth > MaxDepth)
            throw TooDeep();
    }

    private void Leave() => _depth--;

    private NqlException TooDeep() => _source.Error(
        NqlErrorCode.Syntax,
        Here,
        $"this stands deeper than {MaxDepth} levels of parentheses, subqueries or operators; split it, or give values as parameters");
}
