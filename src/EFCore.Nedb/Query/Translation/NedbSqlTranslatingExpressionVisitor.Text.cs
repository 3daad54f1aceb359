using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Methods on text that take an array, which a method translator does not get to see.</content>
internal sealed partial class NedbSqlTranslatingExpressionVisitor
{
    private SqlExpression? TranslateText(MethodCallExpression call)
    {
        if (call.Method.DeclaringType != typeof(string) || call.Method.Name != nameof(string.Join))
            return null;
        return call.Arguments is [var separator, NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array]
            ? TranslateJoin(separator, array)
            : null;
    }

    private SqlFunctionExpression? TranslateJoin(Expression separator, NewArrayExpression array)
    {
        if (TranslateToText(separator) is not { } translatedSeparator)
            return null;
        var items = new List<SqlExpression>();
        foreach (var item in array.Expressions)
        {
            // What is not text would be written by its ToString, which is left to the caller to ask for.
            if (TranslateToText(item) is not { } translated)
                return null;
            items.Add(translated);
        }

        var mapping = _expressions.MappingOf(typeof(string[]));
        return (SqlFunctionExpression)_expressions.Function(
            "string_join",
            [translatedSeparator, new ArrayLiteralExpression(items, typeof(string[]), mapping)],
            nullable: false,
            argumentsPropagateNullability: [false, false],
            typeof(string),
            _expressions.MappingOf(typeof(string)));
    }

    private SqlExpression? TranslateToText(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert } convert && convert.Type == typeof(object))
            expression = convert.Operand;
        return expression.Type == typeof(string) && Visit(expression) is SqlExpression translated
            ? _expressions.ApplyDefaultTypeMapping(translated)
            : null;
    }
}
