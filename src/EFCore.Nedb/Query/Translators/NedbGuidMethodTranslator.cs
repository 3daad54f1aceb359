using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The methods of <see cref="Guid"/>.</summary>
internal sealed class NedbGuidMethodTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(Guid) || instance is not null)
            return null;
        return (method.Name, arguments.Count) switch
        {
            (nameof(Guid.NewGuid), 0) => expressions.Volatile("new_guid", typeof(Guid)),
            (nameof(Guid.CreateVersion7), 0) => expressions.Volatile("new_guid_v7", typeof(Guid)),
            (nameof(Guid.Parse), 1) when arguments[0].Type == typeof(string) => expressions.Convert(arguments[0], typeof(Guid)),
            _ => null,
        };
    }
}
