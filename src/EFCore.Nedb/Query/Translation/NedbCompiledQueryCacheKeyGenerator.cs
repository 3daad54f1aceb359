using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Tells queries of the past apart from those of the present where the context says which it reads.</summary>
internal sealed class NedbCompiledQueryCacheKeyGenerator(
    CompiledQueryCacheKeyGeneratorDependencies dependencies,
    RelationalCompiledQueryCacheKeyGeneratorDependencies relationalDependencies,
    INedbRelationalConnection connection) : RelationalCompiledQueryCacheKeyGenerator(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    public override object GenerateCacheKey(Expression query, bool async)
    {
        var key = GenerateCacheKeyCore(query, async);
        // What is null in the past is not an error.
        return connection.ReadsPast ? (key, true) : key;
    }
}
