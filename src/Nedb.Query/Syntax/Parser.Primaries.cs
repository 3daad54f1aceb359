using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Storage.Values;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private const string OperandExpected = "a value, a name or a function call";

    private ExpressionSyntax Primary()
    {
        var first = _at;
        switch (Kind)
        {
            case TokenKind.Number:
                return Number(isNegative: false);
            case TokenKind.Text when KindAt(_at + 1) == TokenKind.Dot && IsNameAt(_at):
                return Name();
            case TokenKind.Text:
                _at++;
                return new LiteralSyntax(NedbValue.FromString(TextEscapes.Unescape(_source, _tokens[first].Span))) { Span = Since(first) };
            case TokenKind.Parameter:
                return Parameter();
            case TokenKind.OpenParen:
                return Parenthesized();
            case TokenKind.OpenBracket:
                return Array();
            case TokenKind.OpenBrace:
                return Object();
            case TokenKind.QuotedName:
                return KindAt(_at + 1) == TokenKind.OpenParen ? Call() : Name();
            case TokenKind.Word:
                return Word();
            case TokenKind.Star:
                throw Error(Here, "'*' can stand alone in SELECT, after 'source.', and in COUNT(*)");
            default:
                throw Unexpected(OperandExpected);
        }
    }

    private ExpressionSyntax Word()
    {
        var first = _at;
        var next = KindAt(_at + 1);
        if (next == TokenKind.Text && TypedLiteral() is { } typed)
            return typed;
        switch (Keyword())
        {
            case "NULL" when next != TokenKind.Dot:
                return Constant(NedbValue.Null);
            case "TRUE" when next != TokenKind.Dot:
                return Constant(NedbValue.True);
            case "FALSE" when next != TokenKind.Dot:
                return Constant(NedbValue.False);
            case "CASE" when IsWordAt(_at + 1, "WHEN") || !IsNameLike(_at + 1):
                return Case();
            case "CAST" when next == TokenKind.OpenParen:
                return Cast();
            case "EXTRACT" when next == TokenKind.OpenParen && IsWordAt(_at + 3, "FROM"):
                throw Refused(Here, "EXTRACT is not in NQL; write the part as a function, as in year(x)");
            case "EXISTS" when next == TokenKind.OpenParen:
                _at += 2;
                var query = Query();
                Expect(TokenKind.CloseParen, "')' after the query");
                return new ExistsSyntax(query) { Span = Since(first) };
            case "INTERVAL" when next is TokenKind.Number:
                throw Refused(Here, "INTERVAL is not in NQL; write duration \"1.00:00:00\"");
        }

        var isReserved = Words.IsReserved(TextAt(_at));
        if (next == TokenKind.OpenParen && !isReserved)
            return Call();
        var isName = isReserved
            ? next != TokenKind.End && (IsNameLike(_at + 1) || (next == TokenKind.Word && Words.IsNotAlias(TextAt(_at + 1))))
            : !IsWord("GROUP", "BY") && !IsWord("ORDER", "BY");
        return isName ? Name() : throw Unexpected(OperandExpected);
    }

    private LiteralSyntax Constant(NedbValue value) => new(value) { Span = _tokens[_at++].Span };

    private ParameterSyntax Parameter()
    {
        var span = Here;
        var name = _source.Text.Substring(span.Offset + 1, span.Length - 1);
        if (_parameterSet.Add(name))
        {
            _parameters.Add(name);
            _parameterSpans.Add(span);
        }

        _at++;
        return new ParameterSyntax(name) { Span = span };
    }

    private ExpressionSyntax Parenthesized()
    {
        var first = _at;
        if (ParenthesesHoldQuery(_at))
        {
            _at++;
            var query = Query();
            Expect(TokenKind.CloseParen, "')' after the query");
            return new SubquerySyntax(query) { Span = Since(first) };
        }

        _at++;
        var expression = Expression();
        if (Kind != TokenKind.Comma)
        {
            Expect(TokenKind.CloseParen, "')'");
            return expression;
        }

        var items = new List<ExpressionSyntax> { expression };
        while (Accept(TokenKind.Comma))
            items.Add(Expression());
        Expect(TokenKind.CloseParen, "',' or ')'");
        _height++;
        return new RowSyntax([.. items]) { Span = Since(first) };
    }

    private ArraySyntax Array()
    {
        var first = _at++;
        var items = Kind == TokenKind.CloseBracket ? [] : ExpressionList();
        Expect(TokenKind.CloseBracket, "',' or ']'");
        _height++;
        return new ArraySyntax(items) { Span = Since(first) };
    }

    private ObjectSyntax Object()
    {
        var first = _at++;
        var members = new List<ObjectMemberSyntax>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (Kind != TokenKind.CloseBrace)
            do
                members.Add(Member(names));
            while (Accept(TokenKind.Comma));
        Expect(TokenKind.CloseBrace, "',' or '}'");
        _height++;
        return new ObjectSyntax([.. members]) { Span = Since(first) };
    }

    private ObjectMemberSyntax Member(HashSet<string> names)
    {
        var first = _at;
        IdentifierSyntax name;
        if (Kind == TokenKind.Text)
            name = new IdentifierSyntax(TextEscapes.Unescape(_source, Here)) { Span = _tokens[_at++].Span };
        else
            name = Identifier("the name of a member");
        if (!names.Add(name.Text))
            throw Error(name.Span, $"the name '{name.Text}' occurs twice in one object");
        Expect(TokenKind.Colon, "':' after the name of a member");
        return new ObjectMemberSyntax(name, Expression()) { Span = Since(first) };
    }

    private CaseSyntax Case()
    {
        var first = _at++;
        var operand = IsWord("WHEN") ? null : Expression();
        var branches = new List<CaseBranchSyntax>();
        if (!IsWord("WHEN"))
            throw Unexpected("WHEN", "WHEN");
        while (IsWord("WHEN"))
        {
            var start = _at++;
            var when = Expression();
            ExpectWord("THEN");
            var then = Expression();
            branches.Add(new CaseBranchSyntax(when, then) { Span = Since(start) });
        }

        var otherwise = AcceptWord("ELSE") ? Expression() : null;
        if (!AcceptWord("END"))
            throw Unexpected(otherwise is null ? "WHEN, ELSE or END" : "END", "WHEN", "ELSE", "END");
        _height++;
        return new CaseSyntax(operand, [.. branches], otherwise) { Span = Since(first) };
    }

    private CastSyntax Cast()
    {
        var first = _at;
        _at += 2;
        var operand = Expression();
        ExpectWord("AS");
        var type = Type();
        Expect(TokenKind.CloseParen, "')'");
        _height++;
        return new CastSyntax(operand, type) { Span = Since(first) };
    }
}
