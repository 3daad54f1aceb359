using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary><see cref="string.Join(string, IEnumerable{string})"/> and <see cref="string.Concat(IEnumerable{string})"/> over a
/// group.</summary>
internal sealed class NedbStringAggregateTranslator(NedbSqlExpressionFactory expressions) : IAggregateMethodCallTranslator
{
    /// <inheritdoc/>
    public SqlExpression? Translate(
        MethodInfo method,
        EnumerableExpression source,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(string) || source.Selector is not SqlExpression value || value.Type != typeof(string))
            return null;
        var separator = (method.Name, arguments.Count) switch
        {
            (nameof(string.Join), 1) => arguments[0],
            (nameof(string.Concat), 0) => expressions.Constant(""),
            _ => null,
        };
        if (separator is null)
            return null;
        var mapping = expressions.MappingOf(typeof(string));
        // .NET joins null like empty text, and no texts at all to empty text.
        value = expressions.Coalesce(expressions.ApplyDefaultTypeMapping(value)!, expressions.Constant("", mapping));
        var aggregate = new StringAggregateExpression(
            value,
            expressions.ApplyTypeMapping(separator, mapping)!,
            source.Orderings,
            source.Predicate,
            source.IsDistinct,
            mapping);
        return expressions.Coalesce(aggregate, expressions.Constant("", mapping));
    }
}
