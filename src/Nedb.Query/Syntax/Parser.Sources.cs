using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private SourceSyntax Source()
    {
        var first = _at;
        SourceSyntax source;
        if (Kind == TokenKind.OpenParen)
        {
            _at++;
            var query = Query();
            Expect(TokenKind.CloseParen, "')' after the query");
            source = new QuerySourceSyntax(query);
        }
        else if (IsWord("VALUES") && KindAt(_at + 1) == TokenKind.OpenParen)
        {
            _at++;
            source = new QuerySourceSyntax(Values(first));
        }
        else
        {
            var name = Identifier("a collection, a table function, VALUES or a query in parentheses");
            if (Kind == TokenKind.Dot)
                throw Error(Here, "a collection has one name; a name with a dot in it goes in backticks");
            source = Kind == TokenKind.OpenParen ? TableFunction(name) : new CollectionSourceSyntax(name);
        }

        return SourceDetails(source) with { Span = Since(first) };
    }

    // AS OF, VALID AS OF and the alias may follow in any order.
    private SourceSyntax SourceDetails(SourceSyntax source)
    {
        while (true)
        {
            if (source.AsOf is null && IsAsOf())
                source = source with { AsOf = AsOfTime() };
            else if (source.ValidAsOf is null && IsWord("VALID", "AS") && IsWordAt(_at + 2, "OF"))
                source = source with { ValidAsOf = ValidTime() };
            else if (source.Alias is null && IsWord("AS") && !IsAsOf())
                source = Named(source, AliasAfterAs());
            else if (source.Alias is null && BareAlias() is { } alias)
                source = Named(source, alias);
            else
                return source;
        }
    }

    // AS OF with a time after it; before a comma or a clause, OF is an alias.
    private bool IsAsOf() =>
        IsWord("AS", "OF") && KindAt(_at + 2) is not (TokenKind.Comma or TokenKind.CloseParen or TokenKind.Semicolon or TokenKind.End) &&
        !(KindAt(_at + 2) == TokenKind.Word && Words.IsNotAlias(TextAt(_at + 2)) &&
            !(KindAt(_at + 3) == TokenKind.OpenParen && Words.IsCallable(TextAt(_at + 2))));

    private ExpressionSyntax AsOfTime()
    {
        _at += 2;
        return Time();
    }

    private ExpressionSyntax ValidTime()
    {
        _at += 3;
        return Time();
    }

    private IdentifierSyntax AliasAfterAs()
    {
        _at++;
        return Identifier("a name after AS");
    }

    private SourceSyntax Named(SourceSyntax source, IdentifierSyntax alias) =>
        source with { Alias = alias, Columns = Kind == TokenKind.OpenParen ? NameList("the name of a column") : [] };

    // A time binds like an operand of a comparison, so that an alias or a clause may follow at once.
    private ExpressionSyntax Time() => Additive();

    private FunctionSourceSyntax TableFunction(IdentifierSyntax name)
    {
        _at++;
        var arguments = new List<ExpressionSyntax>();
        var hasOrdinality = false;
        if (Kind != TokenKind.CloseParen)
            do
                arguments.Add(StartsQuery(_at) ? BareSubquery() : Expression());
            while (Accept(TokenKind.Comma));
        if (AcceptWords("WITH", "ORDINALITY"))
            hasOrdinality = true;
        Expect(TokenKind.CloseParen, "',' or ')'");
        hasOrdinality |= AcceptWords("WITH", "ORDINALITY");
        return new FunctionSourceSyntax(name, [.. arguments], hasOrdinality);
    }

    private SubquerySyntax BareSubquery()
    {
        var first = _at;
        var query = Query();
        return new SubquerySyntax(query) { Span = Since(first) };
    }

    private JoinSyntax? Join()
    {
        var first = _at;
        if (Accept(TokenKind.Comma))
        {
            var isLateral = AcceptLateral();
            return new JoinSyntax(JoinKind.Cross, isLateral, Source(), null) { Span = Since(first) };
        }

        if (JoinKindHere() is not { } kind)
            return null;
        var lateral = AcceptLateral();
        var source = Source();
        ExpressionSyntax? on = null;
        if (kind == JoinKind.Cross)
        {
            if (IsWord("ON"))
                throw Error(Here, "a CROSS JOIN has no ON; write JOIN … ON");
        }
        else if (AcceptWord("ON"))
        {
            on = Expression();
        }
        else if (!lateral)
        {
            throw IsWord("USING") ? RefusedClause()! : Unexpected("ON and a predicate", "ON");
        }

        return new JoinSyntax(kind, lateral, source, on) { Span = Since(first) };
    }

    private bool AcceptLateral()
    {
        if (!IsWord("LATERAL") || (KindAt(_at + 1) != TokenKind.OpenParen && !IsNameAt(_at + 1)))
            return false;
        _at++;
        return true;
    }

    private JoinKind? JoinKindHere()
    {
        if (AcceptWord("JOIN") || AcceptWords("INNER", "JOIN"))
            return JoinKind.Inner;
        if (AcceptWords("CROSS", "JOIN"))
            return JoinKind.Cross;
        JoinKind? kind = Keyword() switch
        {
            "LEFT" => JoinKind.Left,
            "RIGHT" => JoinKind.Right,
            "FULL" => JoinKind.Full,
            _ => null,
        };
        if (kind is null)
        {
            if (IsWord("INNER") || IsWord("CROSS"))
            {
                _at++;
                throw RefusedClause() ?? Unexpected("JOIN", "JOIN");
            }

            return null;
        }

        _at++;
        AcceptWord("OUTER");
        ExpectWord("JOIN");
        return kind;
    }
}
