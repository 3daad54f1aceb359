using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>Writes names and comments as NQL does: a word stands bare, any other name in backticks.</summary>
internal sealed class NedbSqlGenerationHelper(RelationalSqlGenerationHelperDependencies dependencies)
    : RelationalSqlGenerationHelper(dependencies)
{
    // NQL reserves nothing where a name is expected, but an expression may begin with each of these.
    private static readonly HashSet<string> WordsOfExpressions = new(StringComparer.OrdinalIgnoreCase)
    {
        "all", "and", "any", "apply", "as", "asc", "avg", "between", "by", "bytes", "case", "cast", "caused", "coalesce", "collate",
        "confidence", "count", "cross", "date", "default", "delete", "desc", "distinct", "drop", "duration", "else", "end", "escape",
        "evidence", "except", "exists", "extract", "false", "fetch", "filter", "for", "from", "full", "group", "guid", "having",
        "history", "idempotency", "ilike", "in", "inner", "insert", "intersect", "interval", "into", "is", "join", "lateral", "left",
        "like", "limit", "max", "min", "minus", "natural", "not", "null", "of", "offset", "on", "or", "order", "outer", "over",
        "partition", "pivot", "put", "qualify", "returning", "right", "rows", "search", "select", "set", "sum", "tablesample", "then",
        "time", "timestamp", "timestamptz", "trace", "traverse", "true", "union", "unnest", "unpivot", "update", "using", "valid",
        "values", "when", "where", "window", "with",
    };

    // Transactions are begun and ended through a connection, so the script of a migration says nothing of them.
    /// <inheritdoc/>
    public override string StartTransactionStatement => "";

    /// <inheritdoc/>
    public override string CommitTransactionStatement => "";

    /// <inheritdoc/>
    public override string EscapeIdentifier(string identifier) => identifier.Replace("`", "``", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override void EscapeIdentifier(StringBuilder builder, string identifier) => builder.Append(EscapeIdentifier(identifier));

    /// <inheritdoc/>
    public override string DelimitIdentifier(string identifier) => IsWord(identifier) ? identifier : $"`{EscapeIdentifier(identifier)}`";

    /// <inheritdoc/>
    public override void DelimitIdentifier(StringBuilder builder, string identifier) => builder.Append(DelimitIdentifier(identifier));

    /// <summary>
    /// Writes the name of a collection. There are no schemas, so the schema is left out; the model validator warns about it.
    /// </summary>
    public override string DelimitIdentifier(string name, string? schema) => DelimitIdentifier(name);

    /// <inheritdoc cref="DelimitIdentifier(string, string?)"/>
    public override void DelimitIdentifier(StringBuilder builder, string name, string? schema) => DelimitIdentifier(builder, name);

    private static bool IsWord(string identifier)
    {
        if (identifier.Length == 0 || !(char.IsLetter(identifier[0]) || identifier[0] == '_') || WordsOfExpressions.Contains(identifier))
            return false;
        foreach (var letter in identifier)
            if (!char.IsLetterOrDigit(letter) && letter != '_' && char.GetUnicodeCategory(letter) is not (UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark))
                return false;
        return true;
    }
}
