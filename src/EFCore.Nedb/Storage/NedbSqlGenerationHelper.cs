using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>Writes names and comments as NQL does: a word stands bare, any other name in backticks.</summary>
internal sealed class NedbSqlGenerationHelper(RelationalSqlGenerationHelperDependencies dependencies) : RelationalSqlGenerationHelper(dependencies)
{
    // NQL reserves nothing where a name is expected, but an expression may begin with each of these.
    private static readonly HashSet<string> WordsOfExpressions = new(StringComparer.OrdinalIgnoreCase)
    {
        "all", "and", "any", "as", "asc", "between", "bytes", "by", "case", "cast", "coalesce", "collate", "cross", "date", "delete", "desc",
        "distinct", "duration", "else", "end", "escape", "except", "exists", "false", "filter", "from", "full", "group", "guid", "having",
        "history", "ilike", "in", "inner", "insert", "intersect", "into", "is", "join", "lateral", "left", "like", "limit", "not", "null",
        "of", "offset", "on", "or", "order", "outer", "over", "partition", "put", "returning", "right", "search", "select", "set", "then",
        "time", "timestamp", "timestamptz", "trace", "traverse", "true", "union", "unnest", "update", "using", "valid", "values", "when",
        "where", "with",
    };

    /// <inheritdoc/>
    public override string StartTransactionStatement => "BEGIN" + StatementTerminator;

    /// <inheritdoc/>
    public override string EscapeIdentifier(string identifier) => identifier.Replace("`", "``", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override void EscapeIdentifier(StringBuilder builder, string identifier) => builder.Append(EscapeIdentifier(identifier));

    /// <inheritdoc/>
    public override string DelimitIdentifier(string identifier) => IsWord(identifier) ? identifier : $"`{EscapeIdentifier(identifier)}`";

    /// <inheritdoc/>
    public override void DelimitIdentifier(StringBuilder builder, string identifier) => builder.Append(DelimitIdentifier(identifier));

    /// <summary>Writes the name of a collection. There are no schemas, so the schema is left out; the model validator warns about it.</summary>
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
