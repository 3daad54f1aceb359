using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    // Reads clauses in whatever order they come, each at most once, until something else comes.
    private void Block(BlockClauses clauses)
    {
        while (Clause(clauses))
        {
        }
    }

    private bool Clause(BlockClauses clauses)
    {
        if (Kind != TokenKind.Word)
            return false;
        switch (Keyword())
        {
            case "FROM":
                Once(clauses, "FROM");
                From(clauses);
                return true;
            case "AS" when IsAsOf():
                Once(clauses, "AS OF", 2);
                clauses.AsOf = Time();
                return true;
            case "VALID" when IsWordAt(_at + 1, "AS"):
                Once(clauses, "VALID AS OF", 2);
                ExpectWord("OF");
                clauses.ValidAsOf = Time();
                return true;
            case "WHERE":
                Once(clauses, "WHERE");
                clauses.Where = Expression();
                return true;
            case "SEARCH":
                Once(clauses, "SEARCH");
                clauses.Search = Additive();
                return true;
            case "TRACE":
                Once(clauses, "TRACE");
                clauses.Trace = Trace();
                return true;
            case "TRAVERSE":
                Once(clauses, "TRAVERSE");
                clauses.Traverse = Identifier("the name of a relation");
                return true;
            case "SELECT":
                Once(clauses, "SELECT");
                Select(clauses);
                return true;
            default:
                return GroupClause(clauses) || TailClause(clauses) || (clauses.IsStatement && WriteClause(clauses));
        }
    }

    private bool GroupClause(BlockClauses clauses)
    {
        switch (Keyword())
        {
            case "GROUP":
                Once(clauses, "GROUP BY");
                ExpectWord("BY");
                clauses.GroupBy = GroupKeys();
                return true;
            case "HAVING":
                Once(clauses, "HAVING");
                clauses.Having = Expression();
                return true;
            case "COUNT" or "SUM" or "AVG" or "MIN" or "MAX":
                ShortAggregate(clauses);
                return true;
            default:
                return false;
        }
    }

    private bool TailClause(BlockClauses clauses)
    {
        switch (Keyword())
        {
            case "ORDER":
                Once(clauses, "ORDER BY");
                ExpectWord("BY");
                clauses.OrderBy = Orderings();
                return true;
            case "OFFSET":
                Once(clauses, "OFFSET");
                clauses.Offset = Additive();
                if (!AcceptWord("ROWS"))
                    AcceptWord("ROW");
                return true;
            case "LIMIT":
                Once(clauses, "LIMIT");
                clauses.Limit = Additive();
                if (Kind == TokenKind.Comma)
                    throw Refused(Here, "LIMIT takes one number in NQL; write LIMIT count OFFSET start");
                return true;
            case "FETCH":
                Once(clauses, "LIMIT");
                if (!AcceptWord("NEXT"))
                    ExpectWord("FIRST");
                clauses.Limit = Additive();
                if (!AcceptWord("ROWS"))
                    ExpectWord("ROW");
                ExpectWord("ONLY");
                return true;
            default:
                return false;
        }
    }

    private void Once(BlockClauses clauses, string clause, int tokens = 1)
    {
        if (!clauses.Seen.TryAdd(clause, Here))
        {
            var (line, column) = _source.Locate(clauses.Seen[clause].Offset);
            var advice = clause is "WHERE" or "HAVING" ? "; join the predicates with AND" : "";
            throw Error(Here, $"a query has {clause} at most once; the first stands at line {line}, column {column}{advice}");
        }

        _at += tokens;
    }

    private void From(BlockClauses clauses)
    {
        var outer = _height;
        _height = 0;
        clauses.From = Source();
        var height = _height;
        while (true)
        {
            var at = Here;
            _height = 0;
            if (Join() is not { } join)
                break;
            clauses.Joins.Add(join);
            // Joins nest to the left like operators of one precedence.
            height = Math.Max(height, _height) + 1;
            if (height > MaxHeight)
                throw Error(at, $"more than {MaxHeight} sources in a row; join fewer, or put some of them in a query of their own");
        }

        _height = Math.Max(outer, height);
    }

    private TraceSyntax Trace()
    {
        var first = _at - 1;
        if (!AcceptWord("caused_by"))
            throw Unexpected("caused_by, the one relation that TRACE follows", "caused_by");
        var isReverse = AcceptWord("REVERSE");
        var depth = AcceptWord("DEPTH") ? Additive() : null;
        isReverse |= depth is not null && AcceptWord("REVERSE");
        return new TraceSyntax(isReverse, depth) { Span = Since(first) };
    }

    private void Select(BlockClauses clauses)
    {
        if (IsWord("TOP") && KindAt(_at + 1) is TokenKind.Number or TokenKind.Parameter)
            throw Refused(Here, "TOP is not in NQL; write LIMIT");
        clauses.IsDistinct = AcceptWord("DISTINCT");
        if (!clauses.IsDistinct && IsWord("ALL") && !Words.IsInfix(TextAt(_at + 1))
            && KindAt(_at + 1) is not (TokenKind.Comma or TokenKind.Dot))
            AcceptWord("ALL");
        clauses.Items = SelectItems();
    }

    private SyntaxList<SelectItemSyntax> SelectItems()
    {
        var items = new List<SelectItemSyntax>();
        do
        {
            var first = _at;
            var expression = StarOrExpression();
            var alias = IsWord("AS") && !IsAsOf() ? AliasAfterAs() : expression is StarSyntax ? null : BareAlias();
            items.Add(new SelectItemSyntax(expression, alias) { Span = Since(first) });
        }
        while (Accept(TokenKind.Comma));
        return [.. items];
    }

    private ExpressionSyntax StarOrExpression()
    {
        if (Kind == TokenKind.Star)
            return new StarSyntax((IdentifierSyntax?)null) { Span = _tokens[_at++].Span };
        if (!IsNameAt(_at) || KindAt(_at + 1) != TokenKind.Dot || KindAt(_at + 2) != TokenKind.Star)
            return Expression();
        var first = _at;
        var source = TakeName();
        _at += 2;
        return new StarSyntax(source) { Span = Since(first) };
    }

    private SyntaxList<ExpressionSyntax> GroupKeys()
    {
        if (IsAnyWord("ROLLUP", "CUBE") && KindAt(_at + 1) == TokenKind.OpenParen)
            throw Refused(Here, $"{Keyword()} is not in NQL; combine several GROUP BY queries with UNION ALL");
        if (IsWord("GROUPING", "SETS"))
            throw Refused(Here, "GROUPING SETS is not in NQL; combine several GROUP BY queries with UNION ALL");
        return ExpressionList();
    }

    private SyntaxList<ExpressionSyntax> ExpressionList()
    {
        var items = new List<ExpressionSyntax> { Expression() };
        while (Accept(TokenKind.Comma))
            items.Add(Expression());
        return [.. items];
    }

    private void ShortAggregate(BlockClauses clauses)
    {
        var first = _at;
        var isCount = IsWord("COUNT");
        if (clauses.Items is not null || KindAt(_at + 1) == TokenKind.OpenParen)
            throw Error(Here, $"{Keyword()} as a clause is the short form; with SELECT write {Keyword()}(…) among its expressions");
        var function = TakeName();
        var field = isCount ? null : Path("the field to aggregate");
        var aggregate = new ShortAggregateSyntax(function, field) { Span = Since(first) };
        if (clauses.ShortAggregates.Exists(other => other.Field == aggregate.Field && Same(other.Function, function)))
            throw Error(aggregate.Span, $"{_source.Slice(aggregate.Span)} stands twice");
        clauses.ShortAggregates.Add(aggregate);
    }

    private static bool Same(IdentifierSyntax left, IdentifierSyntax right) =>
        left.Text.Equals(right.Text, StringComparison.OrdinalIgnoreCase);

    private SyntaxList<OrderingSyntax> Orderings()
    {
        var orderings = new List<OrderingSyntax>();
        do
        {
            var first = _at;
            var expression = Expression();
            var isDescending = AcceptWord("DESC") || AcceptWord("DESCENDING");
            if (!isDescending && !AcceptWord("ASC"))
                AcceptWord("ASCENDING");
            if (IsWord("NULLS", isDescending ? "FIRST" : "LAST"))
                throw Refused(Here, "null comes first ascending and last descending; to turn that round, order by 'x IS NULL' first");
            AcceptWords("NULLS", isDescending ? "LAST" : "FIRST");
            orderings.Add(new OrderingSyntax(expression, isDescending) { Span = Since(first) });
        }
        while (Accept(TokenKind.Comma));
        return [.. orderings];
    }

    private SelectSyntax FinishBlock(BlockClauses clauses, int first)
    {
        if (clauses.Items is null && clauses.From is null)
            throw Unexpected("FROM or SELECT", "FROM", "SELECT");
        if (clauses.Items is not null && clauses.ShortAggregates.Count > 0)
            throw Error(
                clauses.ShortAggregates[0].Span,
                "an aggregate as a clause is the short form, without SELECT; in a SELECT write it among the expressions, with parentheses");
        return new SelectSyntax
        {
            From = clauses.From,
            Joins = [.. clauses.Joins],
            AsOf = clauses.AsOf,
            ValidAsOf = clauses.ValidAsOf,
            Where = clauses.Where,
            Search = clauses.Search,
            Trace = clauses.Trace,
            Traverse = clauses.Traverse,
            GroupBy = clauses.GroupBy,
            ShortAggregates = [.. clauses.ShortAggregates],
            Having = clauses.Having,
            Items = clauses.Items,
            IsDistinct = clauses.IsDistinct,
            OrderBy = clauses.OrderBy,
            Offset = clauses.Offset,
            Limit = clauses.Limit,
            Span = Since(first),
        };
    }
}
