using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private CallSyntax Call()
    {
        var first = _at;
        var function = TakeName();
        Expect(TokenKind.OpenParen, "'('");
        var isDistinct = IsWord("DISTINCT") && (!IsNameLike(_at + 1) || KindAt(_at + 1) == TokenKind.Star) && AcceptWord("DISTINCT");
        SyntaxList<ExpressionSyntax> arguments = [];
        if (Kind == TokenKind.Star)
            arguments = [new StarSyntax((IdentifierSyntax?)null) { Span = _tokens[_at++].Span }];
        else if (Kind != TokenKind.CloseParen && !IsWord("ORDER", "BY"))
            arguments = ExpressionList();
        var orderBy = AcceptWords("ORDER", "BY") ? Orderings() : [];
        Expect(TokenKind.CloseParen, "',' or ')'");
        if (IsWord("WITHIN", "GROUP"))
            throw Refused(Here, "WITHIN GROUP is not in NQL; write the order inside the parentheses: function(x ORDER BY y)");
        ExpressionSyntax? filter = null;
        if (IsWord("FILTER") && KindAt(_at + 1) == TokenKind.OpenParen)
        {
            _at += 2;
            ExpectWord("WHERE");
            filter = Expression();
            Expect(TokenKind.CloseParen, "')'");
        }

        var over = IsWord("OVER") && KindAt(_at + 1) == TokenKind.OpenParen ? Window() : null;
        if (over is null && IsWord("OVER") && IsNameAt(_at + 1))
            throw Refused(Here, "named windows are not in NQL; write the window in OVER (…)");
        _height++;
        return new CallSyntax(function, arguments)
        {
            IsDistinct = isDistinct,
            OrderBy = orderBy,
            Filter = filter,
            Over = over,
            Span = Since(first),
        };
    }

    private WindowSyntax Window()
    {
        var first = _at;
        _at += 2;
        SyntaxList<ExpressionSyntax> partitionBy = AcceptWords("PARTITION", "BY") ? ExpressionList() : [];
        var orderBy = AcceptWords("ORDER", "BY") ? Orderings() : [];
        if (IsAnyWord("RANGE", "GROUPS"))
            throw Refused(Here, $"{Keyword()} frames are not in NQL; write ROWS");
        var frame = IsWord("ROWS") ? Frame() : null;
        Expect(TokenKind.CloseParen, "PARTITION BY, ORDER BY, ROWS or ')'");
        return new WindowSyntax(partitionBy, orderBy, frame) { Span = Since(first) };
    }

    private WindowFrameSyntax Frame()
    {
        var first = _at++;
        var isBetween = AcceptWord("BETWEEN");
        var start = FrameBound();
        var end = new FrameBoundSyntax(FrameBoundKind.CurrentRow, null);
        if (isBetween)
        {
            ExpectWord("AND");
            end = FrameBound();
        }

        if (start.Kind > end.Kind)
            throw Error(Since(first), "the frame ends before it starts");
        if (IsWord("EXCLUDE"))
            throw Refused(Here, "EXCLUDE is not in NQL");
        return new WindowFrameSyntax(start, end) { Span = Since(first) };
    }

    private FrameBoundSyntax FrameBound()
    {
        var first = _at;
        if (AcceptWords("CURRENT", "ROW"))
            return new FrameBoundSyntax(FrameBoundKind.CurrentRow, null) { Span = Since(first) };
        var isUnbounded = AcceptWord("UNBOUNDED");
        var rows = isUnbounded ? null : Additive();
        var isPreceding = AcceptWord("PRECEDING");
        if (!isPreceding && !AcceptWord("FOLLOWING"))
            throw Unexpected("PRECEDING or FOLLOWING", "PRECEDING", "FOLLOWING");
        var kind = (isUnbounded, isPreceding) switch
        {
            (true, true) => FrameBoundKind.UnboundedPreceding,
            (true, false) => FrameBoundKind.UnboundedFollowing,
            (false, true) => FrameBoundKind.Preceding,
            (false, false) => FrameBoundKind.Following,
        };
        return new FrameBoundSyntax(kind, rows) { Span = Since(first) };
    }
}
