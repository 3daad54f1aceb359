using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The methods of <see cref="EF.Functions"/> that are Nedb's own and do not ask about an entity.</summary>
internal sealed class NedbDbFunctionsTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(DbFunctionsExtensions) && method.Name == nameof(DbFunctionsExtensions.Random))
            return expressions.Volatile("random", typeof(double));
        if (method.DeclaringType != typeof(NedbDbFunctionsExtensions))
            return null;
        return method.Name switch
        {
            nameof(NedbDbFunctionsExtensions.ILike) => new CaseInsensitiveLikeExpression(
                expressions.ApplyDefaultTypeMapping(arguments[1])!,
                expressions.ApplyDefaultTypeMapping(arguments[2])!,
                arguments.Count > 3 ? expressions.ApplyDefaultTypeMapping(arguments[3]) : null,
                expressions.MappingOf(typeof(bool))),
            nameof(NedbDbFunctionsExtensions.Search) => expressions.Test("contains_words", arguments[1], arguments[2]),
            nameof(NedbDbFunctionsExtensions.SearchScore) => expressions.Call("search_score", typeof(double), arguments[1], arguments[2]),
            nameof(NedbDbFunctionsExtensions.Reverse) => expressions.Call("reverse", typeof(string), arguments[1]),
            _ => null,
        };
    }
}
