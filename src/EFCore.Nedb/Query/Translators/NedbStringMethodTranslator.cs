using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The methods of <see cref="string"/>, ordinal and by UTF-16 code unit as in .NET.</summary>
internal sealed class NedbStringMethodTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    private static readonly Dictionary<string, string> TextFunctions = new()
    {
        [nameof(string.ToLower)] = "lower",
        [nameof(string.ToLowerInvariant)] = "lower",
        [nameof(string.ToUpper)] = "upper",
        [nameof(string.ToUpperInvariant)] = "upper",
        [nameof(string.Trim)] = "trim",
        [nameof(string.TrimStart)] = "ltrim",
        [nameof(string.TrimEnd)] = "rtrim",
        [nameof(string.Substring)] = "substring",
        [nameof(string.Replace)] = "replace",
        [nameof(string.PadLeft)] = "pad_left",
        [nameof(string.PadRight)] = "pad_right",
    };

    private static readonly Dictionary<string, string> Tests = new()
    {
        [nameof(string.Contains)] = "contains",
        [nameof(string.StartsWith)] = "starts_with",
        [nameof(string.EndsWith)] = "ends_with",
    };

    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(Enumerable) && arguments is [{ } text] && text.Type == typeof(string))
            return TranslateLetter(text, method.Name);
        if (method.DeclaringType != typeof(string))
            return null;
        return instance is null ? TranslateStatic(method, arguments) : TranslateInstance(instance, method, arguments);
    }

    private SqlExpression? TranslateInstance(SqlExpression instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments)
    {
        // Replacing by a null that the program gives takes away, as in C#. One that is stored makes the text null, as with every relational
        // provider and as EF's suites expect.
        if (method.Name == nameof(string.Replace) && arguments[1] is SqlParameterExpression or SqlConstantExpression { Value: null }
            && arguments[1].Type == typeof(string))
            arguments = [arguments[0], expressions.Coalesce(arguments[1], expressions.Constant(string.Empty)), .. arguments.Skip(2)];
        if (arguments is [.., var last] && last.Type == typeof(StringComparison))
            return TranslateCompared(instance, method, arguments);
        if (arguments.Any(argument => argument.Type == typeof(System.Globalization.CultureInfo) || argument.Type == typeof(bool)))
            return null;
        if (Tests.TryGetValue(method.Name, out var test))
            return expressions.Test(test, instance, arguments[0]);
        if (TextFunctions.TryGetValue(method.Name, out var function))
            return FindLetters(arguments) is { } given ? expressions.Call(function, typeof(string), [instance, .. given]) : null;
        return method.Name switch
        {
            nameof(string.IndexOf) when arguments.Count <= 2 => expressions.Call("index_of", typeof(int), [instance, .. arguments]),
            nameof(string.LastIndexOf) when arguments.Count == 1 => expressions.Call("last_index_of", typeof(int), instance, arguments[0]),
            "get_Chars" => expressions.Call("char_at", typeof(char), instance, arguments[0]),
            nameof(string.Insert) => Stuff(instance, arguments[0], expressions.Constant(0), arguments[1]),
            nameof(string.Remove) when arguments.Count == 1 =>
                expressions.Call("substring", typeof(string), instance, expressions.Constant(0), arguments[0]),
            nameof(string.Remove) => Stuff(instance, arguments[0], arguments[1], expressions.Constant(string.Empty)),
            _ => null,
        };
    }

    /// <summary>Letters to trim, which .NET takes as an array, are given as text.</summary>
    private List<SqlExpression>? FindLetters(IReadOnlyList<SqlExpression> arguments)
    {
        var found = new List<SqlExpression>();
        foreach (var argument in arguments)
        {
            if (argument.Type != typeof(char[]))
                found.Add(argument);
            else if (argument is not SqlConstantExpression { Value: char[] letters })
                return null;
            else if (letters.Length > 0)
                found.Add(expressions.Constant(new string(letters)));
        }

        return found;
    }

    private SqlExpression? TranslateCompared(SqlExpression instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments)
    {
        if (FindComparison(arguments[^1]) is not { } ignoresCase)
            return null;
        SqlExpression[] given = [instance, .. arguments.Take(arguments.Count - 1)];
        if (Tests.TryGetValue(method.Name, out var test))
            return expressions.Test(test, ignoresCase ? [.. given, expressions.Constant(true)] : given);
        switch (method.Name)
        {
            case nameof(string.Equals):
                return AreEqual(instance, arguments[0], ignoresCase);
            case nameof(string.IndexOf) when arguments.Count is 2 or 3:
                if (ignoresCase && arguments.Count == 2)
                    given = [.. given, expressions.Constant(0)];
                return expressions.Call("index_of", typeof(int), ignoresCase ? [.. given, expressions.Constant(true)] : given);
            case nameof(string.LastIndexOf) when arguments.Count == 2:
                return expressions.Call("last_index_of", typeof(int), ignoresCase ? [.. given, expressions.Constant(true)] : given);
            case nameof(string.Replace):
                return expressions.Call("replace", typeof(string), ignoresCase ? [.. given, expressions.Constant(true)] : given);
            default:
                return null;
        }
    }

    private SqlExpression? TranslateStatic(MethodInfo method, IReadOnlyList<SqlExpression> arguments)
    {
        switch (method.Name)
        {
            case nameof(string.IsNullOrWhiteSpace):
                return expressions.Known("is_null_or_white_space", typeof(bool), arguments[0]);
            case nameof(string.Equals) when arguments.Count == 3 && FindComparison(arguments[2]) is { } ignoresCase:
                return AreEqual(arguments[0], arguments[1], ignoresCase);
            case nameof(string.CompareOrdinal) when arguments.Count == 2:
                return Compare(arguments[0], arguments[1]);
            case nameof(string.Compare) when arguments.Count == 3 && FindComparison(arguments[2]) is { } ignoresCase:
                return ignoresCase
                    ? expressions.Known("compare", typeof(int), arguments[0], arguments[1], expressions.Constant(true))
                    : Compare(arguments[0], arguments[1]);
            default:
                return null;
        }
    }

    private SqlExpression Compare(SqlExpression left, SqlExpression right) => expressions.Case(
        [
            new CaseWhenClause(expressions.Equal(left, right), expressions.Constant(0)),
            new CaseWhenClause(expressions.GreaterThan(left, right), expressions.Constant(1)),
            new CaseWhenClause(expressions.LessThan(left, right), expressions.Constant(-1)),
        ],
        null);

    /// <summary>Whether a comparison ignores case; null for one that depends on a culture.</summary>
    private static bool? FindComparison(SqlExpression argument) => argument is SqlConstantExpression { Value: StringComparison comparison }
        ? comparison switch
        {
            StringComparison.Ordinal => false,
            StringComparison.OrdinalIgnoreCase => true,
            _ => null,
        }
        : null;

    private SqlExpression AreEqual(SqlExpression left, SqlExpression right, bool ignoresCase) => ignoresCase
        ? expressions.Known("equals_ignore_case", typeof(bool), left, right)
        : expressions.Equal(left, right);

    private SqlExpression? TranslateLetter(SqlExpression text, string method) => method switch
    {
        nameof(Enumerable.FirstOrDefault) => LetterOrDefault("first_char", text),
        nameof(Enumerable.LastOrDefault) => LetterOrDefault("last_char", text),
        _ => null,
    };

    // The default of a letter is U+0000, where the engine has null for a letter that is not there.
    private SqlExpression LetterOrDefault(string function, SqlExpression text) => expressions.Case(
        [new CaseWhenClause(expressions.Equal(text, expressions.Constant(string.Empty)), expressions.Constant('\0'))],
        expressions.Call(function, typeof(char), text));

    private SqlFunctionExpression Stuff(SqlExpression text, SqlExpression start, SqlExpression count, SqlExpression replacement) =>
        expressions.Call("stuff", typeof(string), text, start, count, replacement);
}
