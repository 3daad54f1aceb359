using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Methods on text that take an array, which a method translator does not get to see.</content>
internal sealed partial class NedbSqlTranslatingExpressionVisitor
{
    private static readonly MethodInfo ObjectToString = typeof(object).GetMethod(nameof(ToString))!;

    private SqlExpression? TranslateText(MethodCallExpression call)
    {
        if (call.Method.DeclaringType != typeof(string))
            return null;
        return call.Method.Name switch
        {
            nameof(string.Join) when call.Arguments is [var separator, var items] =>
                items is NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array
                    ? TranslateJoin(separator, array)
                    : TranslateJoin(separator, items),
            nameof(string.Format) when call.Arguments[0] is ConstantExpression { Value: string format } =>
                TranslateFormat(format, ItemsOf([.. call.Arguments.Skip(1)])),
            _ => null,
        };
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

        return Join(translatedSeparator, new ArrayLiteralExpression(items, typeof(string[]), _expressions.MappingOf(typeof(string[]))));
    }

    // A list of text that is a property: one value to the engine.
    private SqlFunctionExpression? TranslateJoin(Expression separator, Expression items) =>
        typeof(IEnumerable<string>).IsAssignableFrom(items.Type)
        && TranslateToText(separator) is { } translatedSeparator
        && Visit(items) is ColumnExpression { TypeMapping.ElementTypeMapping.Converter: null } array
            ? Join(translatedSeparator, array)
            : null;

    private SqlFunctionExpression Join(SqlExpression separator, SqlExpression array) => (SqlFunctionExpression)_expressions.Function(
        "string_join",
        [separator, array],
        nullable: false,
        argumentsPropagateNullability: [false, false],
        typeof(string),
        _expressions.MappingOf(typeof(string)));

    /// <summary>
    /// A text with places for others, as C# makes of <c>$"…"</c>. Formats and widths, and what a culture writes in its own way, are left
    /// to the caller.
    /// </summary>
    private SqlExpression? TranslateFormat(string format, IReadOnlyList<Expression> items)
    {
        if (Split(format, items.Count) is not { } parts)
            return null;
        var translated = new List<SqlExpression>();
        foreach (var (text, index) in parts)
            if (text is not null)
                translated.Add(_expressions.Constant(text, _expressions.MappingOf(typeof(string))));
            else if (TranslateAsText(items[index]) is { } item)
                translated.Add(item);
            else
                return null;
        return (SqlFunctionExpression)_expressions.Function(
            "concat",
            translated,
            nullable: false,
            argumentsPropagateNullability: new bool[translated.Count],
            typeof(string),
            _expressions.MappingOf(typeof(string)));
    }

    // More than three items come as an array.
    private static IReadOnlyList<Expression> ItemsOf(Expression[] items) =>
        items is [NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array] ? array.Expressions : items;

    // The parts of a format in turn: a text, or the number of the item that stands there.
    private static List<(string? Text, int Item)>? Split(string format, int items)
    {
        var parts = new List<(string?, int)>();
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            var isDoubled = i + 1 < format.Length && format[i + 1] == format[i];
            if (format[i] is not ('{' or '}'))
            {
                text.Append(format[i]);
            }
            else if (isDoubled)
            {
                text.Append(format[i++]);
            }
            else
            {
                var end = format.IndexOf('}', i);
                if (end < 0 || !int.TryParse(format.AsSpan(i + 1, end - i - 1), out var item) || item >= items)
                    return null;
                if (text.Length > 0)
                    parts.Add((text.ToString(), 0));
                text.Clear();
                parts.Add((null, item));
                i = end;
            }
        }

        if (text.Length > 0 || parts.Count == 0)
            parts.Add((text.ToString(), 0));
        return parts;
    }

    private SqlExpression? TranslateAsText(Expression item)
    {
        item = WithoutObject(item);
        var type = Nullable.GetUnderlyingType(item.Type) ?? item.Type;
        if (type == typeof(string))
            return TranslateToText(item);
        var isInteger = Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;
        if (!isInteger && type != typeof(Guid) && type != typeof(char))
            return null;
        return Visit(Expression.Call(item, item.Type.GetMethod(nameof(ToString), []) ?? ObjectToString)) is SqlExpression translated
            ? _expressions.ApplyDefaultTypeMapping(translated)
            : null;
    }

    private SqlExpression? TranslateToText(Expression expression)
    {
        expression = WithoutObject(expression);
        return expression.Type == typeof(string) && Visit(expression) is SqlExpression translated
            ? _expressions.ApplyDefaultTypeMapping(translated)
            : null;
    }

    private static Expression WithoutObject(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert } convert && convert.Type == typeof(object))
            expression = convert.Operand;
        return expression;
    }
}
