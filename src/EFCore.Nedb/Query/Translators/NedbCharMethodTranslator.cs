using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The methods of <see cref="char"/>, which is stored as text of one letter.</summary>
internal sealed class NedbCharMethodTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(char) || instance is not null || arguments.Count != 1)
            return null;
        return method.Name switch
        {
            nameof(char.ToLower) or nameof(char.ToLowerInvariant) => expressions.Call("lower", typeof(char), arguments[0]),
            nameof(char.ToUpper) or nameof(char.ToUpperInvariant) => expressions.Call("upper", typeof(char), arguments[0]),
            _ => null,
        };
    }
}
