using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Causality;
using Nedb.EntityFrameworkCore.Query.Expressions;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Generation;

/// <content>Expressions that NQL writes in its own way.</content>
internal sealed partial class NedbQuerySqlGenerator
{
    /// <inheritdoc/>
    protected override Expression VisitExtension(Expression extensionExpression)
    {
        switch (extensionExpression)
        {
            case UnnestExpression unnest:
                GenerateUnnest(unnest);
                return unnest;
            case VersionedTableExpression versioned:
                GenerateVersioned(versioned);
                return extensionExpression;
            case CausesExpression causes:
                GenerateCauses(causes);
                return causes;
            case NullSafeEqualExpression equal:
                GenerateOperand(equal, equal.Left);
                Sql.Append(" = ");
                GenerateOperand(equal, equal.Right);
                return equal;
            case InArrayExpression inArray:
                GenerateOperand(inArray, inArray.Item);
                Sql.Append(" IN ");
                GenerateOperand(inArray, inArray.Array);
                return inArray;
            case ArrayIndexExpression index:
                GenerateOperand(index, index.Array);
                Sql.Append("[");
                Visit(index.Index);
                Sql.Append("]");
                return index;
            case ArrayLiteralExpression array:
                Sql.Append("[");
                GenerateEach(array.Items, sql => sql.Append(", "));
                Sql.Append("]");
                return array;
            case StringAggregateExpression aggregate:
                GenerateAggregate(aggregate);
                return aggregate;
            case CaseInsensitiveLikeExpression like:
                GenerateOperand(like, like.Match);
                Sql.Append(" ILIKE ");
                GenerateOperand(like, like.Pattern);
                if (like.EscapeCharacter is not null)
                {
                    Sql.Append(" ESCAPE ");
                    Visit(like.EscapeCharacter);
                }

                return like;
            default:
                return base.VisitExtension(extensionExpression);
        }
    }

    private void GenerateAggregate(StringAggregateExpression aggregate)
    {
        Sql.Append(aggregate.IsDistinct ? "STRING_AGG(DISTINCT " : "STRING_AGG(");
        Visit(aggregate.Value);
        Sql.Append(", ");
        Visit(aggregate.Separator);
        if (aggregate.Orderings.Count > 0)
        {
            Sql.Append(" ORDER BY ");
            GenerateEach(aggregate.Orderings, sql => sql.Append(", "));
        }

        Sql.Append(")");
        if (aggregate.Predicate is not null)
        {
            Sql.Append(" FILTER (WHERE ");
            Visit(aggregate.Predicate);
            Sql.Append(")");
        }
    }

    private void GenerateOperand(SqlExpression outer, SqlExpression operand)
    {
        var needsParentheses = operand is SqlBinaryExpression or SqlUnaryExpression { OperatorType: not ExpressionType.Convert }
            or LikeExpression or CaseInsensitiveLikeExpression or InExpression or InArrayExpression or NullSafeEqualExpression
            or CollateExpression
            || RequiresParentheses(outer, operand);
        Sql.Append(needsParentheses ? "(" : "");
        Visit(operand);
        Sql.Append(needsParentheses ? ")" : "");
    }

    /// <inheritdoc/>
    protected override bool RequiresParentheses(SqlExpression outerExpression, SqlExpression innerExpression)
    {
        switch (innerExpression)
        {
            // Two signs side by side begin a comment.
            case SqlConstantExpression or SqlUnaryExpression { OperatorType: ExpressionType.Negate }
                when outerExpression is SqlUnaryExpression { OperatorType: ExpressionType.Negate }:
                return true;
            // A path binds closer than any operator.
            case JsonScalarExpression:
                return false;
            // What is true or false binds looser than a comparison, and closer than AND and OR.
            case NullSafeEqualExpression or InArrayExpression or CaseInsensitiveLikeExpression or InExpression or LikeExpression:
            case SqlUnaryExpression { OperatorType: ExpressionType.Not } when innerExpression.Type == typeof(bool):
                return outerExpression is not SqlBinaryExpression { OperatorType: ExpressionType.AndAlso or ExpressionType.OrElse };
            default:
                return base.RequiresParentheses(outerExpression, innerExpression);
        }
    }

    /// <inheritdoc/>
    protected override string GetOperator(SqlBinaryExpression binaryExpression) => binaryExpression.OperatorType switch
    {
        ExpressionType.Add when binaryExpression.Type == typeof(string) => " || ",
        ExpressionType.LeftShift => " << ",
        ExpressionType.RightShift => " >> ",
        // On booleans an exclusive or is inequality; that it is null where a side is was said before.
        ExpressionType.ExclusiveOr when binaryExpression.Type == typeof(bool) => " <> ",
        ExpressionType.And when binaryExpression.Type == typeof(bool) => " AND ",
        ExpressionType.Or when binaryExpression.Type == typeof(bool) => " OR ",
        _ => base.GetOperator(binaryExpression),
    };

    /// <inheritdoc/>
    protected override void GenerateIn(InExpression inExpression, bool negated)
    {
        // EF writes the item as it is, and IN would take the last operand of an OR for its item.
        GenerateOperand(inExpression, inExpression.Item);
        Sql.Append(negated ? " NOT IN (" : " IN (");
        if (inExpression.Subquery is { } subquery)
        {
            Sql.AppendLine();
            Sql.IncrementIndent();
            Visit(subquery);
            Sql.DecrementIndent();
            Sql.AppendLine();
        }
        else
        {
            GenerateEach(inExpression.Values!, sql => sql.Append(", "));
        }

        Sql.Append(")");
    }

    /// <inheritdoc/>
    protected override void GenerateLike(LikeExpression likeExpression, bool negated)
    {
        // NOT LIKE of null is false in NQL, as LIKE is; C#'s negation of a failed match is true.
        Sql.Append(negated ? "NOT (" : "");
        GenerateOperand(likeExpression, likeExpression.Match);
        Sql.Append(" LIKE ");
        GenerateOperand(likeExpression, likeExpression.Pattern);
        if (likeExpression.EscapeChar is not null)
        {
            Sql.Append(" ESCAPE ");
            Visit(likeExpression.EscapeChar);
        }

        Sql.Append(negated ? ")" : "");
    }

    /// <inheritdoc/>
    protected override Expression VisitCollate(CollateExpression collateExpression)
    {
        GenerateOperand(collateExpression, collateExpression.Operand);
        Sql.Append(" COLLATE ").Append(Names.DelimitIdentifier(collateExpression.Collation));
        return collateExpression;
    }

    /// <inheritdoc/>
    protected override Expression VisitDistinct(DistinctExpression distinctExpression)
    {
        Sql.Append("DISTINCT ");
        Visit(distinctExpression.Operand);
        return distinctExpression;
    }

    /// <inheritdoc/>
    protected override Expression VisitAtTimeZone(AtTimeZoneExpression atTimeZoneExpression) =>
        throw new InvalidOperationException("AT TIME ZONE has no form in NQL.");

    /// <inheritdoc/>
    protected override Expression VisitJsonScalar(JsonScalarExpression jsonScalarExpression)
    {
        var isOfArray = jsonScalarExpression.Json.TypeMapping?.ElementTypeMapping is not null;
        var conversion = isOfArray ? new JsonConversion("", "") : JsonConversion.Find(jsonScalarExpression.TypeMapping!);
        Sql.Append(conversion.Before);
        GenerateOperand(jsonScalarExpression, jsonScalarExpression.Json);
        GeneratePath(jsonScalarExpression.Path);
        Sql.Append(conversion.After);
        return jsonScalarExpression;
    }

    private void GeneratePath(IReadOnlyList<PathSegment> path)
    {
        foreach (var segment in path)
        {
            if (segment.PropertyName is { } name)
            {
                Sql.Append(".").Append(Names.DelimitIdentifier(name));
                continue;
            }

            Sql.Append("[");
            Visit(segment.ArrayIndex!);
            Sql.Append("]");
        }
    }
}
