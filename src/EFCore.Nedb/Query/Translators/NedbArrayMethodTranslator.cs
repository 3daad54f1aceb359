using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>Methods on arrays that are no property of a model, such as the causes of a version; EF sees to those that are.</summary>
internal sealed class NedbArrayMethodTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(Enumerable) || arguments is not [{ TypeMapping.ElementTypeMapping: not null } array, ..])
            return null;
        return (method.Name, arguments.Count) switch
        {
            (nameof(Enumerable.Contains), 2) => expressions.InArray(arguments[1], array),
            (nameof(Enumerable.Count), 1) => expressions.Call("length", typeof(int), array),
            (nameof(Enumerable.Any), 1) => expressions.GreaterThan(expressions.Call("length", typeof(int), array), expressions.Constant(0)),
            _ => null,
        };
    }
}
