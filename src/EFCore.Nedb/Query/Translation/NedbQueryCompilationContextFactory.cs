using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Makes a context for each query to compile.</summary>
internal sealed class NedbQueryCompilationContextFactory(
    QueryCompilationContextDependencies dependencies,
    RelationalQueryCompilationContextDependencies relationalDependencies) : IQueryCompilationContextFactory
{
    /// <inheritdoc/>
    public QueryCompilationContext Create(bool async) =>
        new NedbQueryCompilationContext(dependencies, relationalDependencies, async, precompiling: false);

    /// <inheritdoc/>
    public QueryCompilationContext CreatePrecompiled(bool async) =>
        new NedbQueryCompilationContext(dependencies, relationalDependencies, async, precompiling: true);
}
