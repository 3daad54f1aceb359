using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Decides what part of a LINQ tree is a value that the caller has, and what the database must compute.</summary>
internal sealed class NedbEvaluatableExpressionFilter(
    EvaluatableExpressionFilterDependencies dependencies,
    RelationalEvaluatableExpressionFilterDependencies relationalDependencies)
    : RelationalEvaluatableExpressionFilter(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    public override bool IsEvaluatableExpression(Expression expression, IModel model)
    {
        if (expression is MethodCallExpression { Method: var method }
            && (method.DeclaringType == typeof(NedbDbFunctionsExtensions)
                || method.DeclaringType == typeof(NedbPeriodFunctionsExtensions)
                || (method.DeclaringType == typeof(Guid) && method.Name == nameof(Guid.CreateVersion7))))
            return false;
        return base.IsEvaluatableExpression(expression, model);
    }
}
