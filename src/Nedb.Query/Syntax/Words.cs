using System.Collections.Frozen;

namespace Nedb.Query.Syntax;

/// <summary>The words that mean something at certain places. None of them is reserved: where a name is expected, each is a name.</summary>
internal static class Words
{
    /// <summary>The words that begin a clause of a query or a write, or end a source.</summary>
    public static readonly string[] Clauses =
    [
        "FROM", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "WHERE", "VALID", "SEARCH", "TRACE", "TRAVERSE", "GROUP", "HAVING", "SELECT", "ORDER", "OFFSET",
        "LIMIT", "COUNT", "SUM", "AVG", "MIN", "MAX", "UPDATE", "DELETE", "RETURNING", "CAUSED", "EVIDENCE", "CONFIDENCE", "IDEMPOTENCY", "UNION", "EXCEPT",
        "INTERSECT",
    ];

    /// <summary>The words that begin a statement.</summary>
    public static readonly string[] Statements =
    [
        "FROM", "SELECT", "WITH", "VALUES", "PUT", "INSERT", "UPDATE", "DELETE", "LINK", "UNLINK", "CREATE", "ALTER", "DROP", "EXPLAIN",
    ];

    // What cannot be an alias unless AS stands before it: the next clause, or a word that goes on with the present one.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NotAliases = Lookup(
        [.. Clauses, "AS", "ON", "OUTER", "NATURAL", "USING", "FETCH", "FOR", "WINDOW", "WITH", "SET", "VALUES", "LATERAL", "MINUS", "ROWS", "DEFAULT", "APPLY",
        "AND", "OR", "NOT", "IN", "IS", "LIKE", "ILIKE", "BETWEEN", "COLLATE", "TABLESAMPLE", "PIVOT", "UNPIVOT", "QUALIFY"]);

    // What goes on with an expression whose operand came before: before one of these, a keyword is a name.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Infix = Lookup(
        ["AND", "OR", "IN", "IS", "LIKE", "ILIKE", "BETWEEN", "COLLATE", "AS", "ASC", "DESC", "THEN", "ELSE", "END", "WHEN"]);

    // Operands cannot begin with these unless what follows shows that they are names.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Reserved = Lookup(
        [.. Clauses[..17], "AS", "ON", "UNION", "EXCEPT", "INTERSECT", "RETURNING", "WHEN", "THEN", "ELSE", "END", "AND", "OR", "IN", "IS", "LIKE", "ILIKE", "BETWEEN",
        "COLLATE", "BY", "SET", "INTO", "ASC", "DESC"]);

    /// <summary>Whether a word without AS before it is not an alias.</summary>
    public static bool IsNotAlias(ReadOnlySpan<char> word) => NotAliases.Contains(word);

    /// <summary>Whether a word goes on with an expression.</summary>
    public static bool IsInfix(ReadOnlySpan<char> word) => Infix.Contains(word);

    /// <summary>Whether a word is a name as an operand only if what follows shows it.</summary>
    public static bool IsReserved(ReadOnlySpan<char> word) => Reserved.Contains(word);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(string[] words) =>
        words.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
