using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax;

// Precedence, from the loosest: OR; AND; NOT; comparisons, IS, IN, LIKE, BETWEEN; | ; ^ ; & ; << >> ; + - || ; * / % ; unary - + ~ ;
// COLLATE ; . and [].
internal sealed partial class Parser
{
    private ExpressionSyntax Expression()
    {
        var isDefault = _isDefault;
        _isDefault = false;
        var expression = Logical(isOr: true);
        _isDefault = isDefault;
        return expression;
    }

    private ExpressionSyntax Logical(bool isOr)
    {
        var outer = _height;
        _height = 0;
        var first = _at;
        var word = isOr ? "OR" : "AND";
        if (isOr)
            Enter();
        var expression = isOr ? Logical(isOr: false) : Negation();
        if (IsWord(word))
        {
            var operands = new List<ExpressionSyntax> { expression };
            while (AcceptWord(word))
                operands.Add(isOr ? Logical(isOr: false) : Negation());
            expression = new LogicalSyntax(isOr, [.. operands]) { Span = Since(first) };
            _height++;
        }

        if (isOr)
            Leave();
        CheckHeight();
        _height = Math.Max(outer, _height);
        return expression;
    }

    private void CheckHeight()
    {
        if (_height > MaxHeight)
            throw TooDeep();
    }

    private ExpressionSyntax Negation()
    {
        if (!IsWord("NOT") || IsNameLike(_at + 1))
            return Comparison();
        var outer = _height;
        _height = 0;
        var first = _at++;
        Enter();
        var operand = Negation();
        Leave();
        _height = Math.Max(outer, _height + 1);
        return new UnarySyntax(UnaryOperator.Not, operand) { Span = Since(first) };
    }

    // Whether what follows a keyword shows that the keyword is a name: an operator, a dot, or the end of the operand.
    private bool IsNameLike(int next) => KindAt(next) switch
    {
        TokenKind.Word => Words.IsInfix(TextAt(next)),
        TokenKind.QuotedName or TokenKind.Text or TokenKind.Number or TokenKind.Parameter => false,
        TokenKind.OpenParen or TokenKind.OpenBrace or TokenKind.Plus or TokenKind.Minus or TokenKind.Tilde => false,
        TokenKind.OpenBracket => false,
        _ => true,
    };

    private ExpressionSyntax Comparison()
    {
        var outer = _height;
        _height = 0;
        var first = _at;
        var left = Bits(0);
        var height = _height;
        while (true)
        {
            _height = 0;
            var next = ComparisonOperator() is { } found ? CompareWith(found, left) : Predicate(left);
            if (next is null)
                break;
            height = Math.Max(height, _height) + 1;
            left = next with { Span = Since(first) };
            if (height > MaxHeight)
                throw TooDeep();
        }

        _height = Math.Max(outer, height);
        return left;
    }

    private BinaryOperator? ComparisonOperator() => Kind switch
    {
        TokenKind.Equal => BinaryOperator.Equal,
        TokenKind.NotEqual => BinaryOperator.NotEqual,
        TokenKind.Less => BinaryOperator.Less,
        TokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
        TokenKind.Greater => BinaryOperator.Greater,
        TokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        _ => null,
    };

    private ExpressionSyntax CompareWith(BinaryOperator found, ExpressionSyntax left)
    {
        _at++;
        if (!IsAnyWord("ANY", "SOME", "ALL")
            || KindAt(_at + 1) is not (TokenKind.OpenParen or TokenKind.Parameter or TokenKind.OpenBracket))
            return new BinarySyntax(found, left, IsWord("NOT") ? Negation() : Bits(0));
        var isAll = IsWord("ALL");
        _at++;
        if (Kind != TokenKind.OpenParen)
            return new QuantifiedSyntax(found, left, isAll, null, Bits(0));
        if (ParenthesesHoldQuery(_at))
        {
            _at++;
            var query = Query();
            Expect(TokenKind.CloseParen, "')' after the query");
            return new QuantifiedSyntax(found, left, isAll, query, null);
        }

        _at++;
        var array = Expression();
        Expect(TokenKind.CloseParen, "')'");
        return new QuantifiedSyntax(found, left, isAll, null, array);
    }

    private ExpressionSyntax Additive() => Bits(4);

    // The left-associative operators between comparison and unary operators, by rank.
    private ExpressionSyntax Bits(int minRank)
    {
        var outer = _height;
        _height = 0;
        var first = _at;
        var left = Unary();
        var height = _height;
        while (ArithmeticOperator() is var (found, rank) && rank >= minRank)
        {
            _at++;
            _height = 0;
            var right = Bits(rank + 1);
            height = Math.Max(height, _height) + 1;
            left = new BinarySyntax(found, left, right) { Span = Since(first) };
            if (height > MaxHeight)
                throw TooDeep();
        }

        _height = Math.Max(outer, height);
        return left;
    }

    private (BinaryOperator Operator, int Rank)? ArithmeticOperator() => Kind switch
    {
        TokenKind.Bar => (BinaryOperator.BitOr, 0),
        TokenKind.Caret => (BinaryOperator.BitXor, 1),
        TokenKind.Ampersand => (BinaryOperator.BitAnd, 2),
        TokenKind.ShiftLeft => (BinaryOperator.ShiftLeft, 3),
        TokenKind.ShiftRight => (BinaryOperator.ShiftRight, 3),
        TokenKind.Plus => (BinaryOperator.Add, 4),
        TokenKind.Minus => (BinaryOperator.Subtract, 4),
        TokenKind.DoubleBar => (BinaryOperator.Concat, 4),
        TokenKind.Star => (BinaryOperator.Multiply, 5),
        TokenKind.Slash => (BinaryOperator.Divide, 5),
        TokenKind.Percent => (BinaryOperator.Modulo, 5),
        _ => null,
    };

    private ExpressionSyntax Unary()
    {
        UnaryOperator? sign = Kind switch
        {
            TokenKind.Minus => UnaryOperator.Negate,
            TokenKind.Plus => UnaryOperator.Plus,
            TokenKind.Tilde => UnaryOperator.BitNot,
            _ => null,
        };
        if (sign is not { } found)
            return Postfix();
        var first = _at++;
        if (found == UnaryOperator.Negate && Kind == TokenKind.Number && !IsPostfixAt(_at + 1))
        {
            var number = Number(isNegative: true);
            return number with { Span = Since(first) };
        }

        Enter();
        var operand = Unary();
        Leave();
        _height++;
        return new UnarySyntax(found, operand) { Span = Since(first) };
    }

    private bool IsPostfixAt(int index) =>
        KindAt(index) is TokenKind.Dot or TokenKind.OpenBracket || (!_isDefault && IsWordAt(index, "COLLATE") && IsNameAt(index + 1));

    private ExpressionSyntax Postfix()
    {
        var first = _at;
        var isDefault = _isDefault;
        _isDefault = false;
        var target = Primary();
        _isDefault = isDefault;
        while (true)
        {
            if (Kind == TokenKind.Dot)
            {
                _at++;
                target = new MemberSyntax(target, Identifier("the name of a member after '.'"));
            }
            else if (Kind == TokenKind.OpenBracket)
            {
                _at++;
                var index = Expression();
                Expect(TokenKind.CloseBracket, "']'");
                target = new IndexSyntax(target, index);
            }
            else if (!_isDefault && IsWord("COLLATE") && IsNameAt(_at + 1))
            {
                _at++;
                target = new CollateSyntax(target, Identifier("the name of a collation"));
            }
            else
            {
                return target;
            }

            target = target with { Span = Since(first) };
            _height++;
            CheckHeight();
        }
    }

    // A field or a path into one, where nothing else can stand.
    private ExpressionSyntax Path(string expected)
    {
        if (!IsNameAt(_at))
            throw Unexpected(expected);
        var outer = _height;
        _height = 0;
        var first = _at;
        ExpressionSyntax target = Name();
        while (Kind is TokenKind.OpenBracket or TokenKind.Dot)
        {
            if (Accept(TokenKind.Dot))
            {
                target = new MemberSyntax(target, Identifier("the name of a member after '.'")) { Span = Since(first) };
            }
            else
            {
                _at++;
                var index = Expression();
                Expect(TokenKind.CloseBracket, "']'");
                target = new IndexSyntax(target, index) { Span = Since(first) };
            }

            _height++;
            CheckHeight();
        }

        _height = Math.Max(outer, _height);
        return target;
    }

    // The parts after the first become members of members, so they count like the other steps of a path.
    private NameSyntax Name()
    {
        var first = _at;
        var parts = new List<IdentifierSyntax> { TakeName() };
        while (Kind == TokenKind.Dot && IsNameAt(_at + 1))
        {
            _at++;
            parts.Add(TakeName());
            _height++;
            CheckHeight();
        }

        return new NameSyntax([.. parts]) { Span = Since(first) };
    }
}
