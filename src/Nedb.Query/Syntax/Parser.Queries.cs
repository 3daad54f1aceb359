using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    // What the operand read last was: a block without parentheses, whose last clauses belong to the whole, and the clauses it had.
    private bool _isBareOperand;
    private Dictionary<string, SourceSpan> _operandClauses = [];

    private QuerySyntax Query()
    {
        var outer = _height;
        _height = 0;
        Enter();
        var query = Query(CommonTables());
        Leave();
        _height = Math.Max(outer, _height + 1);
        return query;
    }

    // A query whose WITH, and perhaps whose first block, were read before.
    private QuerySyntax Query(SyntaxList<CommonTableSyntax> with, SelectSyntax? firstBlock = null)
    {
        var first = _at;
        var tail = new BlockClauses();
        var query = Combined(0, tail, firstBlock);
        // Clauses after the last operand belong to the whole.
        while (TailClause(tail))
        {
        }

        if (tail.Seen.Count > 0)
        {
            if (HasTail(query) || query.With.Count > 0)
                query = new SelectSyntax { From = new QuerySourceSyntax(query) { Span = query.Span }, Span = query.Span };
            query = query with { OrderBy = tail.OrderBy, Offset = tail.Offset, Limit = tail.Limit };
        }

        if (with.Count > 0)
        {
            if (query.With.Count > 0)
                query = new SelectSyntax { From = new QuerySourceSyntax(query) { Span = query.Span } };
            query = query with { With = with };
        }

        return query with { Span = firstBlock is null ? Since(first) : SourceSpan.Between(firstBlock.Span, Since(first)) };
    }

    private static bool HasTail(QuerySyntax query) => query.OrderBy.Count > 0 || query.Offset is not null || query.Limit is not null;

    private SyntaxList<CommonTableSyntax> CommonTables()
    {
        if (!IsWord("WITH"))
            return [];
        _at++;
        if (IsWord("RECURSIVE") && IsNameAt(_at + 1))
            throw Refused(Here, "WITH RECURSIVE is not in NQL; causes are followed with TRACE or CAUSES, links with TRAVERSE");
        var tables = new List<CommonTableSyntax>();
        do
        {
            var first = _at;
            var name = Identifier("a name for the common table expression");
            var columns = Kind == TokenKind.OpenParen ? NameList("the name of a column") : [];
            ExpectWord("AS");
            Expect(TokenKind.OpenParen, "'(' before the query");
            var query = Query();
            Expect(TokenKind.CloseParen, "')' after the query");
            tables.Add(new CommonTableSyntax(name, columns, query) { Span = Since(first) });
        }
        while (Accept(TokenKind.Comma));
        return [.. tables];
    }

    // INTERSECT binds more tightly than UNION and EXCEPT, which are of equal rank and taken from left to right.
    private QuerySyntax Combined(int minRank, BlockClauses tail, SelectSyntax? firstBlock)
    {
        var left = firstBlock ?? Operand();
        var isBare = firstBlock is not null || _isBareOperand;
        var height = _height;
        while (SetOperatorHere(out var setOperator) && RankOf(setOperator) >= minRank)
        {
            if (isBare && HasTail(left))
                throw TailBeforeSetOperator();
            var at = Here;
            _at++;
            var isAll = AcceptWord("ALL");
            if (!isAll)
                AcceptWord("DISTINCT");
            _height = 0;
            var right = Combined(RankOf(setOperator) + 1, tail, null);
            if (_isBareOperand && HasTail(right))
            {
                (tail.OrderBy, tail.Offset, tail.Limit) = (right.OrderBy, right.Offset, right.Limit);
                if (SetOperatorHere(out _))
                    throw TailBeforeSetOperator();
                foreach (var (clause, place) in _operandClauses)
                    tail.Seen.TryAdd(clause, place);
                right = right with { OrderBy = [], Offset = null, Limit = null };
            }

            left = new SetOperationSyntax(setOperator, isAll, left, right) { Span = SourceSpan.Between(left.Span, right.Span) };
            isBare = false;
            height = Math.Max(height, _height) + 1;
            if (height > MaxHeight)
                throw Error(at, $"more than {MaxHeight} set operators in a row");
        }

        _height = height;
        _isBareOperand = isBare;
        return left;
    }

    private QuerySyntax Operand()
    {
        var first = _at;
        if (Accept(TokenKind.OpenParen))
        {
            var query = Query();
            Expect(TokenKind.CloseParen, "')' after the query");
            _isBareOperand = false;
            return query;
        }

        if (AcceptWord("VALUES"))
        {
            var values = Values(first);
            _isBareOperand = false;
            return values;
        }

        if (!IsAnyWord("FROM", "SELECT"))
            throw Unexpected("a query (FROM …, SELECT …, VALUES … or a query in parentheses)", "FROM", "SELECT", "VALUES");
        var clauses = new BlockClauses();
        Block(clauses);
        _isBareOperand = true;
        _operandClauses = clauses.Seen;
        return FinishBlock(clauses, first);
    }

    private Diagnostics.NqlException TailBeforeSetOperator() => Error(
        Here,
        "ORDER BY, OFFSET or LIMIT before a set operator: put the query in parentheses, or write the clause after the last query");

    private bool SetOperatorHere(out SetOperator found)
    {
        (var isFound, found) = Keyword() switch
        {
            "UNION" => (true, SetOperator.Union),
            "EXCEPT" => (true, SetOperator.Except),
            "INTERSECT" => (true, SetOperator.Intersect),
            _ => (false, default),
        };
        return isFound;
    }

    private static int RankOf(SetOperator setOperator) => setOperator == SetOperator.Intersect ? 1 : 0;

    private ValuesSyntax Values(int first)
    {
        var rows = new List<RowSyntax>();
        do
        {
            var start = _at;
            Expect(TokenKind.OpenParen, "'(' before a row of values");
            var items = new List<ExpressionSyntax>();
            do
                items.Add(ValueToWrite());
            while (Accept(TokenKind.Comma));
            Expect(TokenKind.CloseParen, "',' or ')'");
            rows.Add(new RowSyntax([.. items]) { Span = Since(start) });
            if (rows[^1].Items.Count != rows[0].Items.Count)
                throw Error(rows[^1].Span, $"expected {rows[0].Items.Count} values as in the first row, found {rows[^1].Items.Count}");
        }
        while (Accept(TokenKind.Comma));
        return new ValuesSyntax([.. rows]) { Span = Since(first) };
    }

    // DEFAULT stands for the default of a field in INSERT and UPDATE, unless it goes on as a name.
    private ExpressionSyntax ValueToWrite()
    {
        if (IsWord("DEFAULT") && KindAt(_at + 1) is TokenKind.Comma or TokenKind.CloseParen or TokenKind.End or TokenKind.Semicolon
            or TokenKind.Word)
            return new DefaultSyntax { Span = _tokens[_at++].Span };
        return Expression();
    }
}
