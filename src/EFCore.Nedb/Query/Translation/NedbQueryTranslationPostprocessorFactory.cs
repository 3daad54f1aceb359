using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Makes a postprocessor for each query to compile.</summary>
internal sealed class NedbQueryTranslationPostprocessorFactory(
    QueryTranslationPostprocessorDependencies dependencies,
    RelationalQueryTranslationPostprocessorDependencies relationalDependencies) : IQueryTranslationPostprocessorFactory
{
    /// <inheritdoc/>
    public QueryTranslationPostprocessor Create(QueryCompilationContext queryCompilationContext) =>
        new NedbQueryTranslationPostprocessor(
            dependencies,
            relationalDependencies,
            (NedbQueryCompilationContext)queryCompilationContext);
}
