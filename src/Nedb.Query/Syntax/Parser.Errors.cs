using Nedb.Query.Diagnostics;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    // The token last taken as an alias without AS: when the text does not go on as it should, that alias may be a mistyped clause.
    private int _bareAlias = -1;

    private NqlException Error(SourceSpan span, string message) => _source.Error(NqlErrorCode.Syntax, span, message);

    private NqlException Refused(SourceSpan span, string message) => _source.Error(NqlErrorCode.NotSupported, span, message);

    private string Found()
    {
        if (Kind == TokenKind.End)
            return "the end of the text";
        var text = TextAt(_at);
        return text.Length > 40 ? $"'{text[..40]}…'" : text[0] == '\'' ? text.ToString() : $"'{text}'";
    }

    private NqlException Unexpected(string expected, params string[] known)
    {
        var hint = Kind == TokenKind.Word ? NearestName.Hint(_source.Slice(Here), known) : "";
        return Error(Here, $"expected {expected}, found {Found()}{hint}");
    }

    private NqlException UnexpectedAfterStatement()
    {
        if (_bareAlias == _at - 1 && Kind != TokenKind.CloseParen)
        {
            var alias = _tokens[_bareAlias].Span;
            if (NearestName.Find(_source.Slice(alias), Words.Clauses) is { } clause)
                return Error(alias, $"expected a clause, found '{_source.Slice(alias)}'; did you mean '{clause}'?");
        }

        if (IsAnyWord("RETURNING", "CAUSED", "EVIDENCE", "CONFIDENCE", "IDEMPOTENCY", "EXPIRES", "UPDATE", "DELETE"))
            return Error(Here, $"{_source.Slice(Here).ToUpperInvariant()} can stand only in a statement that writes, not in a query");
        if (RefusedClause() is { } refused)
            return refused;
        var expected = "a clause (WHERE, SELECT, ORDER BY, …), ';' or the end of the text";
        return Unexpected(expected, Words.Clauses);
    }

    // What people who know SQL try, and what to write instead.
    private NqlException? RefusedClause()
    {
        var word = Keyword();
        var advice = word switch
        {
            "FOR" => "FOR is not a clause of NQL: readers take no locks, and a version of the past is read with AS OF",
            "WINDOW" => "WINDOW is not a clause of NQL; write the window in OVER (…)",
            "QUALIFY" => "QUALIFY is not a clause of NQL; filter the rows of a subquery",
            "MINUS" => "MINUS is not an operator of NQL; write EXCEPT",
            "TABLESAMPLE" => "TABLESAMPLE is not a clause of NQL; write ORDER BY random() LIMIT n",
            "PIVOT" or "UNPIVOT" => $"{word} is not a clause of NQL; write aggregates with FILTER (WHERE …)",
            "NATURAL" => "NATURAL JOIN is not in NQL; write the fields with ON",
            "USING" => "USING is not in NQL; write the fields with ON",
            "APPLY" or "OUTER" => $"{word} is not in NQL; write JOIN LATERAL (…) or LEFT JOIN LATERAL (…)",
            _ => null,
        };
        return advice is null ? null : Refused(Here, advice);
    }
}
