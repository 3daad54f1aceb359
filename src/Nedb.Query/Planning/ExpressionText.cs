using System.Globalization;
using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;

namespace Nedb.Query.Planning;

/// <summary>Bound expressions as text, for plans that people read.</summary>
internal static class ExpressionText
{
    public static string Of(BoundExpression expression)
    {
        StackGuard.Check();
        return TextOf(expression);
    }

    private static string TextOf(BoundExpression expression) => expression switch
    {
        BoundConstant constant => constant.Value.ToString(),
        BoundParameter parameter => "@" + parameter.Name,
        BoundField field => field.Field.Name,
        BoundMetadata metadata => MetadataNames.NameOf(metadata.Field),
        BoundRowValue row => string.Create(CultureInfo.InvariantCulture, $"#{row.Slot}.{row.Ordinal + 1}"),
        BoundDocument => "document",
        BoundDynamicField dynamic => dynamic.Name,
        BoundSubquery subquery =>
            $"{(subquery.Item is null ? string.Empty : Of(subquery.Item) + " ")}{subquery.Kind.ToString().ToUpperInvariant()} (query)",
        BoundAggregate aggregate => $"{aggregate.Function.Name.ToUpperInvariant()}({Join(aggregate.Arguments)})",
        BoundOperation operation => Of(operation),
        _ => expression.GetType().Name,
    };

    private static string Of(BoundOperation operation)
    {
        var arguments = operation.Arguments;
        return operation.Kind switch
        {
            OperationKind.And => "(" + string.Join(" AND ", arguments.Select(Of)) + ")",
            OperationKind.Or => "(" + string.Join(" OR ", arguments.Select(Of)) + ")",
            OperationKind.Not => "NOT " + Of(arguments[0]),
            OperationKind.Compare => $"{Of(arguments[0])} {Comparisons.Sign((Comparison)operation.Detail!)} {Of(arguments[1])}",
            OperationKind.JoinEquals => $"{Of(arguments[0])} = {Of(arguments[1])}",
            OperationKind.Arithmetic =>
                $"({Of(arguments[0])} {Arithmetic.Sign((ArithmeticOperation)operation.Detail!)} {Of(arguments[1])})",
            OperationKind.IsNull => Of(arguments[0]) + " IS NULL",
            OperationKind.IsNotNull => Of(arguments[0]) + " IS NOT NULL",
            OperationKind.InList => $"{Of(arguments[0])} {(operation.Detail is true ? "NOT IN" : "IN")} ({Join(arguments.Skip(1))})",
            OperationKind.InArray => $"{Of(arguments[0])} {(operation.Detail is true ? "NOT IN" : "IN")} {Of(arguments[1])}",
            OperationKind.Like => $"{Of(arguments[0])} LIKE {Of(arguments[1])}",
            OperationKind.Member => $"{Of(arguments[0])}.{operation.Detail}",
            OperationKind.Cast => $"CAST({Of(arguments[0])} AS {operation.Detail})",
            OperationKind.Fold or OperationKind.Guard => Of(arguments[0]),
            OperationKind.IsValidAt => $"valid as of {Of(arguments[0])}",
            _ => $"{operation.Kind.ToString().ToUpperInvariant()}({Join(arguments)})",
        };
    }

    private static string Join(IEnumerable<BoundExpression> expressions) => string.Join(", ", expressions.Select(Of));
}
