using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Makes a preprocessor for each query to compile.</summary>
internal sealed class NedbQueryTranslationPreprocessorFactory(
    QueryTranslationPreprocessorDependencies dependencies,
    RelationalQueryTranslationPreprocessorDependencies relationalDependencies) : IQueryTranslationPreprocessorFactory
{
    /// <inheritdoc/>
    public QueryTranslationPreprocessor Create(QueryCompilationContext queryCompilationContext) =>
        new NedbQueryTranslationPreprocessor(dependencies, relationalDependencies, (NedbQueryCompilationContext)queryCompilationContext);
}
