using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Makes a context for each query to compile.</summary>
internal sealed class NedbQueryCompilationContextFactory(
    QueryCompilationContextDependencies dependencies,
    RelationalQueryCompilationContextDependencies relationalDependencies,
    INedbRelationalConnection connection) : IQueryCompilationContextFactory
{
    /// <inheritdoc/>
    public QueryCompilationContext Create(bool async) =>
        new NedbQueryCompilationContext(dependencies, relationalDependencies, async, precompiling: false, connection.ReadsPast);

    /// <inheritdoc/>
    public QueryCompilationContext CreatePrecompiled(bool async) =>
        new NedbQueryCompilationContext(dependencies, relationalDependencies, async, precompiling: true, readsPast: false);
}
