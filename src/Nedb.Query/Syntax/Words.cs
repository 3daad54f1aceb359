using System.Collections.Frozen;

namespace Nedb.Query.Syntax;

/// <summary>The words that mean something at certain places. None of them is reserved: where a name is expected, each is a name.</summary>
internal static class Words
{
    /// <summary>The words that begin a clause of a query or a write, or end a source.</summary>
    public static readonly string[] Clauses =
    [
        "FROM", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "WHERE", "VALID", "SEARCH", "TRACE", "TRAVERSE", "GROUP", "HAVING",
        "SELECT", "ORDER", "OFFSET",
        "LIMIT", "COUNT", "SUM", "AVG", "MIN", "MAX", "UPDATE", "DELETE", "RETURNING", "CAUSED", "EVIDENCE", "CONFIDENCE", "IDEMPOTENCY",
        "EXPIRES", "UNION", "EXCEPT", "INTERSECT",
    ];

    /// <summary>The words that begin a statement.</summary>
    public static readonly string[] Statements =
    [
        "FROM", "SELECT", "WITH", "VALUES", "PUT", "INSERT", "UPDATE", "DELETE", "LINK", "UNLINK", "CREATE", "ALTER", "DROP", "EXPLAIN",
        "IF",
    ];

    // What cannot be an alias unless AS stands before it: the next clause, or a word that goes on with the present one.
    private static readonly string[] NotAliasList =
        [.. Clauses, "AS", "ON", "OUTER", "NATURAL", "USING", "FETCH", "FOR", "WINDOW", "WITH", "SET", "VALUES", "LATERAL", "MINUS",
        "ROWS", "DEFAULT", "APPLY",
        "AND", "OR", "NOT", "IN", "IS", "LIKE", "ILIKE", "BETWEEN", "COLLATE", "TABLESAMPLE", "PIVOT", "UNPIVOT", "QUALIFY"];

    // What goes on with an expression whose operand came before: before one of these, a keyword is a name.
    private static readonly string[] InfixList =
        ["AND", "OR", "IN", "IS", "LIKE", "ILIKE", "BETWEEN", "COLLATE", "AS", "ASC", "DESC", "THEN", "ELSE", "END", "WHEN"];

    // Operands cannot begin with these unless what follows shows that they are names.
    private static readonly string[] ReservedList =
    [
        .. InfixList, "FROM", "SELECT", "JOIN", "WHERE", "HAVING", "ON", "UNION", "EXCEPT", "INTERSECT", "BY", "SET", "INTO",
    ];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NotAliases = Lookup(NotAliasList);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Infix = Lookup(InfixList);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Reserved = Lookup(ReservedList);

    // Words that mean something somewhere, so that as names they are printed in backticks.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Keywords = Lookup(
        [.. NotAliasList, .. InfixList, .. ReservedList, .. Statements, "OF", "TO", "KEY", "TRUE", "FALSE", "NULL", "CASE", "CAST",
        "EXISTS", "DISTINCT", "ALL", "ANY",
        "SOME", "TOP", "EXTRACT", "INTERVAL", "REVERSE", "DEPTH", "ROLLUP", "CUBE", "GROUPING", "ESCAPE", "FILTER", "OVER", "PARTITION",
        "IF", "FIELD", "COLUMN",
        "PERIOD", "CONSTRAINT", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "REFERENCES", "INDEX", "COMMENT", "TYPE", "RENAME", "ADD",
        "COLLECTION", "TABLE",
        "RECURSIVE", "ANALYZE", "UNBOUNDED", "CURRENT", "WITHIN", "NULLS", "RANGE", "GROUPS", "ROW", "FIRST", "LAST", "NEXT", "ONLY",
        "ORDINALITY", "BETWEEN",
        "WITHOUT", "OVERLAPS", "PORTION",
        "IDENTITY", "COMPUTED", "GENERATED", "AUTOINCREMENT", "GLOB", "REGEXP", "RLIKE", "MATCH", "EXCLUDE"]);

    // Clauses whose words are functions too where a parenthesis follows.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Functions =
        Lookup(["COUNT", "SUM", "AVG", "MIN", "MAX", "LEFT", "RIGHT"]);

    /// <summary>A word in upper case; for the known ones nothing is allocated.</summary>
    public static string ToUpper(ReadOnlySpan<char> word) =>
        Keywords.TryGetValue(word, out var known) ? known : word.ToString().ToUpperInvariant();

    /// <summary>Whether a word has a meaning of its own at some place.</summary>
    public static bool IsKeyword(ReadOnlySpan<char> word) => Keywords.Contains(word);

    /// <summary>Whether a word can be the name of a function as it stands, wherever an expression can stand.</summary>
    public static bool IsCallable(ReadOnlySpan<char> word) => !Keywords.Contains(word) || Functions.Contains(word);

    /// <summary>Whether a word without AS before it is not an alias.</summary>
    public static bool IsNotAlias(ReadOnlySpan<char> word) => NotAliases.Contains(word);

    /// <summary>Whether a word goes on with an expression.</summary>
    public static bool IsInfix(ReadOnlySpan<char> word) => Infix.Contains(word);

    /// <summary>Whether a word is a name as an operand only if what follows shows it.</summary>
    public static bool IsReserved(ReadOnlySpan<char> word) => Reserved.Contains(word);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(string[] words) =>
        words.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
