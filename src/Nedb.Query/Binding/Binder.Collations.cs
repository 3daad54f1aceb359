using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Storage.Collations;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <content>Collations: text that is compared is folded first, so that everything else stays ordinal.</content>
internal sealed partial class Binder
{
    private BoundExpression BindCollate(CollateSyntax collate, Scope scope)
    {
        var operand = Uncollated(BindExpression(collate.Operand, scope));
        if (StaticTypes.IsKnown(operand.Type) && operand.Type.Kind != FieldKind.String)
            throw Error(NqlErrorCode.TypeMismatch, collate.Operand.Span, $"COLLATE needs text; this is {operand.Type}.");
        var collation = Collation.Find(collate.Collation.Text) ?? throw UnknownName(collate.Collation, "collation", Collation.Names);
        return new BoundOperation(OperationKind.Fold, [operand], operand.Type, collation);
    }

    /// <summary>The expression as it is to be compared: a field with a collation is folded by it.</summary>
    private static BoundExpression Collated(BoundExpression expression) =>
        expression is BoundField { Field.TextCollation: { } collation }
            ? new BoundOperation(OperationKind.Fold, [expression], expression.Type, collation)
            : expression;

    private static BoundExpression Uncollated(BoundExpression expression) =>
        expression is BoundOperation { Kind: OperationKind.Fold } fold ? fold.Arguments[0] : expression;

    /// <summary>An explicit collation on either side counts for both; else that of a field does.</summary>
    private static void MatchCollations(ref BoundExpression left, ref BoundExpression right)
    {
        var isExplicit = left is BoundOperation { Kind: OperationKind.Fold } || right is BoundOperation { Kind: OperationKind.Fold };
        if (!isExplicit)
        {
            left = Collated(left);
            if (left is not BoundOperation { Kind: OperationKind.Fold })
                right = Collated(right);
        }

        left = FoldLike(right, left);
        right = FoldLike(left, right);
    }

    /// <summary>As above, of a value and the one column of a query that it is compared with.</summary>
    private static void MatchCollations(ref BoundExpression item, BoundQuery rows)
    {
        var column = rows.Columns[0];
        var expression = column.Expression;
        MatchCollations(ref item, ref expression);
        if (!ReferenceEquals(expression, column.Expression))
            rows.Columns[0] = column with { Expression = expression };
    }

    private static BoundExpression FoldLike(BoundExpression model, BoundExpression expression) =>
        model is BoundOperation { Kind: OperationKind.Fold } fold && expression is not BoundOperation { Kind: OperationKind.Fold }
            ? new BoundOperation(OperationKind.Fold, [expression], expression.Type, fold.Detail)
            : expression;
}
