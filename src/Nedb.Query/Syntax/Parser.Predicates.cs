using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    // IS, IN, LIKE, ILIKE and BETWEEN, after their operand; null where none of them follows.
    private ExpressionSyntax? Predicate(ExpressionSyntax left)
    {
        if (AcceptWord("IS"))
            return Is(left);
        var isNegated = IsWord("NOT");
        var start = _at;
        if (isNegated)
            _at++;
        switch (Keyword())
        {
            case "IN":
                _at++;
                return In(left, isNegated);
            case "LIKE" or "ILIKE":
                return Like(left, isNegated);
            case "BETWEEN":
                _at++;
                var low = Bits(0);
                ExpectWord("AND");
                return new BetweenSyntax(left, low, Bits(0), isNegated);
        }

        if (IsAnyWord("GLOB", "REGEXP", "RLIKE", "MATCH") && KindAt(_at + 1) is TokenKind.Text or TokenKind.Parameter)
            throw Refused(Here, $"{Keyword()} is not an operator of NQL; write LIKE, regexp_like(text, pattern) or SEARCH");
        if (isNegated)
        {
            _at = start;
            throw Error(Here, "NOT after an operand goes on with IN, LIKE, ILIKE or BETWEEN; to negate a predicate write NOT before it");
        }

        return null;
    }

    private ExpressionSyntax Is(ExpressionSyntax left)
    {
        var isNegated = AcceptWord("NOT");
        if (AcceptWord("NULL"))
            return new IsNullSyntax(left, isNegated);
        if (AcceptWords("DISTINCT", "FROM"))
            return new BinarySyntax(isNegated ? BinaryOperator.IsSame : BinaryOperator.IsDifferent, left, Bits(0));
        if (IsAnyWord("TRUE", "FALSE"))
        {
            var literal = Bits(0);
            return new BinarySyntax(isNegated ? BinaryOperator.NotEqual : BinaryOperator.Equal, left, literal);
        }

        throw Unexpected("NULL, TRUE, FALSE or DISTINCT FROM", "NULL", "NOT", "TRUE", "FALSE", "DISTINCT");
    }

    private ExpressionSyntax Like(ExpressionSyntax left, bool isNegated)
    {
        var isCaseInsensitive = IsWord("ILIKE");
        _at++;
        var pattern = Bits(0);
        var escape = AcceptWord("ESCAPE") ? Bits(0) : null;
        return new LikeSyntax(left, pattern, escape, isCaseInsensitive, isNegated);
    }

    private ExpressionSyntax In(ExpressionSyntax left, bool isNegated)
    {
        if (Kind != TokenKind.OpenParen)
        {
            if (Kind is TokenKind.Parameter or TokenKind.OpenBracket or TokenKind.Word or TokenKind.QuotedName)
                return new InArraySyntax(left, Bits(0), isNegated);
            throw Unexpected("'(' and a list or a query, or an array");
        }

        if (ParenthesesHoldQuery(_at))
        {
            _at++;
            var query = Query();
            Expect(TokenKind.CloseParen, "')' after the query");
            return new InQuerySyntax(left, query, isNegated);
        }

        _at++;
        if (Kind == TokenKind.CloseParen)
            throw Error(Here, "expected a value or a query after IN; a list that may be empty is an array: IN [] or IN @parameter");
        var items = ExpressionList();
        Expect(TokenKind.CloseParen, "',' or ')'");
        return new InListSyntax(left, items, isNegated);
    }

    // Whether a query, not an expression, begins at a token.
    private bool StartsQuery(int index)
    {
        if (KindAt(index) == TokenKind.OpenParen)
            return ParenthesesHoldQuery(index) && IsQueryAfter(ClosingOf(index) + 1);
        if (KindAt(index) != TokenKind.Word)
            return false;
        var next = KindAt(index + 1);
        if (IsWordAt(index, "VALUES"))
            return next == TokenKind.OpenParen;
        if (IsWordAt(index, "WITH"))
            return IsNameAt(index + 1) && (IsWordAt(index + 2, "AS") || KindAt(index + 2) is TokenKind.OpenParen or TokenKind.Word);
        var isFrom = IsWordAt(index, "FROM");
        if (!isFrom && !IsWordAt(index, "SELECT"))
            return false;
        if (isFrom)
            return next is TokenKind.OpenParen or TokenKind.QuotedName or TokenKind.Text
                || (next == TokenKind.Word && !Words.IsInfix(TextAt(index + 1)));
        return next == TokenKind.Star || !IsNameLike(index + 1) || IsWordAt(index + 1, "CASE");
    }

    private bool IsQueryAfter(int index) =>
        IsWordAt(index, "UNION") || IsWordAt(index, "EXCEPT") || IsWordAt(index, "INTERSECT") ||
        IsWordAt(index, "ORDER") || IsWordAt(index, "LIMIT") || IsWordAt(index, "OFFSET") || IsWordAt(index, "FETCH");

    // Whether '(' at a token opens a query. `((FROM a) UNION (FROM b))` is one, `((FROM a) + 1)` is an expression: what follows the inner
    // ')' tells.
    private bool ParenthesesHoldQuery(int open)
    {
        var inner = open;
        while (KindAt(inner) == TokenKind.OpenParen)
            if (++inner - open > MaxDepth)
                throw TooDeep();
        if (!StartsQuery(inner))
            return false;
        for (var parenthesis = inner - 1; parenthesis > open; parenthesis--)
        {
            var after = ClosingOf(parenthesis) + 1;
            if (KindAt(after) != TokenKind.CloseParen && !IsQueryAfter(after))
                return false;
        }

        return true;
    }
}
