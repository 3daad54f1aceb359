using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Rewrites a LINQ tree before navigations are expanded.</summary>
internal sealed class NedbQueryTranslationPreprocessor(
    QueryTranslationPreprocessorDependencies dependencies,
    RelationalQueryTranslationPreprocessorDependencies relationalDependencies,
    NedbQueryCompilationContext queryCompilationContext)
    : RelationalQueryTranslationPreprocessor(dependencies, relationalDependencies, queryCompilationContext)
{
    /// <inheritdoc/>
    public override Expression Process(Expression query) => QueryFilters.Remove(base.Process(query));

    /// <inheritdoc/>
    public override Expression NormalizeQueryableMethod(Expression expression) =>
        base.NormalizeQueryableMethod(new NedbOperatorRewriter(queryCompilationContext, Expand).Rewrite(expression));

    /// <summary>A query within a node of our own, which EF's expansion of navigations does not look into.</summary>
    private Expression Expand(Expression query) => QueryFilters.Remove(new NavigationExpandingExpressionVisitor(
        this,
        QueryCompilationContext,
        Dependencies.EvaluatableExpressionFilter,
        Dependencies.NavigationExpansionExtensibilityHelper).Expand(base.NormalizeQueryableMethod(query)));
}
