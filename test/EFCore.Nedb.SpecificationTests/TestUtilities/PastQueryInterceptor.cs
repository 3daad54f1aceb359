using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

/// <summary>Asks every set of a query with AsOf, where the store says as of which seq.</summary>
public class PastQueryInterceptor : IQueryExpressionInterceptor
{
    private static readonly MethodInfo AsOf = typeof(NedbTemporalQueryableExtensions).GetMethods()
        .Single(method => method.Name == nameof(NedbTemporalQueryableExtensions.AsOf) && method.GetParameters()[1].ParameterType == typeof(long));

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) =>
        NedbTestStore.FindPastSeq(eventData.Context) is { } seq ? new Rewriter(seq).Visit(queryExpression) : queryExpression;

    private sealed class Rewriter(long seq) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) =>
            node.GetType() == typeof(EntityQueryRootExpression)
                ? Expression.Call(AsOf.MakeGenericMethod(((EntityQueryRootExpression)node).ElementType), node, Expression.Constant(seq))
                : base.VisitExtension(node);
    }
}
