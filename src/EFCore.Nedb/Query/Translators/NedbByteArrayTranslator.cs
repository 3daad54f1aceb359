using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The methods of LINQ to Objects on bytes, which are one value and not a collection of many.</summary>
internal sealed class NedbByteArrayTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(Enumerable) || arguments is not [{ } bytes, ..] || bytes.Type != typeof(byte[])
            || bytes.TypeMapping?.Converter is not null)
            return null;
        return (method.Name, arguments.Count) switch
        {
            (nameof(Enumerable.Contains), 2) => expressions.Test("contains", bytes, arguments[1]),
            (nameof(Enumerable.ElementAt), 2) => expressions.Call("get_byte", typeof(byte), bytes, arguments[1]),
            (nameof(Enumerable.First), 1) => expressions.Call("get_byte", typeof(byte), bytes, expressions.Constant(0)),
            (nameof(Enumerable.Count), 1) => expressions.Call("length", typeof(int), bytes),
            (nameof(Enumerable.Any), 1) => expressions.GreaterThan(expressions.Call("length", typeof(int), bytes), expressions.Constant(0)),
            _ => null,
        };
    }
}
