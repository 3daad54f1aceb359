using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Finishes a translated query tree: type mappings, columns of metadata, pruning, checks.</summary>
internal sealed class NedbQueryTranslationPostprocessor(
    QueryTranslationPostprocessorDependencies dependencies,
    RelationalQueryTranslationPostprocessorDependencies relationalDependencies,
    NedbQueryCompilationContext queryCompilationContext)
    : RelationalQueryTranslationPostprocessor(dependencies, relationalDependencies, queryCompilationContext)
{
    /// <inheritdoc/>
    public override Expression Process(Expression query)
    {
        if (query is ShapedQueryExpression shaped && queryCompilationContext.QueryTrackingBehavior != QueryTrackingBehavior.NoTracking)
            TrackingGuard.Check(queryCompilationContext, shaped.ShaperExpression);
        return PastColumns.MarkNullable(base.Process(query), queryCompilationContext.ReadsPast);
    }

    /// <inheritdoc/>
    protected override Expression ProcessTypeMappings(Expression expression) =>
        new NedbTypeMappingPostprocessor(Dependencies, RelationalDependencies, RelationalQueryCompilationContext).Process(expression);

    /// <inheritdoc/>
    protected override Expression Prune(Expression query) => new NedbSqlTreePruner().Prune(MetadataColumnResolver.Resolve(query));
}
