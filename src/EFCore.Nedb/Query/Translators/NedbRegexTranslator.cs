using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The static methods of <see cref="Regex"/>; the engine's regular expressions are .NET's own.</summary>
internal sealed class NedbRegexTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    private static readonly (RegexOptions Option, char Letter)[] Letters =
    [
        (RegexOptions.IgnoreCase, 'i'),
        (RegexOptions.Multiline, 'm'),
        (RegexOptions.Singleline, 's'),
        (RegexOptions.ExplicitCapture, 'n'),
        (RegexOptions.IgnorePatternWhitespace, 'x'),
    ];

    // What changes how a match is found, but not which.
    private const RegexOptions WithoutEffect = RegexOptions.Compiled | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(Regex) || instance is not null)
            return null;
        var (function, count) = method.Name switch
        {
            nameof(Regex.IsMatch) => ("regexp_like", 2),
            nameof(Regex.Replace) => ("regexp_replace", 3),
            nameof(Regex.Count) => ("regexp_count", 2),
            _ => ("", 0),
        };
        if (count == 0 || arguments.Count < count || arguments.Count > count + 1 || arguments.Take(count).Any(argument =>
            argument.Type != typeof(string)))
            return null;
        var given = new List<SqlExpression>(arguments.Take(count));
        if (arguments.Count > count)
        {
            if (arguments[count] is not SqlConstantExpression { Value: RegexOptions options } || FindFlags(options) is not { } flags)
                return null;
            if (flags.Length > 0)
                given.Add(expressions.Constant(flags));
        }

        return method.Name == nameof(Regex.IsMatch)
            ? expressions.Test(function, [.. given])
            : expressions.Call(function, method.ReturnType, [.. given]);
    }

    private static string? FindFlags(RegexOptions options)
    {
        options &= ~WithoutEffect;
        var flags = new StringBuilder();
        foreach (var (option, letter) in Letters)
        {
            if (!options.HasFlag(option))
                continue;
            flags.Append(letter);
            options &= ~option;
        }

        return options == RegexOptions.None ? flags.ToString() : null;
    }
}
