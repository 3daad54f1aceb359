using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>What is known of one query while it is compiled.</summary>
internal sealed class NedbQueryCompilationContext(
    QueryCompilationContextDependencies dependencies,
    RelationalQueryCompilationContextDependencies relationalDependencies,
    bool async,
    bool precompiling)
    : RelationalQueryCompilationContext(dependencies, relationalDependencies, async, precompiling)
{
    /// <summary>Several readers may be open on one connection, so no query needs to be buffered, and any may be compiled ahead of time.</summary>
    public override bool SupportsPrecompiledQuery => true;
}
